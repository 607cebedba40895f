package dev.wildstream.world;

import dev.wildstream.reconcile.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Of one stream: that no packet of a session is ever due before one that was written before it, and
 * that never two feeders write at once.
 */
final class TimelineBook {

  private final World world;
  private Optional<SimulatedFifo> session = Optional.empty();
  private Optional<SimulatedFeeder> writing = Optional.empty();
  private long pictureUntil;

  /** All that wrote to this session. */
  private final List<SimulatedFeeder> feeders = new ArrayList<>();

  private long soundUntil;

  TimelineBook(World world) {
    this.world = world;
  }

  /** A feeder begins to write. */
  void writes(SimulatedFeeder feeder) {
    if (!session.equals(Optional.of(feeder.fifo()))) {
      session = Optional.of(feeder.fifo());
      writing = Optional.empty();
      feeders.clear();
      pictureUntil = 0;
      soundUntil = 0;
    }
    world.books.promise(
        "Never two feeders of one session write at once",
        writing.filter(SimulatedFeeder::isAlive).isEmpty(),
        () -> feeder + " beside " + writing);
    writing = Optional.of(feeder);
    feeders.add(feeder);
    long picture = feeder.begin() - lead(feeder);
    long sound = feeder.begin() - priming(feeder);
    world.books.promise(
        "An item never begins before the one before it ended",
        picture >= pictureUntil && sound >= soundUntil,
        () ->
            "%s: picture by %d ns, sound by %d ns"
                .formatted(feeder, pictureUntil - picture, soundUntil - sound));
  }

  /** It ended. */
  void ended(SimulatedFeeder feeder) {
    if (writing.equals(Optional.of(feeder))) {
      long end = feeder.begin() + feeder.written().toNanos();
      pictureUntil = Math.max(pictureUntil, end - lead(feeder));
      long shorter = isSilent(feeder) ? 0 : file(feeder).soundShorter().toNanos();
      soundUntil = Math.max(soundUntil, end - shorter - priming(feeder));
    }
  }

  /** What was not read is thrown away, and is never due. */
  void cut(SimulatedFifo fifo, long reached) {
    if (session.equals(Optional.of(fifo))) {
      long picture = 0;
      long sound = 0;
      for (SimulatedFeeder feeder : feeders) {
        long end = feeder.begin() + feeder.written().toNanos();
        if (feeder.begin() < reached) {
          picture = Math.max(picture, Math.min(end, reached) - lead(feeder));
          sound = Math.max(sound, Math.min(end, reached) - priming(feeder));
        }
      }
      feeders.removeIf(f -> f.begin() >= reached);
      pictureUntil = Math.min(pictureUntil, picture);
      soundUntil = Math.min(soundUntil, sound);
    }
  }

  private static MediaFile file(SimulatedFeeder feeder) {
    return feeder.file().orElseThrow();
  }

  private static boolean isSilent(SimulatedFeeder feeder) {
    return feeder.step().silence().isPresent();
  }

  private static long lead(SimulatedFeeder feeder) {
    return switch (feeder.step().recipe().picture()) {
      case Recipe.Picture.Copied copied -> file(feeder).lead().toNanos();
      case Recipe.Picture.Encoded encoded -> encoded.encoding().lead().toNanos();
    };
  }

  private static long priming(SimulatedFeeder feeder) {
    return switch (feeder.step().recipe().sound()) {
      case Recipe.Sound.Copied copied -> file(feeder).priming().toNanos();
      case Recipe.Sound.Encoded encoded -> encoded.encoding().lead().toNanos();
      case Recipe.Sound.Silence silence -> silence.encoding().lead().toNanos();
    };
  }
}
