package dev.wildstream.surface.cli;

/** What the commands tell the shell. */
final class ExitStatus {

  /** All is well. */
  static final int GOOD = 0;

  /** It could not be done, or there are problems. */
  static final int BAD = 1;

  /** The command was not understood. */
  static final int USAGE = 2;

  /** The hub runs, and some desired streams are not on the air. */
  static final int OFF_AIR = 3;

  /** The revision is valid, and taking it would change something. */
  static final int CHANGES = 3;

  private ExitStatus() {}
}
