package dev.wildstream.desired;

/** Where a stream goes on after a break. */
public enum Resume {
  /** The item and the second. */
  POSITION,
  /** The begin of the item. */
  ITEM,
  /** The begin of the list. */
  START
}
