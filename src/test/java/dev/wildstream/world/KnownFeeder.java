package dev.wildstream.world;

import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A feeder as one hub knows it, from the moment it asked for it or found it. */
final class KnownFeeder {

  private static final Duration GRACE = Duration.ofMillis(700);
  private static final Duration DEAD_ENOUGH = Duration.ofSeconds(2);

  private final World world;
  private final SimulatedHub hub;
  final long session;
  final long number;
  private final long since;
  Optional<SimulatedFeeder> process = Optional.empty();
  boolean killed;
  private boolean askedToEnd;
  private Optional<FeederView> over = Optional.empty();
  private boolean cutting;
  private Optional<FeederView> cut = Optional.empty();

  /** One that is asked for now. */
  KnownFeeder(World world, SimulatedHub hub, long session, long number) {
    this.world = world;
    this.hub = hub;
    this.session = session;
    this.number = number;
    this.since = world.agenda.now();
  }

  /** One that an earlier hub left, running or ended. */
  static KnownFeeder found(World world, SimulatedHub hub, SimulatedFeeder process) {
    KnownFeeder found =
        new KnownFeeder(world, hub, process.step().session(), process.step().number());
    found.process = Optional.of(process);
    if (!process.isAlive()) {
      found.end(process.failure());
    }
    return found;
  }

  boolean isOver() {
    return over.isPresent();
  }

  void kill() {
    killed = true;
    if (over.isEmpty()) {
      process.ifPresent(world.ffmpegs::kill);
    }
  }

  /** Whether its process is still there. */
  boolean isAlive() {
    return process.filter(SimulatedFeeder::isAlive).isPresent();
  }

  /** Where it ends is not where the next begins: until that is known it is shown as running. */
  void beginCut() {
    kill();
    cutting = true;
  }

  /** What of it the publisher had not read was thrown away. */
  void cut(Duration reached) {
    cut = Optional.of(new FeederView.Cut(session, number, hub.clock().steady(), reached));
  }

  /** In good order first, by force where it does not hear; and what does not go is given up. */
  void askToEnd() {
    if (process.isEmpty()) {
      kill();
      return;
    }
    if (over.isPresent() || askedToEnd) {
      return;
    }
    askedToEnd = true;
    world.ffmpegs.term(process.get());
    world.agenda.in(
        GRACE,
        () -> {
          if (hub.isAlive() && over.isEmpty()) {
            world.ffmpegs.kill(process.get());
          }
        });
    world.agenda.in(
        GRACE.plus(DEAD_ENOUGH),
        () -> {
          if (hub.isAlive() && over.isEmpty()) {
            end(Optional.of(new Failure.Starved("hangs and does not end")));
            hub.wake();
          }
        });
  }

  void failedToStart(String why) {
    end(Optional.of(new Failure.Internal(why)));
  }

  void ended(SimulatedFeeder gone) {
    if (askedToEnd) {
      end(Optional.of(new Failure.Starved("it wrote nothing any more and was ended by the hub")));
    } else if (killed && gone.failure().isPresent()) {
      end(Optional.of(new Failure.Internal(KnownPublisher.BY_HUB)));
    } else {
      end(gone.failure());
    }
  }

  private void end(Optional<Failure> why) {
    over =
        Optional.of(
            new FeederView.Ended(
                session,
                number,
                hub.clock().steady(),
                process.flatMap(SimulatedFeeder::videoEnd),
                process.flatMap(SimulatedFeeder::audioEnd),
                why));
  }

  FeederView view() {
    if (cutting) {
      return cut.orElseGet(this::running);
    }
    return over.orElseGet(this::running);
  }

  private FeederView running() {
    process.ifPresent(p -> p.flow().advance(world.agenda.now()));
    Instant startedAt = hub.clock().steadyAt(since);
    Instant fedAt =
        process
            .filter(p -> p.writes)
            .map(p -> hub.clock().steadyAt(Math.max(since, p.flow().fedAt())))
            .orElse(startedAt);
    return new FeederView.Running(
        session,
        number,
        process.map(SimulatedFeeder::begin),
        startedAt,
        process.flatMap(SimulatedFeeder::reported),
        fedAt);
  }
}
