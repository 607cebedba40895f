package dev.wildstream.playout;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.memory.Format;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaFacts.Oddity;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Whether an item can be played in a session, and what of it has to be encoded anew for that. */
public sealed interface Fitness {

  /**
   * It can.
   *
   * @param picture why its picture has to be encoded anew, one line for people; empty = it is
   *     copied
   * @param sound why its sound has to be encoded anew; empty = it is copied, or it has none
   */
  record Fits(MediaFacts.Playable facts, Optional<String> picture, Optional<String> sound)
      implements Fitness {

    /** Why something is encoded anew; empty = nothing is. */
    public Optional<String> why() {
      return picture.isPresent() && sound.isPresent() && !picture.equals(sound)
          ? Optional.of(picture.get() + "; " + sound.get())
          : picture.or(() -> sound);
    }

    /** The interval of the keyframes that are copied, where viewers who join wait too long. */
    public Optional<Duration> keyframesFarApart() {
      return facts
          .video()
          .filter(video -> picture.isEmpty())
          .flatMap(MediaFacts.Video::keyframes)
          .filter(interval -> interval.compareTo(FAR_APART) > 0);
    }
  }

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

  /** Profiles that every player and platform decodes; the others have more than 4:2:0 in 8 bits. */
  Set<String> PROFILES = Set.of("", "Constrained Baseline", "Baseline", "Main", "High");

  /** 4:2:0 in 8 bits, of limited and of full range. */
  Set<String> PIXELS = Set.of("", "yuv420p", "yuvj420p");

  /** YouTube asks for keyframes every 4 s at most, Twitch for 2 s. */
  Duration FAR_APART = Duration.ofSeconds(4);

  /** Containers round, and encoders leave off the end of a sound; a second is more than both. */
  Duration LENGTHS_DIFFER = Duration.ofSeconds(1);

  /**
   * What encoders put before a sound, and containers hide again: 1024 samples (FFmpeg) to 2112
   * (Apple), in packets of 1024 or 1152, so three of the longer ones at most. It is all but silent,
   * and copied with the rest; what is hidden beyond it was cut out of the sound on purpose.
   */
  int PRIMING_SAMPLES = 3 * 1152;

  /**
   * Judges an item.
   *
   * @param cut where it ends; empty = at the file's end
   * @param session the format that it has to share; empty = none is fixed yet
   */
  static Fitness of(
      MediaFacts facts, Optional<Duration> cut, Optional<Format> session, MediaPolicy policy) {
    return switch (facts) {
      case MediaFacts.Unplayable unplayable -> new Unfit("media", unplayable.why());
      case MediaFacts.Playable playable ->
          switch (policy.mode()) {
            case COPY -> copied(playable, session, policy);
            case AUTO ->
                new Fits(
                    playable,
                    picture(playable, session, policy).or(() -> shortPicture(playable, cut)),
                    sound(playable, session).or(() -> shortSound(playable, cut)));
            case TRANSCODE ->
                new Fits(
                    playable,
                    Optional.of("all items are transcoded (media.mode)"),
                    playable.audio().map(sound -> "all items are transcoded (media.mode)"));
          };
    };
  }

  private static Fitness copied(
      MediaFacts.Playable facts, Optional<Format> session, MediaPolicy policy) {
    Fits fits = new Fits(facts, picture(facts, session, policy), sound(facts, session));
    return fits.why()
        .<Fitness>map(why -> new Unfit("format", why + ", and media.mode is copy"))
        .orElse(fits);
  }

  /** Why its picture cannot be copied. */
  private static Optional<String> picture(
      MediaFacts.Playable facts, Optional<Format> session, MediaPolicy policy) {
    if (facts.video().isEmpty()) {
      return Optional.of("it has no picture");
    }
    MediaFacts.Video video = facts.video().get();
    if (video.oddities().contains(Oddity.STILL)) {
      return Optional.of("it has a single picture");
    }
    if (!video.codec().equals(PICTURE)) {
      return Optional.of("its picture is " + video.codec() + " and not " + PICTURE);
    }
    if (!PROFILES.contains(video.profile()) || !PIXELS.contains(video.pixelFormat())) {
      return Optional.of(
          "its picture is H.264 " + video.profile() + " with pixels in " + video.pixelFormat());
    }
    return odd(video)
        .or(() -> session.flatMap(Format::picture).flatMap(channel -> unlike(video, channel)))
        .or(() -> keyframes(video, policy));
  }

