package dev.wildstream.observed;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What ffprobe says of items, where a test cares for little of it. */
public final class Facts {

  private Facts() {}

  /** A picture of 30 frames a second, ordinary but for its codec and size. */
  public static MediaFacts.Video video(String codec, int width, int height, Duration lead) {
    FrameSize size = new FrameSize(width, height);
    return new MediaFacts.Video(
        codec,
        "High",
        "yuv420p",
        size,
        size,
        new FrameRate(30, 1),
        Set.of(),
        Optional.of(Duration.ofSeconds(2)),
        lead,
        Optional.empty());
  }

  /** An ordinary sound. */
  public static MediaFacts.Audio audio(String codec, int sampleRate, int channels, Duration lead) {
    return new MediaFacts.Audio(codec, "LC", sampleRate, channels, lead, Optional.empty());
  }
}
