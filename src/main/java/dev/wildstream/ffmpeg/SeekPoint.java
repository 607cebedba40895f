package dev.wildstream.ffmpeg;

import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What to hand to {@code -ss} so that a copy starts at the keyframe at a position, and not at the
 * one before it; and an encoded picture exactly at a position.
 *
 * <p>Where a container is searched by decoding time and the picture has reordered frames, FFmpeg
 * goes 3/23 s (0.1304 s) before the position asked for, so a seek to a keyframe lands a whole
 * keyframe interval early. Asking for 0.14 s more undoes it, and the timestamps are moved by the
 * same. Tried on 5.1 and 8.0: Matroska and FLV need it, MP4 is searched by presentation time, and
 * MPEG-TS skips forward to the keyframe by itself. What is to be decoded must then be sought for
 * some time before the position, and thrown away up to it.
 *
 * @param at what to seek to
 * @param nudge by how much that is later than the position
 * @param runUp by how much that is earlier than the position; what lies between is thrown away
 */
record SeekPoint(Duration at, Duration nudge, Duration runUp) {

  private static final Duration NUDGE = Duration.ofMillis(140);
  private static final List<String> SEARCHED_BY_DECODING_TIME =
      List.of(".mkv", ".webm", ".mk3d", ".flv", ".f4v");

  /**
   * As far apart as keyframes are where nobody said otherwise (x264: 250 frames of 25 a second).
   */
  private static final Duration RUN_UP = Duration.ofSeconds(10);

  private static final List<String> SKIPS_FORWARD =
      List.of(".ts", ".m2ts", ".mts", ".m2t", ".tp", ".trp");

  /**
   * Of a feeder. A picture that is encoded is decoded from the keyframe before, and begins exactly
   * where it is asked to.
   */
  static SeekPoint of(Step.StartFeeder step) {
    return switch (step.recipe().picture()) {
      case Recipe.Picture.Copied() -> of(step.path(), step.from());
      case Recipe.Picture.Encoded _ -> exactly(step.path(), step.from());
    };
  }

  static SeekPoint of(String path, Duration from) {
    Duration nudge =
        isOf(SEARCHED_BY_DECODING_TIME, path) && !from.isZero() ? NUDGE : Duration.ZERO;
    return new SeekPoint(from.plus(nudge), nudge, Duration.ZERO);
  }

  private static SeekPoint exactly(String path, Duration from) {
    Duration possible = from.compareTo(RUN_UP) < 0 ? from : RUN_UP;
    Duration runUp = isOf(SKIPS_FORWARD, path) ? possible : Duration.ZERO;
    return new SeekPoint(from.minus(runUp), Duration.ZERO, runUp);
  }

  private static boolean isOf(List<String> endings, String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(name::endsWith);
  }
}
