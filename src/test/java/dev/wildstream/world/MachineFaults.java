package dev.wildstream.world;

import java.time.Duration;
import java.util.List;

/** What becomes of the machine, its clocks and its disk. */
final class MachineFaults {

  private static final Duration YEAR = Duration.ofDays(365);

  private MachineFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("the machine reboots", 1, w -> reboot(w)),
        new Fault("the machine loses power", 2, w -> powerCut(w)),
        new Fault("the disk tears what is not synced", 1, MachineFaults::tear),
        new Fault("the machine sleeps", 1, MachineFaults::sleep),
        new Fault("the clock is stepped by an hour", 1, w -> step(w, Duration.ofHours(1))),
        new Fault("the clock is stepped by a year", 1, w -> step(w, YEAR)),
        new Fault("the disk is full", 2, w -> disk(w, SimulatedDisk.Health.REFUSES)),
        new Fault("the disk hangs", 1, w -> disk(w, SimulatedDisk.Health.HANGS)),
        new Fault("the disk is slow", 2, MachineFaults::slowDisk),
        new Fault("the runtime folder is full", 1, MachineFaults::fillRuntime));
  }

  private static boolean reboot(World world) {
    if (world.hub.isEmpty()) {
      return false;
    }
    world.hub.get().leave();
    world.rebootAfterwards();
    return true;
  }

  private static boolean powerCut(World world) {
    world.powerCut();
    return true;
  }

  /** From now on, as some file systems do. */
  private static boolean tear(World world) {
    boolean tore = world.disk.tears;
    world.disk.tears = true;
    return !tore;
  }

  private static boolean sleep(World world) {
    Duration time = world.chances.around(Duration.ofMinutes(30));
    world.machine.slept(time);
    world.books.slept(time);
    world.everyServer(server -> server.agesBy(time.toNanos()));
    for (SimulatedPublisher publisher : List.copyOf(world.ffmpegs.publishers())) {
      if (world.chances.oneIn(2)) {
        world.ffmpegs.dropped(publisher);
      }
    }
    return true;
  }

  private static boolean step(World world, Duration by) {
    world.machine.stepWall(world.chances.oneIn(2) ? by : by.negated());
    return true;
  }

  private static boolean disk(World world, SimulatedDisk.Health health) {
    if (world.disk.health != SimulatedDisk.Health.GOOD) {
      return false;
    }
    world.disk.health = health;
    world.later(Duration.ofSeconds(20), () -> world.disk.health = SimulatedDisk.Health.GOOD);
    return true;
  }

  private static boolean slowDisk(World world) {
    if (world.disk.slow) {
      return false;
    }
    world.disk.slow = true;
    world.later(Duration.ofSeconds(20), () -> world.disk.slow = false);
    return true;
  }

  private static boolean fillRuntime(World world) {
    if (world.disk.runtimeFull) {
      return false;
    }
    world.disk.runtimeFull = true;
    world.later(Duration.ofSeconds(20), () -> world.disk.runtimeFull = false);
    return true;
  }
}
