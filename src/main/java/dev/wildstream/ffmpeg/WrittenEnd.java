package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a stream that a feeder wrote ends, as its measuring output noted it. */
final class WrittenEnd {

  private WrittenEnd() {}

  /**
   * Reads a segment list: lines of {@code NAME,START,END}, in seconds from the seek point.
   *
   * @return the last end; empty where the feeder was killed before it wrote the list, or wrote none
   *     of that stream
   */
  static Optional<Duration> in(Path list) throws IOException {
    if (!Files.exists(list)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(list);
    return lines.stream().map(WrittenEnd::end).flatMap(Optional::stream).max(Duration::compareTo);
  }

  private static Optional<Duration> end(String line) {
    String last = line.substring(line.lastIndexOf(',') + 1).strip();
    try {
      Duration end = Seconds.parse(last);
      return end.isPositive() ? Optional.of(end) : Optional.empty();
    } catch (NumberFormatException damaged) {
      return Optional.empty();
    }
  }
}
