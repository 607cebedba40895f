package dev.wildstream.ffmpeg;

import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What to hand to {@code -ss} so that a copy starts at the keyframe at a position, and not at the
 * one before it.
 *
 * <p>Where a container is searched by decoding time and the picture has reordered frames, FFmpeg
 * goes 3/23 s (0.1304 s) before the position asked for, so a seek to a keyframe lands a whole
 * keyframe interval early. Asking for 0.14 s more undoes it, and the timestamps are moved by the
 * same. Tried on 5.1 and 8.0: Matroska and FLV need it, MP4 is searched by presentation time, and
 * MPEG-TS skips forward to the keyframe by itself.
 *
 * @param at what to seek to
 * @param nudge by how much that is later than the position
 */
record SeekPoint(Duration at, Duration nudge) {

  private static final Duration NUDGE = Duration.ofMillis(140);
  private static final List<String> SEARCHED_BY_DECODING_TIME =
      List.of(".mkv", ".webm", ".mk3d", ".flv", ".f4v");

  /**
   * Of a feeder. A picture that is encoded is decoded from the keyframe before, and begins exactly
   * where it is asked to.
   */
  static SeekPoint of(Step.StartFeeder step) {
    return switch (step.recipe().picture()) {
      case Recipe.Picture.Copied() -> of(step.path(), step.from());
      case Recipe.Picture.Encoded _ -> new SeekPoint(step.from(), Duration.ZERO);
    };
  }

  static SeekPoint of(String path, Duration from) {
    String name = path.toLowerCase(Locale.ROOT);
    boolean early = SEARCHED_BY_DECODING_TIME.stream().anyMatch(name::endsWith);
    Duration nudge = early && !from.isZero() ? NUDGE : Duration.ZERO;
    return new SeekPoint(from.plus(nudge), nudge);
  }
}
