package dev.wildstream.world;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * That no feeder lives on for a session that is over or will not be, nor for a stream that is off.
 */
final class FeederBook {

  /** SIGTERM, its grace, and SIGKILL, some turns later. */
  private static final long GONE = Duration.ofSeconds(4).toNanos();

  private final World world;
  private final Map<SimulatedFeeder, Long> uselessSince = new HashMap<>();

  FeederBook(World world) {
    this.world = world;
  }

  void look() {
    long now = world.agenda.now();
    List<SimulatedFeeder> all = world.ffmpegs.feeders();
    uselessSince.keySet().removeIf(f -> !f.isAlive());
    for (SimulatedFeeder feeder : all) {
      if (!isUseless(feeder) || world.books.isHeldUp()) {
        uselessSince.remove(feeder);
        continue;
      }
      long since = Math.max(uselessSince.merge(feeder, now, Math::min), world.books.hubSince());
      world.books.promise(
          "No feeder lives on for nothing",
          now < since + GONE,
          () -> feeder + " beside " + all + " and " + world.ffmpegs.publishers());
    }
  }

  private boolean isUseless(SimulatedFeeder feeder) {
    Optional<SimulatedPublisher> reader = feeder.fifo().reader;
    if (reader.isPresent()) {
      return !reader.get().isAlive();
    }
    boolean comes =
        world.ffmpegs.publishers().stream()
            .anyMatch(
                p -> p.stream().equals(feeder.stream()) && p.session() < feeder.step().session());
    boolean another =
        world.ffmpegs.feeders().stream()
            .anyMatch(f -> f != feeder && f.stream().equals(feeder.stream()));
    boolean wanted = world.books.inForce.wanted(feeder.stream(), world.agenda.now()).isPresent();
    return !comes || another || !wanted;
  }
}
