package dev.wildstream.ffmpeg;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One encode, written thrice: as MPEG-TS into the fifo, and the picture and the sound alone each
 * into what notes their end, as a copying feeder's measuring outputs do.
 */
final class TeeOutput {

  private TeeOutput() {}

  static List<String> of(RunFolder run, Duration timeline) {
    // a tee delays nothing by itself, and knows no -muxdelay; unasked it goes on without an output
    // that failed, and nobody would be told that nothing reaches the fifo any more
    String fifo =
        "[f=mpegts:onfail=abort:mpegts_flags=+initial_discontinuity:output_ts_offset="
            + FeederCommand.seconds(timeline)
            + "]"
            + escaped("pipe:1");
    return List.of(
        "-f",
        "tee",
        fifo + "|" + measured("v", run.videoEnd()) + "|" + measured("a", run.audioEnd()));
  }

  private static String measured(String stream, Path list) {
    return "[select="
        + stream
        + ":avoid_negative_ts=disabled:f=segment:strftime=1:segment_time=1000000"
        + ":segment_list_type=csv:segment_format=crc:segment_list="
        + escaped(escaped("file:" + list))
        + "]"
        + escaped("file:/dev/null");
  }

  /**
   * A text as the tee reads it back: it takes a backslash off once where it splits its outputs, and
   * a second time where it splits their options.
   */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          boolean plain = c > 127 || Character.isLetterOrDigit(c) || "/._-".indexOf(c) >= 0;
          escaped.append(plain ? "" : "\\").appendCodePoint(c);
        });
    return escaped.toString();
  }
}