  private static Optional<String> odd(MediaFacts.Video video) {
    for (Oddity oddity : Oddity.values()) {
      if (video.oddities().contains(oddity)) {
        return Optional.of(
            switch (oddity) {
              case STILL -> "it has a single picture";
              case INTERLACED -> "its picture is interlaced";
              case ROTATED -> "its picture has to be turned";
              case SQUEEZED -> "its pixels are no squares";
              case EDITED -> "an edit list hides the begin of its picture";
              case VARIABLE_RATE -> "its frame rate varies";
            });
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unlike(MediaFacts.Video video, Format.Picture channel) {
    if (!video.size().equals(channel.size())) {
      return Optional.of("its picture is " + video.size() + ", the channel's " + channel.size());
    }
    if (!video.rate().isLike(channel.rate())) {
      return Optional.of(
          "it has " + video.rate() + " frames a second, the channel " + channel.rate());
    }
    return Optional.empty();
  }

  private static Optional<String> keyframes(MediaFacts.Video video, MediaPolicy policy) {
    return video
        .keyframes()
        .filter(interval -> interval.compareTo(policy.copyKeyframeMax()) > 0)
        .map(interval ->
            "its keyframes are "
                + interval.toSeconds()
                + " s apart, copyKeyframeMax is "
                + policy.copyKeyframeMax().toSeconds()
                + " s");
  }

  /** Why its sound cannot be copied; empty where it has none: silence is added. */
  private static Optional<String> sound(MediaFacts.Playable facts, Optional<Format> session) {
    if (facts.audio().isEmpty()) {
      return Optional.empty();
    }
    MediaFacts.Audio audio = facts.audio().get();
    if (!SOUNDS.contains(audio.codec())) {
      return Optional.of("its sound is " + audio.codec() + " and not aac");
    }
    boolean simple = audio.profile().isEmpty() || audio.profile().equals("LC");
    if (audio.codec().equals("aac") && !simple) {
      return Optional.of("its sound is AAC " + audio.profile() + " and not LC");
    }
    if (isEdited(audio)) {
      return Optional.of("an edit list hides the begin of its sound");
    }
    Format own = soundOf(audio);
    return session
        .filter(channel -> !own.hasSoundOf(channel))
        .map(channel -> "its sound is " + describe(own) + ", the channel's " + describe(channel));
  }

  private static boolean isEdited(MediaFacts.Audio audio) {
    double hidden = audio.lead().toNanos() / 1e9 * audio.sampleRate();
    return hidden > PRIMING_SAMPLES + 1;
  }

  /** Whether its picture ends so long before its sound that its last frame has to be held. */
  private static Optional<String> shortPicture(MediaFacts.Playable facts, Optional<Duration> cut) {
    return ends(facts.video().flatMap(MediaFacts.Video::end), cut)
        .flatMap(picture ->
            ends(facts.audio().flatMap(MediaFacts.Audio::end), cut)
                .map(sound -> sound.minus(picture)))
        .filter(longer -> longer.compareTo(LENGTHS_DIFFER) > 0)
        .map(longer -> "its picture ends " + longer.toSeconds() + " s before its sound");
  }

  private static Optional<String> shortSound(MediaFacts.Playable facts, Optional<Duration> cut) {
    return ends(facts.video().flatMap(MediaFacts.Video::end), cut)
        .flatMap(picture ->
            ends(facts.audio().flatMap(MediaFacts.Audio::end), cut)
                .map(sound -> picture.minus(sound)))
        .filter(longer -> longer.compareTo(LENGTHS_DIFFER) > 0)
        .map(longer -> "its sound ends " + longer.toSeconds() + " s before its picture");
  }

  private static Optional<Duration> ends(Optional<Duration> end, Optional<Duration> cut) {
    return end.map(e -> cut.filter(c -> c.compareTo(e) < 0).orElse(e));
  }

  /** A sound as a session has it, with a picture that is not fixed. */
  static Format soundOf(MediaFacts.Audio audio) {
    return new Format(Optional.empty(), audio.codec(), audio.sampleRate(), audio.channels());
  }

  private static String describe(Format format) {
    return format.audioCodec() + " " + format.sampleRate() + " Hz " + format.channels() + " ch";
  }
}
