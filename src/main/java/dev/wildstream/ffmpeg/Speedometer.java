package dev.wildstream.ffmpeg;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Output time per time over the last five seconds of reports. FFmpeg's own {@code speed=} is the
 * average since its start, which after a day shows nothing.
 */
final class Speedometer {

  private static final Duration WINDOW = Duration.ofSeconds(5);

  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(Instant at, Duration outTime) {}

  /** Notes a report, and says how fast the output was up to it; 1 where that is not known yet. */
  double at(Instant now, Duration outTime) {
    marks.addLast(new Mark(now, outTime));
    while (marks.size() > 2 && marks.peekFirst().at().isBefore(now.minus(WINDOW))) {
      marks.removeFirst();
    }
    Mark first = marks.peekFirst();
    double passed = Duration.between(first.at(), now).toNanos();
    return passed < 1e9 ? 1 : outTime.minus(first.outTime()).toNanos() / passed;
  }
}
