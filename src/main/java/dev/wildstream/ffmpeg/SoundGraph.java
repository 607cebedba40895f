package dev.wildstream.ffmpeg;

import dev.wildstream.reconcile.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The filters that make a sound fit. */
final class SoundGraph {

  /**
   * Sound that is missing is filled with silence, sound that is too much is dropped, once it is off
   * by so much: what an ear takes for simultaneous.
   */
  private static final String COMPENSATE = "async=1:min_hard_comp=0.04";

  /**
   * A plain run of packets, in the middle of which the number of channels may change (a broadcast).
   * FFmpeg then begins the graph anew, which would fill the time from the begin a second time.
   */
  private static final List<String> MAY_CHANGE =
      List.of(
          ".ts", ".m2ts", ".mts", ".m2t", ".tp", ".trp", ".mpg", ".mpeg", ".m2p", ".vob", ".ps",
          ".aac", ".ac3", ".eac3", ".dts", ".mp3");

  private SoundGraph() {}

  /**
   * The item's sound.
   *
   * @param begin where the picture begins, in the input's time
   * @param end of what is asked for, likewise
   * @param until add silence that far; a sound that is longer stays whole
   */
  static String of(
      String path,
      Recipe.SoundEncoding encoding,
      Duration begin,
      Optional<Duration> end,
      Optional<Duration> until) {
    String name = path.toLowerCase(Locale.ROOT);
    String resampled = "[0:a:0]aresample=" + encoding.sampleRate() + ":" + COMPENSATE;
    String aligned =
        MAY_CHANGE.stream().anyMatch(name::endsWith)
            ? resampled + ",atrim=start=" + begin.toNanos() / 1e9
            : resampled + ":first_pts=" + samples(begin, encoding);
    String shaped =
        aligned
            + end.map(e -> ",atrim=end=" + FeederCommand.seconds(e)).orElse("")
            + ",aformat=sample_fmts=fltp:channel_layouts="
            + FeederCommand.layout(encoding);
    return until
            .map(length -> shaped + ",apad=whole_dur=" + FeederCommand.seconds(length.minus(begin)))
            .orElse(shaped)
        + "[a]";
  }

  private static long samples(Duration time, Recipe.SoundEncoding encoding) {
    return Math.round(time.toNanos() / 1e9 * encoding.sampleRate());
  }
}
