package dev.wildstream.reconcile;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.memory.Segment;
import java.time.Duration;
import java.util.Optional;

/** How one item is made into what its session takes: exactly one picture and one sound. */
public record Recipe(Picture picture, Sound sound) {

  /** Both as they are. */
  public static final Recipe COPY = new Recipe(new Picture.Copied(), new Sound.Copied());

  /** Added silence makes no transcoding of a copy. */
  public Segment.Mode mode() {
    boolean encodes = picture instanceof Picture.Encoded || sound instanceof Sound.Encoded;
    return encodes ? Segment.Mode.TRANSCODE : Segment.Mode.COPY;
  }

  /** Where the picture comes from. */
  public sealed interface Picture {

    record Copied() implements Picture {}

    /**
     * Encoded anew: scaled into the size with its shape kept, upright, in whole frames.
     *
     * @param until how long it is to last, from where the item begins, by repeating its last frame;
     *     empty = as long as it lasts
     */
    record Encoded(Encoding encoding, Origin origin, Optional<Duration> until) implements Picture {}
  }

  /** What is shown of it. */
  public sealed interface Origin {
    /** The item's picture. */
    record Moving() implements Origin {}

    /** The item's only picture, as long as its sound lasts or {@code until}. */
    record Still() implements Origin {}

    /**
     * A picture in place of one that the item does not have, as long as its sound lasts.
     *
     * @param path of the image file
     */
    record Card(String path) implements Origin {}

    /** A dark picture, as long as the item's sound lasts, where no card can be made. */
    record Dark() implements Origin {}
  }

  /**
   * How a picture is encoded: H.264 at a constant bit rate, with two reordered frames at most, so
   * that its first packet is due one frame before it.
   *
   * @param bitrate bits per second
   * @param keyframe interval of keyframes
   * @param preset of x264
   */
  public record Encoding(
      FrameSize size, FrameRate rate, long bitrate, Duration keyframe, String preset) {

    /** How long before its first shown frame the first packet is due. */
    public Duration lead() {
      return rate.frame();
    }
  }

  /** Where the sound comes from. */
  public sealed interface Sound {

    record Copied() implements Sound {}

    /**
     * Encoded anew.
     *
     * @param until how long it is to last at least, from where the item begins, by silence after
     *     it; empty = as long as it lasts
     */
    record Encoded(SoundEncoding encoding, Optional<Duration> until) implements Sound {}

    /**
     * For an item that has none.
     *
     * @param length of the picture from where the item begins; empty = unknown, then as long as the
     *     picture lasts
     */
    record Silence(SoundEncoding encoding, Optional<Duration> length) implements Sound {}
  }

  /**
   * How a sound is encoded.
   *
   * @param codec {@code aac} or {@code mp3}
   * @param sampleRate in Hz
   * @param bitrate bits per second
   */
  public record SoundEncoding(String codec, int sampleRate, int channels, long bitrate) {

    /** Encoders begin with so many samples of nothing. */
    private static final int PRIMING = 1024;

    /** How long before the item's begin its first packet is due. */
    public Duration lead() {
      return Duration.ofNanos(PRIMING * 1_000_000_000L / Math.max(sampleRate, 1));
    }
  }
}
