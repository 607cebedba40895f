package dev.wildstream.observed;

import java.time.Duration;
import java.util.Optional;

/** What ffprobe says of an item. */
public sealed interface MediaFacts {

  /**
   * It has a picture that can be read.
   *
   * @param stamp of the file that was probed
   * @param duration of its longest stream, from the file's begin; empty where the container does
   *     not say
   * @param bitrate bits per second of the whole file, at least 1
   * @param video its first video stream that is not an attached picture
   * @param audio its first audio stream
   * @param keyframe of the last keyframe at or before the cut's start, from the file's begin (zero
   *     for a whole file)
   */
  record Playable(
      FileStamp stamp,
      Optional<Duration> duration,
      long bitrate,
      Video video,
      Optional<Audio> audio,
      Duration keyframe)
      implements MediaFacts {

    public Playable {
      require(duration.map(Duration::isPositive).orElse(true), "a duration is above zero");
      require(bitrate >= 1, "a bit rate is at least 1");
      require(!keyframe.isNegative(), "a keyframe is at or after the begin");
    }
  }

  /**
   * It cannot be played.
   *
   * @param why one line for people
   */
  record Unplayable(Optional<FileStamp> stamp, String why) implements MediaFacts {}

  /**
   * A picture.
   *
   * @param codec as FFmpeg names it ({@code h264})
   * @param width in pixels, 0 where unknown
   * @param height in pixels, 0 where unknown
   * @param lead how long before its first shown frame the first packet is due (reordered frames),
   *     not negative
   */
  record Video(String codec, int width, int height, Duration lead) {

    public Video {
      require(width >= 0 && height >= 0, "a size is not negative");
      require(!lead.isNegative(), "a lead is not negative");
    }
  }

  /**
   * A sound.
   *
   * @param codec as FFmpeg names it ({@code aac})
   * @param sampleRate in Hz, 0 where unknown
   * @param channels 0 where unknown
   * @param lead how long before the file's begin its first packet is due (the encoder's priming),
   *     not negative
   */
  record Audio(String codec, int sampleRate, int channels, Duration lead) {

    public Audio {
      require(sampleRate >= 0 && channels >= 0, "a rate and a number are not negative");
      require(!lead.isNegative(), "a lead is not negative");
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
