package dev.wildstream.world;

import java.time.Duration;
import java.util.List;

/** What becomes of the hub. */
final class HubFaults {

  private HubFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("the hub is killed between two effects", 10, HubFaults::killSoon),
        new Fault("the hub is killed while it waits", 3, HubFaults::kill),
        new Fault("the hub hands over", 3, HubFaults::handOver),
        new Fault("the hub ends and takes its streams along", 1, HubFaults::leave),
        new Fault("hub and FFmpegs are killed for want of memory", 2, HubFaults::killMany));
  }

  /** Counts once it strikes. */
  private static boolean killSoon(World world) {
    world.hub.ifPresent(hub -> {
      hub.killAfter(world.chances.below(8));
      downFor(world, Duration.ofSeconds(2));
    });
    return false;
  }

  private static boolean kill(World world) {
    if (world.hub.isEmpty()) {
      return false;
    }
    world.hub.get().die();
    downFor(world, Duration.ofSeconds(2));
    return true;
  }

  private static boolean handOver(World world) {
    if (world.hub.isEmpty()) {
      return false;
    }
    world.hub.get().handOver();
    world.downFor(Duration.ofMillis(200));
    return true;
  }

  private static boolean leave(World world) {
    if (world.hub.isEmpty()) {
      return false;
    }
    world.hub.get().leave();
    downFor(world, Duration.ofSeconds(5));
    return true;
  }

  private static boolean killMany(World world) {
    int killed = 0;
    for (SimulatedPublisher publisher : List.copyOf(world.ffmpegs.publishers())) {
      if (world.chances.oneIn(2)) {
        world.ffmpegs.killed(publisher);
        killed++;
      }
    }
    for (SimulatedFeeder feeder : List.copyOf(world.ffmpegs.feeders())) {
      if (world.chances.oneIn(2)) {
        world.ffmpegs.killed(feeder);
        killed++;
      }
    }
    return world.chances.oneIn(2) ? kill(world) || killed > 0 : killed > 0;
  }

  /** Mostly the service manager is quick, at times nobody is there. */
  private static void downFor(World world, Duration usual) {
    world.downFor(
        world.chances.oneIn(10)
            ? world.chances.around(Duration.ofMinutes(2))
            : world.chances.around(usual));
  }
}
