package dev.wildstream.desired;

/** When an edit of a playlist reaches the air. */
public enum Apply {
  /** With the next item. */
  BOUNDARY,
  /** At once: an item that the list no longer has is cut off. */
  NOW
}
