package dev.wildstream.observed;

/** Why an FFmpeg ended, named by what the loop does next. */
public sealed interface Failure {

  /** What FFmpeg said, secrets hidden; one line for people. */
  String detail();

  /**
   * The way to the target is broken: retried for ever.
   *
   * @param port what the target's port did
   */
  record Network(String detail, Port port) implements Failure {

    public Network(String detail) {
      this(detail, Port.UNKNOWN);
    }
  }

  /** What is known of the port of a target that was not published to. */
  enum Port {
    /** Refused, unanswered, or the connection broke later: that it opens is news. */
    UNKNOWN,
    /** It takes connections, and no RTMP came of them: that it is open says nothing. */
    OPEN
  }

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
