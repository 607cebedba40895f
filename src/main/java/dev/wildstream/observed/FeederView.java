package dev.wildstream.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The FFmpeg that reads one item. All instants are of the steady clock. */
public sealed interface FeederView {

  /** None runs, and none that ran is left to tell of. */
  record Absent() implements FeederView {}

  /**
   * One runs, or is being started.
   *
   * @param session the publisher's session that it feeds
   * @param number the number the start was given, unique within the session
   * @param pid empty while it is being started
   * @param startedAt when the start was asked for
   * @param written how much of the item it has written, from its offset
   * @param advancedAt when written was last seen to rise, or startedAt
   */
  record Running(
      long session,
      long number,
      Optional<Long> pid,
      Instant startedAt,
      Optional<Duration> written,
      Instant advancedAt)
      implements FeederView {}

  /**
   * It ended; told until the next one is started.
   *
   * <p>One that ended well and of which neither end is known could not note them, since the run
   * folder took nothing.
   *
   * @param videoEnd where the picture it wrote ends, from its offset; empty = it wrote none
   * @param audioEnd where the sound it wrote ends, from its offset; empty = it wrote none
   * @param failure empty where it ended well
   */
  record Ended(
      long session,
      long number,
      Instant at,
      Optional<Duration> videoEnd,
      Optional<Duration> audioEnd,
      Optional<Failure> failure)
      implements FeederView {}

  /**
   * It was ended, and what the publisher had not read of it and of those before it was thrown away;
   * told until the next one is started.
   *
   * @param reached how far the publisher had read, on the timeline
   */
  record Cut(long session, long number, Instant at, Duration reached) implements FeederView {}
}
