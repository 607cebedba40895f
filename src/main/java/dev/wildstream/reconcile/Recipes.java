package dev.wildstream.reconcile;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.playout.ChannelFormat;
import dev.wildstream.playout.Fitness;
import java.time.Duration;
import java.util.Optional;

/** How an item that can be played is made into what its session takes. */
public final class Recipes {

  /** How long an image file is shown that no cut gives an end. */
  public static final Duration STILL = Duration.ofSeconds(10);

  private Recipes() {}

  /**
   * The recipe.
   *
   * @param from where in the file it is read from
   * @param card what to show in place of a picture that the item does not have; empty = that is
   *     being made
   * @return empty where it needs that and it is not there yet
   */
  public static Optional<Recipe> of(
      Fitness.Fits fits,
      ItemIdentity item,
      Duration from,
      Format format,
      MediaPolicy policy,
      Optional<Recipe.Origin> card) {
    MediaFacts.Playable facts = fits.facts();
    Optional<Duration> lasts = item.end().or(() -> length(facts)).map(end -> left(end, from));
    Recipe.SoundEncoding encoding = encoding(format, policy);
    Recipe.Sound sound;
    if (facts.audio().isEmpty()) {
      sound = new Recipe.Sound.Silence(encoding, lasts);
    } else if (fits.sound().isPresent()) {
      sound = new Recipe.Sound.Encoded(encoding, soundUntil(facts, item, from));
    } else {
      sound = new Recipe.Sound.Copied();
    }
    if (fits.picture().isEmpty()) {
      return Optional.of(new Recipe(new Recipe.Picture.Copied(), sound));
    }
    if (facts.video().isEmpty() && card.isEmpty()) {
      return Optional.empty();
    }
    Recipe.Origin origin =
        facts
            .video()
            .<Recipe.Origin>map(
                video -> isStill(video) ? new Recipe.Origin.Still() : new Recipe.Origin.Moving())
            .orElseGet(card::orElseThrow);
    Optional<Duration> until =
        facts.audio().isEmpty() && facts.video().filter(Recipes::isStill).isPresent()
            ? lasts
            : pictureUntil(facts, item, from);
    return Optional.of(
        new Recipe(
            new Recipe.Picture.Encoded(encoding(format, policy.video(), policy), origin, until),
            sound));
  }

  private static Recipe.Encoding encoding(
      Format format, MediaPolicy.Video video, MediaPolicy policy) {
    Format.Picture picture = ChannelFormat.encoded(format, policy);
    return new Recipe.Encoding(
        picture.size(), picture.rate(), video.bitrate(), video.keyframe(), video.preset());
  }

  private static Recipe.SoundEncoding encoding(Format format, MediaPolicy policy) {
    return new Recipe.SoundEncoding(
        format.audioCodec(), format.sampleRate(), format.channels(), policy.audio().bitrate());
  }

  /** What a fifo and a publisher have to carry of it, bits per second. */
  static long bitrate(Recipe recipe, MediaFacts.Playable facts, MediaPolicy policy) {
    return switch (recipe.picture()) {
      case Recipe.Picture.Copied copied -> facts.bitrate();
      case Recipe.Picture.Encoded encoded ->
          encoded.encoding().bitrate() + policy.audio().bitrate();
    };
  }

  /** How long an item lasts from the file's begin; empty where nobody knows. */
  static Optional<Duration> length(MediaFacts.Playable facts) {
    boolean image = facts.audio().isEmpty() && facts.video().filter(Recipes::isStill).isPresent();
    return image ? Optional.of(STILL) : facts.duration();
  }

  private static boolean isStill(MediaFacts.Video video) {
    return video.oddities().contains(MediaFacts.Oddity.STILL);
  }

  /** Its last frame is held where its sound goes on for long. */
  private static Optional<Duration> pictureUntil(
      MediaFacts.Playable facts, ItemIdentity item, Duration from) {
    return later(
        facts.video().flatMap(MediaFacts.Video::end),
        facts.audio().flatMap(MediaFacts.Audio::end),
        item,
        from);
  }

  private static Optional<Duration> soundUntil(
      MediaFacts.Playable facts, ItemIdentity item, Duration from) {
    return later(
        facts.audio().flatMap(MediaFacts.Audio::end),
        facts.video().flatMap(MediaFacts.Video::end),
        item,
        from);
  }

  private static Optional<Duration> later(
      Optional<Duration> own, Optional<Duration> other, ItemIdentity item, Duration from) {
    return other
        .map(end -> item.end().filter(cut -> cut.compareTo(end) < 0).orElse(end))
        .filter(end -> own.isPresent())
        .filter(end -> end.minus(own.get()).compareTo(Fitness.LENGTHS_DIFFER) > 0)
        .map(end -> left(end, from));
  }

  private static Duration left(Duration end, Duration from) {
    Duration left = end.minus(from);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
