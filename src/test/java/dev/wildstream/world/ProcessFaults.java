package dev.wildstream.world;

import dev.wildstream.observed.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What goes wrong with FFmpeg itself. */
final class ProcessFaults {

  private ProcessFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("a publisher crashes", 6, w -> on(w, p -> !p.frozen, p -> crash(w, p))),
        new Fault("a publisher is killed", 8, w -> on(w, p -> true, w.ffmpegs::killed)),
        new Fault("a publisher freezes", 4, w -> on(w, p -> !p.frozen, p -> freeze(w, p))),
        new Fault(
            "a publisher ignores SIGTERM",
            2,
            w -> on(w, p -> !p.ignoresTerm, p -> p.ignoresTerm = true)),
        new Fault(
            "a publisher hangs in the kernel", 1, w -> on(w, p -> !p.undying, p -> hang(w, p))),
        new Fault(
            "a publisher is slow", 3, w -> on(w, SimulatedPublisher::isWell, p -> slow(w, p))),
        new Fault(
            "a publisher says that its connection is gone, and stays",
            3,
            w -> on(w, SimulatedPublisher::isWell, w.ffmpegs::lingers)),
        new Fault("a feeder is killed", 6, w -> onFeeder(w, f -> true, w.ffmpegs::killed)),
        new Fault("a feeder hangs", 4, w -> onFeeder(w, f -> !f.hangs, f -> hang(w, f))),
        new Fault("a feeder is slow", 3, w -> onFeeder(w, f -> f.writes, f -> slow(w, f))),
        new Fault("FFmpeg is gone from the disk", 1, ProcessFaults::uninstall));
  }

  private static boolean on(
      World world, Predicate<SimulatedPublisher> which, Consumer<SimulatedPublisher> what) {
    Optional<SimulatedPublisher> one = world.anyOf(world.ffmpegs.publishers(), which);
    one.ifPresent(what);
    return one.isPresent();
  }

  private static boolean onFeeder(
      World world, Predicate<SimulatedFeeder> which, Consumer<SimulatedFeeder> what) {
    Optional<SimulatedFeeder> one = world.anyOf(world.ffmpegs.feeders(), which);
    one.ifPresent(what);
    return one.isPresent();
  }

  private static void crash(World world, SimulatedPublisher publisher) {
    world.ffmpegs.fails(publisher, new Failure.Internal("exit 1"));
  }

  /** As by SIGSTOP; it may go on a while later, if it is still there. */
  private static void freeze(World world, SimulatedPublisher publisher) {
    long now = world.agenda.now();
    publisher.report(now);
    publisher.frozen = true;
    publisher.flow().sendAt(now, 0);
    world.ffmpegs.flowChanged(publisher);
    world.later(Duration.ofSeconds(20), () -> thaw(world, publisher));
  }

  private static void thaw(World world, SimulatedPublisher publisher) {
    if (publisher.isAlive() && publisher.frozen) {
      publisher.frozen = false;
      if (publisher.state == SimulatedPublisher.State.SENDS) {
        publisher.flow().sendAt(world.agenda.now(), Flow.LIVE);
        world.ffmpegs.flowChanged(publisher);
      }
    }
  }

  private static void hang(World world, SimulatedPublisher publisher) {
    publisher.undying = true;
    world.later(
        Duration.ofSeconds(5),
        () -> {
          publisher.undying = false;
          if (publisher.killed && publisher.isAlive()) {
            world.ffmpegs.killed(publisher);
          }
        });
  }

  private static void slow(World world, SimulatedPublisher publisher) {
    publisher.flow().sendAt(world.agenda.now(), 700);
    world.ffmpegs.flowChanged(publisher);
    world.later(
        Duration.ofSeconds(30),
        () -> {
          if (publisher.isWell()) {
            publisher.flow().sendAt(world.agenda.now(), Flow.LIVE);
            world.ffmpegs.flowChanged(publisher);
          }
        });
  }

  private static void hang(World world, SimulatedFeeder feeder) {
    feeder.hangs = true;
    if (feeder.writes) {
      feeder.flow().feedAt(world.agenda.now(), 0);
    }
  }

  private static void slow(World world, SimulatedFeeder feeder) {
    if (!feeder.hangs) {
      if (feeder.rate < Flow.LIVE) {
        feeder.slowUntil = world.agenda.now();
      }
      feeder.rate = world.chances.between(100, 1_100);
      feeder.flow().feedAt(world.agenda.now(), feeder.rate);
      world.ffmpegs.flowChanged(feeder);
    }
  }

  private static boolean uninstall(World world) {
    if (!world.ffmpegs.installed) {
      return false;
    }
    world.ffmpegs.installed = false;
    world.wakeHub();
    world.later(
        Duration.ofSeconds(20),
        () -> {
          world.ffmpegs.installed = true;
          world.wakeHub();
        });
    return true;
  }
}
