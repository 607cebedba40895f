package dev.wildstream.ffmpeg;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One report of FFmpeg's {@code -progress}.
 *
 * @param outTime how much was written; never negative
 * @param bytes written
 * @param droppedFrames since the start
 */
record ProgressReport(Duration outTime, long bytes, long droppedFrames) {

  /**
   * The newest whole report in the end of a progress file; empty where there is none, or where it
   * says that nothing was written yet.
   */
  static Optional<ProgressReport> newestIn(String text) {
    int end = text.lastIndexOf("\nprogress=");
    if (end < 0) {
      return Optional.empty();
    }
    int before = text.lastIndexOf("\nprogress=", end - 1);
    // without an earlier report the text may begin inside a line: that line has no known key
    String report = text.substring(before < 0 ? 0 : text.indexOf('\n', before + 1), end);
    Map<String, String> fields = new HashMap<>();
    for (String line : report.split("\n")) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        fields.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return number(fields.get("out_time_us"))
        .filter(micros -> micros >= 0)
        .map(micros ->
            new ProgressReport(
                Duration.ofNanos(micros * 1_000),
                number(fields.get("total_size")).orElse(0L),
                number(fields.get("drop_frames")).orElse(0L)));
  }

  /** FFmpeg writes {@code N/A} for what it does not know. */
  private static Optional<Long> number(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notKnown) {
      return Optional.empty();
    }
  }
}
