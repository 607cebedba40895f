package dev.wildstream.observed;

/** Why an FFmpeg ended, named by what the loop does next. */
public sealed interface Failure {

  /** What FFmpeg said, secrets hidden; one line for people. */
  String detail();

  /** The way to the target is broken: retried for ever. */
  record Network(String detail) implements Failure {}

  /**
   * The server says that the key is already publishing, mostly a ghost of the session before:
   * retried for ever.
   */
  record Busy(String detail) implements Failure {}

  /** The server answered no: numbered attempts. */
  record Rejected(String detail) implements Failure {}

  /** Killed, frozen, or an exit nobody can explain: numbered attempts. */
  record Internal(String detail) implements Failure {}

  /** The publisher had nothing to read: the feeder is slow, hung or gone. */
  record Starved(String detail) implements Failure {}

  /** The item cannot be read or decoded. */
  record Media(String detail) implements Failure {}
}
