package dev.wildstream.playout;

import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The way between a session's timeline and the items on it. */
public final class Timeline {

  private Timeline() {}

  /** The segment that is shown at a point of the timeline; before the first one, the first. */
  public static Optional<Segment> at(List<Segment> segments, Duration point) {
    Optional<Segment> found = segments.isEmpty() ? Optional.empty() : Optional.of(segments.get(0));
    for (Segment segment : segments) {
      if (segment.begin().compareTo(point) <= 0) {
        found = Optional.of(segment);
      }
    }
    return found;
  }

  /** Item and offset that are shown at a point of the timeline. */
  public static Optional<Position> position(List<Segment> segments, Duration point) {
    return at(segments, point)
        .filter(segment -> segment.item().isPresent())
        .map(segment -> {
          Duration shown = point.minus(segment.begin());
          Duration length = segment.end().map(end -> end.minus(segment.begin())).orElse(shown);
          Duration into = shown.compareTo(length) < 0 ? shown : length;
          Position from = segment.item().orElseThrow();
          Duration offset = from.offset().plus(into.isNegative() ? Duration.ZERO : into);
          return new Position(from.item(), from.repetition(), offset, from.lap());
        });
  }

  /** The segments that are shown at a point of the timeline or come after it. */
  public static List<Segment> from(List<Segment> segments, Duration point) {
    return at(segments, point)
        .map(shown -> segments.subList(segments.indexOf(shown), segments.size()))
        .orElse(segments);
  }
}
