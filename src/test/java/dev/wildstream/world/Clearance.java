package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.observed.Listing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Whether anything stands in the way of a start; where nothing does, it must not be late. */
final class Clearance {

  /**
   * After a change of the list, of an item or of its luck everything is looked at again in this.
   */
  private static final long MEDIA = Duration.ofSeconds(32).toNanos();

  /** After a change of keys, tools or neighbours in this. */
  private static final long OTHERS = Duration.ofSeconds(3).toNanos();

  private Clearance() {}

  static void look(
      World world, InForce inForce, long hubSince, Function<StreamName, StreamBooks> books) {
    if (!inForce.any() || world.hub.map(SimulatedHub::isLeaving).orElse(true)) {
      return;
    }
    long now = world.agenda.now();
    for (Map.Entry<StreamName, StreamSpec> entry : inForce.newest().entrySet()) {
      StreamSpec spec = entry.getValue();
      StreamBooks s = books.apply(entry.getKey());
      if (!spec.enabled()) {
        s.clearSince = now;
        continue;
      }
      long media = Math.max(world.files.hungAt(), mediaChangedAt(world, spec, s));
      s.clearSince = Math.max(s.clearSince, Math.max(hubSince + OTHERS, media + MEDIA));
      boolean obstacle =
          !world.ffmpegs.installed
              || world.keys.read(spec.key()).isEmpty()
              || world.books.isHeldUp()
              || hasRival(world, inForce, spec)
              || world.hub.orElseThrow().processes().isStarting(spec.name())
              || world.ffmpegs.publishers().stream().anyMatch(p -> p.stream().equals(spec.name()));
      if (obstacle || now < world.keys.changedAt() + OTHERS) {
        s.clearSince = Math.max(s.clearSince, now + OTHERS);
      }
      boolean playable =
          world.files.list(spec.playlist()).stream()
              .anyMatch(l ->
                  world.files.at(l.path()).filter(f -> f.isGood(spec.media().mode())).isPresent());
      if (!playable || s.items.isFinished()) {
        s.clearSince = Math.max(s.clearSince, now + MEDIA);
      }
      s.retries.overdue(s.clearSince, spec.retry());
    }
  }

  /** When an item of the list last changed or failed. */
  private static long mediaChangedAt(World world, StreamSpec spec, StreamBooks s) {
    long newest = Long.MIN_VALUE;
    List<Listing.Listed> list = world.files.list(spec.playlist());
    for (Listing.Listed listed : list) {
      newest = Math.max(newest, world.files.changedAt(listed.path()));
      newest = Math.max(newest, s.items.failedAt(listed.path()));
    }
    return list.isEmpty() ? 0 : newest;
  }

  /** Another stream that has, or may claim, the same place. */
  private static boolean hasRival(World world, InForce inForce, StreamSpec spec) {
    Optional<String> key = world.keys.read(spec.key());
    for (StreamSpec other : inForce.at(world.agenda.now()).values()) {
      if (other.enabled()
          && other.target().equals(spec.target())
          && !other.name().equals(spec.name())
          && world.keys.read(other.key()).equals(key)) {
        return true;
      }
    }
    for (SimulatedPublisher other : world.ffmpegs.publishers()) {
      if (other.target().equals(spec.target())
          && !other.stream().equals(spec.name())
          && key.equals(Optional.of(other.key()))) {
        return true;
      }
    }
    return false;
  }
}
