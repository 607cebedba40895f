package dev.wildstream.observed;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What ffprobe says of an item. */
public sealed interface MediaFacts {

  /**
   * It can be played: it has a picture, a sound, or both.
   *
   * @param stamp of the file that was probed
   * @param duration of its longest stream, from the file's begin; empty where the container does
   *     not say
   * @param bitrate bits per second of the whole file, at least 1
   * @param video its first picture; an attached one (a cover) only where there is no other
   * @param audio its first audio stream
   * @param keyframe of the last keyframe at or before the cut's start, from the file's begin (zero
   *     for a whole file)
   */
  record Playable(
      FileStamp stamp,
      Optional<Duration> duration,
      long bitrate,
      Optional<Video> video,
      Optional<Audio> audio,
      Duration keyframe)
      implements MediaFacts {

    public Playable {
      require(duration.map(Duration::isPositive).orElse(true), "a duration is above zero");
      require(bitrate >= 1, "a bit rate is at least 1");
      require(video.isPresent() || audio.isPresent(), "there is a picture or a sound");
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
   * @param profile as ffprobe names it ({@code High}); empty text where unknown
   * @param pixelFormat as FFmpeg names it ({@code yuv420p}); empty text where unknown
   * @param size as it is coded
   * @param shown as it is to be seen: turned upright, its pixels made square
   * @param rate on average
   * @param oddities what else keeps it from being copied
   * @param keyframes the longest interval of keyframes that was seen; empty where only one was
   * @param lead how long before its first shown frame the first packet is due (reordered frames),
   *     not negative
   * @param end where it ends, from the file's begin; empty where the container does not say
   */
  record Video(
      String codec,
      String profile,
      String pixelFormat,
      FrameSize size,
      FrameSize shown,
      FrameRate rate,
      Set<Oddity> oddities,
      Optional<Duration> keyframes,
      Duration lead,
      Optional<Duration> end) {

    public Video {
      oddities = Set.copyOf(oddities);
      require(!lead.isNegative(), "a lead is not negative");
    }
  }

  /** What makes a picture other than a run of whole, upright frames, one as long as the other. */
  enum Oddity {
    /** Frames are shown for different times. */
    VARIABLE_RATE,
    /** A frame is two half pictures of different moments. */
    INTERLACED,
    /** It is to be turned before it is shown. */
    ROTATED,
    /** Its pixels are no squares. */
    SQUEEZED,
    /** The container hides the begin of what is coded (an edit list). */
    EDITED,
    /** It is a single picture: a cover, or an image file. */
    STILL
  }

  /**
   * A sound.
   *
   * @param codec as FFmpeg names it ({@code aac})
   * @param profile as ffprobe names it ({@code LC}); empty text where unknown
   * @param sampleRate in Hz, 0 where unknown
   * @param channels 0 where unknown
   * @param lead how long before the file's begin its first packet is due (the encoder's priming, or
   *     what an edit list hides), not negative
   * @param end where it ends, from the file's begin; empty where the container does not say
   */
  record Audio(
      String codec,
      String profile,
      int sampleRate,
      int channels,
      Duration lead,
      Optional<Duration> end) {

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
