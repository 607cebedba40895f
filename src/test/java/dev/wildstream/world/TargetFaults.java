package dev.wildstream.world;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What goes wrong on the way to a target, and at its end. */
final class TargetFaults {

  private static final Duration USUAL = Duration.ofSeconds(40);

  private TargetFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("a server drops a session", 6, TargetFaults::drop),
        new Fault("a server is gone", 4, w -> answers(w, SimulatedServer.Answers.REFUSES)),
        new Fault("a network is gone", 3, w -> answers(w, SimulatedServer.Answers.SILENT)),
        new Fault(
            "a server does not shake hands",
            2,
            w -> answers(w, SimulatedServer.Answers.NO_HANDSHAKE)),
        new Fault("a server refuses a key", 3, TargetFaults::refuse),
        new Fault("a server keeps ghosts", 3, TargetFaults::ghosts),
        new Fault("a server drops each session at once", 1, TargetFaults::dropSoon),
        new Fault("a receiver freezes", 3, TargetFaults::freeze));
  }

  private static boolean drop(World world) {
    Optional<SimulatedPublisher> one =
        world.anyOf(world.ffmpegs.publishers(), SimulatedPublisher::isWell);
    one.ifPresent(world.ffmpegs::dropped);
    return one.isPresent();
  }

  private static boolean answers(World world, SimulatedServer.Answers answers) {
    SimulatedServer server = world.anyServer();
    if (server.answers != SimulatedServer.Answers.YES) {
      return false;
    }
    server.answers = answers;
    for (SimulatedPublisher publisher : List.copyOf(world.ffmpegs.publishers())) {
      if (server.holds(publisher)) {
        if (answers == SimulatedServer.Answers.REFUSES) {
          world.ffmpegs.dropped(publisher);
        } else {
          freeze(world, publisher);
        }
      }
    }
    world.later(USUAL, () -> mend(world, server));
    return true;
  }

  /** What waited for an answer gets a wrong one, and gives up. */
  static void mend(World world, SimulatedServer server) {
    server.answers = SimulatedServer.Answers.YES;
    for (SimulatedPublisher publisher : List.copyOf(world.ffmpegs.publishers())) {
      boolean waits = publisher.state == SimulatedPublisher.State.HANGS;
      if (waits && world.server(publisher.target().endpoint()) == server) {
        world.ffmpegs.fails(
            publisher, new dev.wildstream.observed.Failure.Network("Connection reset by peer"));
      }
    }
  }

  private static boolean refuse(World world) {
    List<String> keys = List.copyOf(new java.util.TreeSet<>(world.keys.all().values()));
    if (keys.isEmpty()) {
      return false;
    }
    SimulatedServer server = world.anyServer();
    String key = world.chances.oneOf(keys);
    if (server.refuses(key)) {
      return false;
    }
    server.refuse(key, true);
    world.later(USUAL, () -> server.refuse(key, false));
    return true;
  }

  private static boolean ghosts(World world) {
    SimulatedServer server = world.anyServer();
    if (server.keepsGhosts) {
      return false;
    }
    server.keepsGhosts = true;
    world.later(USUAL.multipliedBy(3), () -> server.keepsGhosts = false);
    return true;
  }

  private static boolean dropSoon(World world) {
    SimulatedServer server = world.anyServer();
    if (server.dropsSoon) {
      return false;
    }
    server.dropsSoon = true;
    world.later(USUAL, () -> server.dropsSoon = false);
    return true;
  }

  private static boolean freeze(World world) {
    Optional<SimulatedPublisher> one =
        world.anyOf(world.ffmpegs.publishers(), SimulatedPublisher::isWell);
    one.ifPresent(publisher -> freeze(world, publisher));
    return one.isPresent();
  }

  /** Its kernel takes some seconds more, then the publisher blocks. */
  private static void freeze(World world, SimulatedPublisher publisher) {
    if (!publisher.isWell()) {
      return;
    }
    long acknowledged = world.chances.oneIn(3) ? 0 : world.chances.millis(0, 5_000).toNanos();
    long buffered = world.chances.millis(100, 20_000).toNanos();
    publisher.freezeReceiver(world.agenda.now(), acknowledged, buffered);
    world.ffmpegs.flowChanged(publisher);
    world.later(
        USUAL,
        () -> {
          publisher.thawReceiver(world.agenda.now());
          world.ffmpegs.flowChanged(publisher);
        });
  }
}
