package dev.wildstream.memory;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A stretch of a session's timeline that one feeder writes.
 *
 * @param number the feeder's number
 * @param begin on the timeline, where {@code position} is shown
 * @param position the item, and where in it the feeder began; of the standby picture, where the
 *     list goes on after it (empty = at its begin)
 * @param end on the timeline; empty while the feeder writes
 */
public record Segment(
    long number, Duration begin, Optional<Position> position, Mode mode, Optional<Duration> end) {

  /** What a feeder does with what it reads. */
  public enum Mode {
    COPY,
    /** Picture or sound is encoded anew. */
    TRANSCODE,
    STANDBY;

    /** As the metric names it. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The item that is shown; empty = the standby picture is. */
  public Optional<Position> item() {
    return mode == Mode.STANDBY ? Optional.empty() : position;
  }

  public Segment withEnd(Duration known) {
    return new Segment(number, begin, position, mode, Optional.of(known));
  }
}
