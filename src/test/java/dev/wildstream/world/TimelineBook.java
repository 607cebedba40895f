package dev.wildstream.world;

import java.util.Optional;

/**
 * Of one stream: that no packet of a session is ever due before one that was written before it, and
 * that never two feeders write at once.
 */
final class TimelineBook {

  private final World world;
  private Optional<SimulatedPublisher> session = Optional.empty();
  private Optional<SimulatedFeeder> writing = Optional.empty();
  private long pictureUntil;
  private long soundUntil;

  TimelineBook(World world) {
    this.world = world;
  }

  /** A feeder begins to write. */
  void writes(SimulatedFeeder feeder) {
    if (!session.equals(Optional.of(feeder.reader()))) {
      session = Optional.of(feeder.reader());
      writing = Optional.empty();
      pictureUntil = 0;
      soundUntil = 0;
    }
    world.books.promise(
        "Never two feeders of one session write at once",
        writing.filter(SimulatedFeeder::isAlive).isEmpty(),
        () -> feeder + " beside " + writing);
    writing = Optional.of(feeder);
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

  private static MediaFile file(SimulatedFeeder feeder) {
    return feeder.file().orElseThrow();
  }

  private static boolean isSilent(SimulatedFeeder feeder) {
    return feeder.step().silence().isPresent();
  }

  private static long lead(SimulatedFeeder feeder) {
    return file(feeder).lead().toNanos();
  }

  private static long priming(SimulatedFeeder feeder) {
    return isSilent(feeder) ? 0 : file(feeder).priming().toNanos();
  }
}
