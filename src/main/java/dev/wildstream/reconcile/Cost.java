package dev.wildstream.reconcile;

/** What an edit costs the viewer of a stream; of two costs the later one is the greater. */
public enum Cost {
  NOTHING("nothing"),
  /** A session that is too old by now is followed by another, as any is that becomes so. */
  WHERE_OLD("nothing; a session older than that is followed by another at its item's end"),
  /** It counts from the next item, in the same session. */
  NEXT_ITEM("next item, no reconnect"),
  /** An item on the air that left the list is cut off; else as {@link #NEXT_ITEM}. */
  AT_ONCE("within a second if what is on the air left the list, else next item; no reconnect"),
  /** The session ends, and another one begins at the same place of the list. */
  RECONNECT("one reconnect"),
  START("goes on the air"),
  STOP("goes off the air");

  private final String words;

  Cost(String words) {
    this.words = words;
  }

  /** What the viewer notices, for people. */
  public String words() {
    return words;
  }
}
