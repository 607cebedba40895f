package dev.wildstream.playout;

import dev.wildstream.memory.Format;
import dev.wildstream.observed.MediaFacts;
import java.util.Optional;
import java.util.Set;

/** Whether an item can be copied into a session. */
public sealed interface Fitness {

  /**
   * It can.
   *
   * @param silent whether sound has to be added
   */
  record Fits(MediaFacts.Playable facts, boolean silent) implements Fitness {}

  /**
   * It cannot.
   *
   * @param label of the metric: {@code media} (cannot be read) or {@code format} (cannot be copied)
   * @param why one line for people
   */
  record Unfit(String label, String why) implements Fitness {}

  /** Sound that both MPEG-TS and FLV carry, and FFmpeg's FLV writer accepts. */
  Set<String> SOUNDS = Set.of("aac", "mp3");

  /** Picture that both MPEG-TS and FLV carry on every FFmpeg from 5.1 on. */
  String PICTURE = "h264";

  /**
   * What silence is made of where no item of the list has sound: the rate and layout of most
   * videos.
   */
  Format SILENCE = new Format(Optional.empty(), "aac", 48_000, 2);

  /**
   * Judges an item.
   *
   * @param session the format that the session's first item fixed; empty before it
   */
  static Fitness of(MediaFacts facts, Optional<Format> session) {
    return switch (facts) {
      case MediaFacts.Unplayable unplayable -> new Unfit("media", unplayable.why());
      case MediaFacts.Playable playable -> of(playable, session);
    };
  }

  private static Fitness of(MediaFacts.Playable facts, Optional<Format> session) {
    if (!facts.video().orElseThrow().codec().equals(PICTURE)) {
      return new Unfit(
          "format",
          "video codec "
              + facts.video().orElseThrow().codec()
              + " cannot be copied to RTMP, only h264");
    }
    if (facts.audio().isEmpty()) {
      return new Fits(facts, true);
    }
    MediaFacts.Audio audio = facts.audio().get();
    if (!SOUNDS.contains(audio.codec())) {
      return new Unfit(
          "format", "audio codec " + audio.codec() + " cannot be copied to RTMP, only aac and mp3");
    }
    Format own = new Format(Optional.empty(), audio.codec(), audio.sampleRate(), audio.channels());
    if (session.isPresent() && !session.get().equals(own)) {
      return new Unfit(
          "format", "audio is " + describe(own) + ", the session's is " + describe(session.get()));
    }
    return new Fits(facts, false);
  }

  /** The format that an item fixes for a session; empty where it has no sound of its own. */
  static Optional<Format> formatOf(MediaFacts.Playable facts) {
    return facts
        .audio()
        .map(audio ->
            new Format(Optional.empty(), audio.codec(), audio.sampleRate(), audio.channels()));
  }

  private static String describe(Format format) {
    return format.audioCodec() + " " + format.sampleRate() + " Hz " + format.channels() + " ch";
  }
}
