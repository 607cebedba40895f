package dev.wildstream.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How fast a session goes: from a few moments of it, so that the next hub can go on measuring.
 *
 * @param marks of the newest {@code speedWindow}, oldest first, the first one just before it
 * @param slow empty while it is fast enough
 * @param tooSlow number of the newest feeder that was ended for being too slow
 * @param most by how much the newest feeder that encodes was ahead of the air at its best
 */
public record Pace(
    List<Mark> marks, Optional<Slow> slow, Optional<Long> tooSlow, Optional<Lead> most) {

  /** Of a session that has sent nothing yet. */
  public static final Pace UNKNOWN =
      new Pace(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public Pace {
    marks = List.copyOf(marks);
  }

  /**
   * How far the session was at a moment.
   *
   * @param at by the steady clock
   * @param sent on the timeline, by the publisher
   * @param fed on the timeline, by the feeders
   * @param hungry whether the publisher was seen with nothing to read since the mark before
   */
  public record Mark(Instant at, Duration sent, Duration fed, boolean hungry) {}

  /**
   * How far a feeder is ahead of the air.
   *
   * @param feeder its number
   * @param at by the steady clock
   * @param lead what is fed and not sent yet
   */
  public record Lead(long feeder, Instant at, Duration lead) {}

  public Pace withMost(Optional<Lead> best) {
    return new Pace(marks, slow, tooSlow, best);
  }

  /**
   * It is too slow to watch.
   *
   * @param since by the steady clock
   */
  public record Slow(Instant since, Cause cause) {}

  /** Who keeps a session from being as fast as its picture. */
  public enum Cause {
    /** The publisher has nothing to read. */
    FEEDER,
    /** What was sent waits to be acknowledged. */
    TARGET,
    /** Neither: FFmpeg or the machine. */
    PUBLISHER
  }

  public Pace withMarks(List<Mark> newer) {
    return new Pace(newer, slow, tooSlow, most);
  }

  public Pace withSlow(Optional<Slow> now) {
    return new Pace(marks, now, tooSlow, most);
  }

  public Pace withTooSlow(long feeder) {
    return new Pace(marks, slow, Optional.of(feeder), most);
  }
}
