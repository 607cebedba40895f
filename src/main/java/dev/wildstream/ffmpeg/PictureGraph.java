package dev.wildstream.ffmpeg;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.reconcile.Recipe;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The filters that make a picture fit, and how it is encoded. FFmpeg turns it upright by itself
 * before.
 *
 * <p>Where a picture is to be shown longer than it lasts, a <em>clock</em> of tiny black frames is
 * laid beside it, out of sight: the overlay goes on with the picture's last frame until both have
 * ended. A clock made of the sound lasts exactly as long as it.
 */
final class PictureGraph {

  /**
   * Frames that are said to be half pictures are made whole; others pass untouched, since a film
   * that is only marked wrongly would lose half its lines.
   */
  private static final String DEINTERLACE = "bwdif=mode=send_frame:deint=interlaced";

  private static final String CLOCK_SIZE = "16x16";

  private static final String BESIDE = "overlay=x=W:y=0:format=yuv420:eof_action=repeat:shortest=0";

  private PictureGraph() {}

  /** How long a still picture is shown. */
  sealed interface Lasting {}

  record AsLongAsTheSound() implements Lasting {}

  record Until(Duration length, Pace pace) implements Lasting {}

  record WithoutEnd(Pace pace) implements Lasting {}

  /** How fast frames are made of nothing. */
  enum Pace {
    AHEAD,
    AS_SHOWN
  }

  /**
   * The item's picture.
   *
   * @param end of what is asked for, in the input's time: FFmpeg's own {@code -t} counts from the
   *     first frame, which may come late
   * @param until repeat its last frame that far; a picture that is longer stays whole
   */
  static String moving(Recipe.Encoding encoding, Optional<Duration> end, Optional<Duration> until) {
    String frames =
        "[0:V:0]"
            + DEINTERLACE
            + ","
            + fit(encoding.size(), "")
            + ",fps="
            + encoding.rate()
            + end.map(e -> ",trim=end=" + FeederCommand.seconds(e)).orElse("");
    return until
            .map(length -> frames + "[p];" + clock(encoding.rate(), length) + "[p][clock]" + BESIDE)
            .orElse(frames)
        + "[v]";
  }

  /**
   * One picture, again and again. It is scaled once; its colours become those of television, as
   * nobody can tell of an image which it has.
   *
   * @param input its number
   */
  static String still(int input, Recipe.Encoding encoding, Lasting lasting) {
    return still("[" + input + ":v:0]", encoding, lasting);
  }

  /** Nothing to be seen. */
  static String dark(Recipe.Encoding encoding, Lasting lasting) {
    return still(
        "color=black:s=" + CLOCK_SIZE + ":r=" + encoding.rate() + ":d=1,", encoding, lasting);
  }

  private static String still(String source, Recipe.Encoding encoding, Lasting lasting) {
    FrameRate rate = encoding.rate();
    String one =
        source
            + fit(encoding.size(), ":out_color_matrix=bt709")
            + ",setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"
            // the second of two tells the trim that the first was all
            + ",loop=loop=1:size=1:start=0,trim=end_frame=1,settb="
            + rate.seconds()
            + "/"
            + rate.pictures()
            + ",setpts=0[still];";
    String beside = "[still][clock]" + BESIDE;
    return switch (lasting) {
      case AsLongAsTheSound() ->
          one
              + "[0:a:0]aformat=channel_layouts=stereo,avectorscope=s="
              + CLOCK_SIZE
              + ":r="
              + rate
              + "[clock];"
              + beside
              + "[v]";
      case Until(Duration length, Pace pace) ->
          one + clock(rate, length) + beside + at(pace) + "[v]";
      case WithoutEnd(Pace pace) ->
          one + "nullsrc=s=" + CLOCK_SIZE + ":r=" + rate + "[clock];" + beside + at(pace) + "[v]";
    };
  }

  private static String at(Pace pace) {
    return switch (pace) {
      case AHEAD -> "";
      case AS_SHOWN -> ",realtime";
    };
  }

  private static String clock(FrameRate rate, Duration length) {
    String seconds = FeederCommand.seconds(FeederCommand.atLeastOneFrame(length));
    return "nullsrc=s=" + CLOCK_SIZE + ":r=" + rate + ":d=" + seconds + "[clock];";
  }

  /** Into a size, its pixels made square, its shape kept, black at two sides. */
  private static String fit(FrameSize size, String colours) {
    int width = size.width();
    int height = size.height();
    return String.format(
        Locale.ROOT,
        "scale=w='2*max(1,round(min(%1$d,%2$d*dar)/2))':h='2*max(1,round(min(%2$d,%1$d/dar)/2))'"
            + ":out_range=tv%3$s,format=yuv420p,setsar=1,pad=%1$d:%2$d:-1:-1:color=black",
        width,
        height,
        colours);
  }

  /**
   * H.264 at a constant bit rate, filled up where the picture needs less, as platforms ask for it;
   * the encoder may spend two seconds' worth at once. A keyframe at each interval and no other; no
   * B-frame is referred to by others, so that frames are reordered by one alone.
   */
  static List<String> encoder(Recipe.Encoding encoding) {
    String bitrate = Long.toString(encoding.bitrate());
    double keyframe = encoding.keyframe().toNanos() / 1e9;
    long group = (long) Math.max(1, Math.ceil(keyframe * encoding.rate().perSecond() - 1e-6));
    return List.of(
        // where the picture begins late, its first frame is shown before; what comes twice is
        // dropped (after a change of size the graph begins anew)
        "-fps_mode:v",
        "cfr",
        "-r:v",
        encoding.rate().toString(),
        "-c:v",
        "libx264",
        "-preset",
        encoding.preset(),
        "-profile:v",
        "high",
        "-b:v",
        bitrate,
        "-minrate",
        bitrate,
        "-maxrate",
        bitrate,
        "-bufsize",
        Long.toString(2 * encoding.bitrate()),
        "-x264-params",
        "nal-hrd=cbr:force-cfr=1:b-pyramid=none",
        "-bf",
        "2",
        "-g",
        Long.toString(group),
        "-keyint_min",
        Long.toString(group),
        "-sc_threshold",
        "0",
        "-force_key_frames",
        "expr:gte(t,n_forced*" + FeederCommand.seconds(encoding.keyframe()) + ")");
  }
}
