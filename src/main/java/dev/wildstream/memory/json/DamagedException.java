package dev.wildstream.memory.json;

/** A file's content is not what was written to it. */
final class DamagedException extends Exception {

  private static final long serialVersionUID = 1;

  DamagedException(String why) {
    super(why);
  }
}
