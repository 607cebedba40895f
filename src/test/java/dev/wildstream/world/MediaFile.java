package dev.wildstream.world;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import java.time.Duration;
import java.util.Optional;

/**
 * A video on the machine's disk.
 *
 * @param length of what is really in it
 * @param claimed what its container says its length is; empty = it does not say
 * @param lead how early the first packet of its picture is due
 * @param priming how early the first packet of its sound is due
 * @param soundShorter by how much its sound ends before its picture
 */
record MediaFile(
    String path,
    boolean there,
    FileStamp stamp,
    Content content,
    Duration length,
    Optional<Duration> claimed,
    Duration lead,
    Duration priming,
    Duration soundShorter) {

  /** What is in a file. */
  enum Content {
    GOOD,
    SILENT,
    /** Its sound has another rate than the others'. */
    OTHER_RATE,
    /** A picture that RTMP does not carry. */
    OTHER_PICTURE,
    /** A picture of another size than the others'. */
    OTHER_SIZE,
    /** It has no picture: a card is shown in place of one. */
    SOUND_ONLY,
    /** ffprobe cannot read it. */
    GARBAGE,
    /** Fails in its middle, with an error. */
    BREAKS_OFF,
    /** Ends in its middle, and FFmpeg says that all is well. */
    CUT_OFF
  }

  /** Whether it can be played to its end in every session, or in one like most. */
  boolean isGood(MediaPolicy.Mode mode) {
    return there
        && switch (content) {
          case GOOD, SILENT -> true;
          case OTHER_RATE, OTHER_PICTURE, OTHER_SIZE -> mode != MediaPolicy.Mode.COPY;
          case SOUND_ONLY, GARBAGE, BREAKS_OFF, CUT_OFF -> false;
        };
  }

  /** Whether it is not as most are. */
  boolean isOther() {
    return switch (content) {
      case OTHER_RATE, OTHER_PICTURE, OTHER_SIZE, SOUND_ONLY -> true;
      case GOOD, SILENT, GARBAGE, BREAKS_OFF, CUT_OFF -> false;
    };
  }

  /** How far a feeder gets in it. */
  Duration readable() {
    return switch (content) {
      case GOOD, SILENT, OTHER_RATE, OTHER_PICTURE, OTHER_SIZE, SOUND_ONLY -> length;
      case GARBAGE -> Duration.ZERO;
      case BREAKS_OFF, CUT_OFF -> length.dividedBy(2);
    };
  }

  MediaFile with(boolean isThere, FileStamp now, Content holds) {
    return new MediaFile(path, isThere, now, holds, length, claimed, lead, priming, soundShorter);
  }

  /** What ffprobe says of it, asked for a place to begin at; it has a keyframe every 2 s. */
  MediaFacts facts(Duration start) {
    if (content == Content.GARBAGE) {
      return new MediaFacts.Unplayable(
          Optional.of(stamp), "Invalid data found when processing input");
    }
    String picture = content == Content.OTHER_PICTURE ? "hevc" : "h264";
    int width = content == Content.OTHER_SIZE ? 640 : 1280;
    int rate = content == Content.OTHER_RATE ? 44_100 : 48_000;
    return new MediaFacts.Playable(
        stamp,
        claimed,
        1_000_000,
        content == Content.SOUND_ONLY
            ? Optional.empty()
            : Optional.of(Facts.video(picture, width, width * 9 / 16, lead)),
        content == Content.SILENT
            ? Optional.empty()
            : Optional.of(Facts.audio("aac", rate, 2, priming)),
        Duration.ofSeconds(start.toSeconds() / 2 * 2));
  }
}
