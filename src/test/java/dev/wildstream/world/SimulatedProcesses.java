package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Processes;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One hub's FFmpegs: what it asked for, what came of it, and what it found. A step is begun at once
 * and done a while later, in order, unless the hub is gone by then.
 */
final class SimulatedProcesses implements Processes {

  private static final Duration END_PATIENCE = Duration.ofSeconds(5);

  private static final class Desk {
    Optional<KnownPublisher> publisher = Optional.empty();
    Optional<KnownFeeder> feeder = Optional.empty();
    Optional<PublisherView> left = Optional.empty();
    long workerFreeAt;
  }

  private final World world;
  private final SimulatedHub hub;
  private final Map<StreamName, Desk> desks = new TreeMap<>();

  SimulatedProcesses(World world, SimulatedHub hub) {
    this.world = world;
    this.hub = hub;
  }

  /** Goes on with what an earlier hub left, and ends what feeds nobody. */
  void adopt() {
    world
        .ffmpegs
        .folders()
        .forEach((stream, folder) -> {
          folder.publisher.ifPresent(found -> adopt(stream, found));
          folder.feeder.ifPresent(found -> adopt(stream, found));
          folder.ahead = Optional.empty();
        });
  }

  private void adopt(StreamName stream, SimulatedPublisher found) {
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk());
    if (found.isAlive()) {
      desk.publisher = Optional.of(KnownPublisher.found(world, hub.clock(), found));
    } else {
      desk.left = KnownPublisher.lastWords(found, hub.clock());
    }
    world.journal.note(() -> "  found " + found + " " + found.state);
  }

  private void adopt(StreamName stream, SimulatedFeeder found) {
    Optional<SimulatedPublisher> reader = world.ffmpegs.folders().get(stream).publisher;
    if (reader.filter(r -> r.isAlive() && r.fifo() == found.fifo()).isPresent()) {
      desks.computeIfAbsent(stream, s -> new Desk()).feeder =
          Optional.of(KnownFeeder.found(world, hub, found));
      world.journal.note(() -> "  found " + found + (found.isAlive() ? "" : ", ended"));
    } else if (found.isAlive()) {
      world.ffmpegs.kill(found);
    }
  }

  @Override
  public PublisherView publisher(StreamName stream) {
    Desk desk = desks.get(stream);
    PublisherView view =
        desk == null
            ? new PublisherView.Absent()
            : desk.publisher
                .map(KnownPublisher::view)
                .or(() -> desk.left)
                .orElseGet(PublisherView.Absent::new);
    world.books.shown(stream, view);
    return view;
  }

  @Override
  public FeederView feeder(StreamName stream) {
    return Optional.ofNullable(desks.get(stream))
        .flatMap(desk -> desk.feeder)
        .map(KnownFeeder::view)
        .orElseGet(FeederView.Absent::new);
  }

  @Override
  public Set<StreamName> known() {
    Set<StreamName> known = new TreeSet<>();
    desks.forEach((name, desk) -> {
      if (desk.publisher.isPresent() || desk.feeder.isPresent()) {
        known.add(name);
      }
    });
    return known;
  }

  @Override
  public Optional<String> obstacle() {
    return world.ffmpegs.installed
        ? Optional.empty()
        : Optional.of("ffmpeg is not there; install it");
  }

  @Override
  public void perform(StreamName stream, Step step) {
    world.books.decided(stream, step);
    hub.effect(() -> "perform " + stream + " " + step);
    world.books.asked(stream, step);
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk());
    switch (step) {
      case Step.StartPublisher start -> startPublisher(stream, desk, start);
      case Step.StartFeeder start -> startFeeder(stream, desk, start);
      case Step.EndPublisher end ->
          desk.publisher
              .filter(p -> p.session == end.session())
              .ifPresent(KnownPublisher::askToEnd);
      case Step.KillPublisher kill ->
          desk.publisher
              .filter(p -> p.session == kill.session())
              .ifPresent(p -> {
                p.kill();
                desk.feeder.filter(f -> f.session == p.session).ifPresent(KnownFeeder::kill);
              });
      case Step.CutFeeder cut ->
          desk.feeder
              .filter(f -> f.session == cut.session() && f.number == cut.number())
              .ifPresent(f -> cut(stream, desk, f));
      case Step.Flush flush -> {
        boolean writes =
            desk.feeder.filter(f -> f.session == flush.session() && !f.isOver()).isPresent();
        if (!writes) {
          desk.publisher
              .filter(p -> p.session == flush.session())
              .flatMap(p -> p.process)
              .filter(SimulatedPublisher::isAlive)
              .ifPresent(world.ffmpegs::flush);
        }
      }
      case Step.KillFeeder kill ->
          desk.feeder
              .filter(f -> f.session == kill.session() && f.number == kill.number())
              .ifPresent(KnownFeeder::askToEnd);
    }
  }

  /** Done in order, as the one worker of a stream comes to it, if this hub lives to see it. */
  private void later(Desk desk, Duration takes, Runnable work) {
    desk.workerFreeAt = Math.max(desk.workerFreeAt, world.agenda.now()) + takes.toNanos();
    world.agenda.at(desk.workerFreeAt, ifAlive(work));
  }

  private Runnable ifAlive(Runnable work) {
    return () -> {
      if (hub.isAlive()) {
        work.run();
      }
    };
  }

  private void startPublisher(StreamName stream, Desk desk, Step.StartPublisher step) {
    Optional<KnownPublisher> before = desk.publisher.filter(p -> !p.isOver());
    before.ifPresent(KnownPublisher::kill);
    // one of its own feeds it ahead
    desk.feeder.filter(f -> f.session != step.session()).ifPresent(KnownFeeder::kill);
    KnownPublisher fresh = new KnownPublisher(world, hub.clock(), step.session());
    desk.publisher = Optional.of(fresh);
    desk.left = Optional.empty();
    int slowest = world.chances.oneIn(20) ? 3_000 : 60;
    later(
        desk,
        world.chances.millis(5, slowest),
        () -> spawn(stream, fresh, step, before, world.agenda.now()));
  }

  private void spawn(
      StreamName stream,
      KnownPublisher fresh,
      Step.StartPublisher step,
      Optional<KnownPublisher> before,
      long since) {
    boolean waits = before.filter(b -> !b.isOver()).isPresent();
    if (waits && world.agenda.now() - since < END_PATIENCE.toNanos()) {
      Runnable again = () -> spawn(stream, fresh, step, before, since);
      world.agenda.in(Duration.ofMillis(20), ifAlive(again));
      return;
    }
    Optional<String> key = world.keys.read(step.key());
    Optional<String> obstacle = Optional.empty();
    if (waits) {
      obstacle = Optional.of("the publisher before it does not end");
    } else if (!world.ffmpegs.installed) {
      obstacle = Optional.of("FFmpeg not found");
    } else if (key.isEmpty()) {
      obstacle = Optional.of("the key cannot be read");
    } else if (!SimulatedKeys.digest(key.get()).equals(step.keyDigest())) {
      obstacle = Optional.of("the key was replaced just now");
    } else if (fresh.killed || fresh.askedToEnd.isPresent()) {
      obstacle = Optional.of(KnownPublisher.BY_HUB);
    }
    if (obstacle.isPresent()) {
      fresh.failedToStart(obstacle.get());
      Optional.ofNullable(desks.get(stream))
          .flatMap(desk -> desk.feeder)
          .filter(f -> f.session == step.session())
          .ifPresent(KnownFeeder::kill);
      world.journal.note(() -> stream + "/" + step.session() + " could not be spawned");
      hub.wake();
      return;
    }
    fresh.process =
        Optional.of(world.ffmpegs.spawn(stream, step.session(), step.target(), key.get()));
  }

  private void startFeeder(StreamName stream, Desk desk, Step.StartFeeder step) {
    boolean over =
        desk.publisher
            .filter(p -> p.session > step.session() || (p.session == step.session() && p.isOver()))
            .isPresent();
    if (over) {
      return;
    }
    Optional<KnownPublisher> reader = desk.publisher.filter(p -> p.session == step.session());
    desk.feeder.filter(f -> !f.isOver()).ifPresent(KnownFeeder::kill);
    KnownFeeder fresh = new KnownFeeder(world, hub, step.session(), step.number());
    desk.feeder = Optional.of(fresh);
    later(desk, world.chances.millis(5, 60), () -> spawn(stream, fresh, step, reader));
  }

  private void spawn(
      StreamName stream,
      KnownFeeder fresh,
      Step.StartFeeder step,
      Optional<KnownPublisher> reader) {
    if (reader.filter(r -> r.process.isEmpty() && !r.isOver()).isPresent()) {
      // its publisher is not there yet: the one worker has not come to it
      Runnable again = () -> spawn(stream, fresh, step, reader);
      world.agenda.in(Duration.ofMillis(20), ifAlive(again));
      return;
    }
    boolean fed = reader.map(r -> !r.isOver() && r.process.orElseThrow().isAlive()).orElse(true);
    if (fed && !fresh.killed && world.ffmpegs.installed) {
      SimulatedFifo fifo =
          reader
              .map(r -> r.process.orElseThrow().fifo())
              .orElseGet(() -> world.ffmpegs.fifoFedAhead(stream, step));
      fresh.process = Optional.of(world.ffmpegs.spawn(stream, step, fifo));
    } else {
      world.books.failedToStart(stream, step);
      fresh.failedToStart(world.ffmpegs.installed ? "its publisher has ended" : "FFmpeg not found");
      hub.wake();
    }
  }

  /** What follows begins where the publisher has read to, which is known once it has ended. */
  private void cut(StreamName stream, Desk desk, KnownFeeder feeder) {
    feeder.beginCut();
    long since = world.agenda.now();
    later(desk, world.chances.millis(1, 60), () -> finishCut(stream, feeder, since));
  }

  private void finishCut(StreamName stream, KnownFeeder feeder, long since) {
    if (feeder.isAlive() && world.agenda.now() - since < END_PATIENCE.toNanos()) {
      world.agenda.in(Duration.ofMillis(20), ifAlive(() -> finishCut(stream, feeder, since)));
      return;
    }
    Optional<SimulatedFifo> fifo =
        feeder
            .process
            .map(SimulatedFeeder::fifo)
            .or(() ->
                Optional.ofNullable(desks.get(stream))
                    .flatMap(desk -> desk.publisher)
                    .filter(p -> p.session == feeder.session)
                    .flatMap(p -> p.process)
                    .map(SimulatedPublisher::fifo));
    fifo.ifPresent(f -> {
      long reached = f.flow().cut(world.agenda.now());
      world.books.cut(stream, f, reached);
      feeder.cut(Duration.ofNanos(reached));
    });
    hub.wake();
  }

  /** A publisher of the machine ended. */
  void ended(SimulatedPublisher gone) {
    Optional.ofNullable(desks.get(gone.stream()))
        .ifPresent(desk ->
            desk.publisher
                .filter(p -> p.process.equals(Optional.of(gone)) && !p.isOver())
                .ifPresent(p -> {
                  p.ended(gone);
                  desk.feeder.filter(f -> f.session == p.session).ifPresent(KnownFeeder::kill);
                  hub.wake();
                }));
  }

  /** A feeder of the machine ended. */
  void ended(SimulatedFeeder gone) {
    Optional.ofNullable(desks.get(gone.stream()))
        .flatMap(desk -> desk.feeder)
        .filter(f -> f.process.equals(Optional.of(gone)) && !f.isOver())
        .ifPresent(f -> {
          f.ended(gone);
          hub.wake();
        });
  }

  /** Waits until nothing is half begun, as a hub does that hands over. */
  void settle() {
    long until = world.agenda.now() + END_PATIENCE.toNanos();
    for (Desk desk : List.copyOf(desks.values())) {
      while (desk.workerFreeAt > world.agenda.now() && world.agenda.now() < until) {
        hub.passUntil(Math.min(Math.min(desk.workerFreeAt, until), world.agenda.next()));
      }
    }
  }

  /** Whether a start is under way that did not come to a process yet. */
  boolean isStarting(StreamName stream) {
    return Optional.ofNullable(desks.get(stream))
        .flatMap(desk -> desk.publisher)
        .filter(p -> !p.isOver() && p.process.isEmpty())
        .isPresent();
  }

  @Override
  public void forget(StreamName stream) {
    hub.effect(() -> "forget " + stream);
    Desk desk = desks.get(stream);
    if (desk == null) {
      return;
    }
    desk.publisher.ifPresent(KnownPublisher::kill);
    desk.feeder.ifPresent(KnownFeeder::kill);
    Optional<KnownPublisher> leaving = desk.publisher;
    later(
        desk,
        Duration.ofMillis(5),
        () -> {
          if (desk.publisher.equals(leaving)) {
            desks.remove(stream);
            world.ffmpegs.folders().remove(stream);
          }
        });
  }
}
