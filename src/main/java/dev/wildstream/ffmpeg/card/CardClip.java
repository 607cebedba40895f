package dev.wildstream.ffmpeg.card;

import dev.wildstream.media.FrameRate;
import dev.wildstream.observed.CardView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Some seconds of a test card, to be copied again and again without a jump of the time. For that
 * its picture and its sound are as long as each other to a fraction of a millisecond, both begin at
 * zero, and no frame is shown out of the order it is coded in.
 *
 * @param frames of the picture
 * @param packets of the sound
 */
record CardClip(CardView.Card card, long frames, long packets) {

  /** Long enough that a joint is seldom, short enough to be made in two seconds. */
  private static final long SHORTEST = 4;

  private static final long WANTED = 8;
  private static final long LONGEST = 12;

  /** A frame of 1920x1080 takes 5 ms here: 360 of them take two seconds. */
  private static final long MOST_FRAMES = 360;

  private static final long KEYFRAME_SECONDS = 2;

  /** The length of which picture and sound come out nearest to each other. */
  static CardClip of(CardView.Card card) {
    long most =
        Math.max(
            frames(card.rate(), SHORTEST), Math.min(frames(card.rate(), LONGEST), MOST_FRAMES));
    CardClip best = nearest(card, frames(card.rate(), SHORTEST));
    for (long frames = frames(card.rate(), SHORTEST); frames <= most; frames++) {
      CardClip clip = nearest(card, frames);
      long gain = best.apart() - clip.apart();
      long wanted = frames(card.rate(), WANTED);
      boolean fitter = Math.abs(frames - wanted) < Math.abs(best.frames - wanted);
      if (gain > 0 || gain == 0 && fitter) {
        best = clip;
      }
    }
    return best;
  }

  private static long frames(FrameRate rate, long seconds) {
    return Math.max(1, seconds * rate.pictures() / rate.seconds());
  }

  private static CardClip nearest(CardView.Card card, long frames) {
    double seconds = (double) frames * card.rate().seconds() / card.rate().pictures();
    return new CardClip(card, frames, Math.round(seconds * card.sampleRate() / samples(card)));
  }

  /** By how much the longer of the two is longer, in a fraction of a second that is all clips'. */
  private long apart() {
    long picture = frames * card.rate().seconds() * card.sampleRate();
    long sound = packets * samples(card) * card.rate().pictures();
    return Math.abs(picture - sound);
  }

  /** Of the longer of picture and sound. */
  Duration length() {
    double picture = (double) frames * card.rate().seconds() / card.rate().pictures();
    double sound = (double) packets * samples(card) / card.sampleRate();
    return Duration.ofNanos(Math.round(1e9 * Math.max(picture, sound)));
  }

  /** In a packet, of each channel. */
  private static int samples(CardView.Card card) {
    if (!card.audioCodec().equals("mp3")) {
      return 1_024;
    }
    return card.sampleRate() < 32_000 ? 576 : 1_152;
  }

  /**
   * How it is made. Without an edit list, which would hide the encoder's first packet and leave a
   * hole at each joint; so each packet of the sound gets the time that its number says.
   *
   * @param picture a PNG file of the card's size
   */
  List<String> command(Path ffmpeg, Path picture, Path clip) {
    int samples = samples(card);
    String rate = card.rate().toString();
    List<String> command = new ArrayList<>();
    command.add(ffmpeg.toString());
    command.addAll(List.of("-nostdin", "-hide_banner", "-loglevel", "level+error", "-nostats"));
    command.addAll(List.of("-y", "-f", "png_pipe"));
    command.addAll(List.of("-framerate", rate, "-i", "file:" + picture));
    // more than is needed: how many packets an encoder makes of it is its own affair
    command.addAll(List.of("-f", "lavfi", "-i", silence((packets + 8) * samples)));
    command.addAll(List.of("-map", "0:v:0", "-map", "1:a:0"));
    // the picture is read and converted once, then shown again
    command.add("-vf");
    command.add(
        "format=yuv420p,loop=loop=%d:size=1:start=0,setpts=N,trim=end_frame=%d"
            .formatted(frames, frames));
    command.addAll(List.of("-r", rate, "-c:v", "libx264", "-preset", "superfast"));
    command.addAll(List.of("-tune", "stillimage", "-crf", "20", "-profile:v", "high", "-bf", "0"));
    String interval = Long.toString(frames(card.rate(), KEYFRAME_SECONDS));
    command.addAll(List.of("-g", interval, "-keyint_min", interval, "-sc_threshold", "0"));
    command.addAll(List.of("-c:a", card.audioCodec().equals("mp3") ? "libmp3lame" : "aac"));
    command.addAll(List.of("-b:a", "64k", "-ac", Integer.toString(card.channels())));
    command.add("-bsf:a");
    command.add(
        "setts=ts=N*%d/SR/TB:duration=%d/SR/TB,noise=drop=gte(n\\,%d)"
            .formatted(samples, samples, packets));
    command.addAll(List.of("-use_editlist", "0", "-f", "mp4", "file:" + clip));
    return List.copyOf(command);
  }

  private String silence(long samples) {
    String layout =
        switch (card.channels()) {
          case 1 -> "mono";
          case 2 -> "stereo";
          case 6 -> "5.1";
          case 8 -> "7.1";
          default -> card.channels() + "c";
        };
    return "anullsrc=r=" + card.sampleRate() + ":cl=" + layout + ",atrim=end_sample=" + samples;
  }
}
