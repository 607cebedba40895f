package dev.wildstream.desired;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.time.Duration;
import java.util.Optional;

/**
 * How items are made to fit the channel.
 *
 * @param copyKeyframeMax an item with a longer keyframe interval does not fit
 */
public record MediaPolicy(Mode mode, Video video, Audio audio, Duration copyKeyframeMax) {

  /** What the file means where it says nothing. */
  public static final MediaPolicy DEFAULT =
      new MediaPolicy(
          Mode.AUTO,
          new Video(
              Optional.empty(), Optional.empty(), 4_500_000, Duration.ofSeconds(2), "veryfast"),
          new Audio(128_000, 48_000, 2),
          Duration.ofSeconds(10));

  /** What is done with an item that does not fit. */
  public enum Mode {
    /** What fits is copied, all else transcoded. */
    AUTO,
    /** What does not fit is skipped. */
    COPY,
    /** Every item is transcoded. */
    TRANSCODE
  }

  /**
   * The channel's picture.
   *
   * @param size empty = what most items have
   * @param rate empty = what most items have
   * @param bitrate of what is encoded, constant, bits per second
   * @param keyframe the interval of keyframes in what is encoded
   * @param preset of the encoder (x264)
   */
  public record Video(
      Optional<FrameSize> size,
      Optional<FrameRate> rate,
      long bitrate,
      Duration keyframe,
      String preset) {}

  /**
   * The channel's sound.
   *
   * @param bitrate of what is encoded, bits per second
   * @param sampleRate in Hz
   */
  public record Audio(long bitrate, int sampleRate, int channels) {}
}
