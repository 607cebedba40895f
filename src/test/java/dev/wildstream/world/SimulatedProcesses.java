package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Processes;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.time.Instant;
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
  private static final Duration FEEDER_GRACE = Duration.ofMillis(500);
  private static final Duration DEAD_ENOUGH = Duration.ofSeconds(2);
  private static final String BY_HUB = "ended by the hub";

  /** A publisher as this hub knows it. */
  private static final class Sender {
    final long session;
    final long askedAt;
    final boolean adopted;
    Optional<SimulatedPublisher> process = Optional.empty();
    Optional<Long> askedToEnd = Optional.empty();
    boolean killed;
    Optional<PublisherView> over = Optional.empty();

    Sender(long session, long askedAt, boolean adopted) {
      this.session = session;
      this.askedAt = askedAt;
      this.adopted = adopted;
    }
  }

  /** A feeder as this hub knows it. */
  private static final class Reader {
    final long session;
    final long number;
    final long askedAt;
    Optional<SimulatedFeeder> process = Optional.empty();
    boolean askedToEnd;
    boolean killed;
    Optional<FeederView> over = Optional.empty();

    Reader(long session, long number, long askedAt) {
      this.session = session;
      this.number = number;
      this.askedAt = askedAt;
    }
  }

  private static final class Desk {
    Optional<Sender> sender = Optional.empty();
    Optional<Reader> reader = Optional.empty();
    Optional<PublisherView.Left> left = Optional.empty();
    long workerFreeAt;
  }

  private final World world;
  private final SimulatedHub hub;
  private final Map<StreamName, Desk> desks = new TreeMap<>();

  SimulatedProcesses(World world, SimulatedHub hub) {
    this.world = world;
    this.hub = hub;
  }

  /** Finds what an earlier hub left; ends what has no record, and what feeds nobody. */
  void adopt() {
    world
        .ffmpegs
        .folders()
        .forEach((stream, folder) -> {
          folder.publisher.ifPresent(found -> adopt(stream, found));
          folder.feeder.ifPresent(found -> adopt(stream, found));
        });
  }

  private void adopt(StreamName stream, SimulatedPublisher found) {
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk());
    if (!found.isAlive()) {
      if (found.hasReported()) {
        desk.left = Optional.of(new PublisherView.Left(found.session(), output(found)));
      }
      return;
    }
    Sender sender = new Sender(found.session(), found.bornAt(), true);
    sender.process = Optional.of(found);
    desk.sender = Optional.of(sender);
    world.journal.note(() -> found + " found");
  }

  private void adopt(StreamName stream, SimulatedFeeder found) {
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk());
    if (!found.reader().isAlive()) {
      world.ffmpegs.kill(found);
      return;
    }
    Reader reader = new Reader(found.step().session(), found.step().number(), world.agenda.now());
    reader.process = Optional.of(found);
    desk.reader = Optional.of(reader);
    if (!found.isAlive()) {
      end(reader, found, found.failure());
    }
    world.journal.note(() -> found + " found" + (found.isAlive() ? "" : ", ended"));
  }

  private Instant steady(long nanos) {
    return hub.clock().steadyAt(nanos);
  }

  private PublisherView.Output output(SimulatedPublisher publisher) {
    return new PublisherView.Output(
        Duration.ofNanos(publisher.reported()),
        steady(publisher.reportedAt()),
        steady(publisher.firstReportAt()),
        publisher.bytes(),
        publisher.isWell() ? 1 : 0,
        0);
  }

  @Override
  public PublisherView publisher(StreamName stream) {
    Desk desk = desks.get(stream);
    if (desk == null) {
      return new PublisherView.Absent();
    }
    if (desk.sender.isEmpty()) {
      return desk.left.<PublisherView>map(l -> l).orElseGet(PublisherView.Absent::new);
    }
    Sender sender = desk.sender.get();
    return sender.over.orElseGet(() -> running(sender));
  }

  private PublisherView running(Sender sender) {
    Instant startedAt = steady(sender.askedAt);
    Optional<Instant> askedToEnd = sender.askedToEnd.map(this::steady);
    if (sender.process.isEmpty()) {
      return new PublisherView.Running(
          sender.session,
          Optional.empty(),
          startedAt,
          Optional.empty(),
          Optional.of(startedAt),
          Optional.empty(),
          askedToEnd,
          Optional.empty(),
          Optional.empty(),
          false);
    }
    SimulatedPublisher process = sender.process.get();
    long now = world.agenda.now();
    process.report(now);
    Flow flow = process.flow();
    boolean connected = process.state == SimulatedPublisher.State.SENDS;
    return new PublisherView.Running(
        sender.session,
        Optional.of(process.bornAt()),
        startedAt,
        process.hasReported() ? Optional.of(output(process)) : Optional.empty(),
        flow.isEmpty() ? Optional.of(steady(flow.emptySince())) : Optional.empty(),
        Optional.of(steady(flow.emptyUntil())),
        askedToEnd,
        process.complaint,
        connected
            ? Optional.of(
                new PublisherView.Connection(
                    process.receiverFrozen ? 100_000 : 0, steady(process.acknowledgedAt())))
            : Optional.empty(),
        sender.adopted);
  }

  @Override
  public FeederView feeder(StreamName stream) {
    Desk desk = desks.get(stream);
    if (desk == null || desk.reader.isEmpty()) {
      return new FeederView.Absent();
    }
    Reader reader = desk.reader.get();
    return reader.over.orElseGet(() -> running(reader));
  }

  private FeederView running(Reader reader) {
    reader.process.ifPresent(p -> p.reader().flow().advance(world.agenda.now()));
    Instant startedAt = steady(reader.askedAt);
    Instant fedAt =
        reader
            .process
            .filter(p -> p.writes)
            .map(p -> steady(Math.max(reader.askedAt, p.reader().flow().fedAt())))
            .orElse(startedAt);
    return new FeederView.Running(
        reader.session,
        reader.number,
        reader.process.map(p -> p.begin()),
        startedAt,
        reader.process.flatMap(SimulatedFeeder::reported),
        fedAt);
  }

  @Override
  public Set<StreamName> known() {
    Set<StreamName> known = new TreeSet<>();
    desks.forEach((name, desk) -> {
      if (desk.sender.isPresent() || desk.reader.isPresent()) {
        known.add(name);
      }
    });
    return known;
  }

  @Override
  public Optional<String> missingTools() {
    return world.ffmpegs.installed
        ? Optional.empty()
        : Optional.of("ffmpeg is not there; install it");
  }

  @Override
  public void perform(StreamName stream, Step step) {
    hub.effect(() -> "perform " + stream + " " + step);
    world.books.asked(stream, step);
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk());
    switch (step) {
      case Step.StartPublisher start -> startPublisher(stream, desk, start);
      case Step.StartFeeder start -> startFeeder(stream, desk, start);
      case Step.EndPublisher end ->
          desk.sender.filter(s -> s.session == end.session()).ifPresent(this::askToEnd);
      case Step.KillPublisher kill ->
          desk.sender
              .filter(s -> s.session == kill.session())
              .ifPresent(s -> {
                kill(s);
                desk.reader.ifPresent(this::kill);
              });
      case Step.KillFeeder kill ->
          desk.reader
              .filter(r -> r.session == kill.session() && r.number == kill.number())
              .ifPresent(this::askToEnd);
    }
  }

  /** Done in order, as the one worker of a stream comes to it, if this hub lives to see it. */
  private void later(Desk desk, Duration takes, Runnable work) {
    desk.workerFreeAt = Math.max(desk.workerFreeAt, world.agenda.now()) + takes.toNanos();
    world.agenda.at(
        desk.workerFreeAt,
        () -> {
          if (hub.isAlive()) {
            work.run();
          }
        });
  }

  private void startPublisher(StreamName stream, Desk desk, Step.StartPublisher step) {
    Optional<Sender> before = desk.sender.filter(s -> s.over.isEmpty());
    before.ifPresent(this::kill);
    desk.reader.ifPresent(this::kill);
    Sender fresh = new Sender(step.session(), world.agenda.now(), false);
    desk.sender = Optional.of(fresh);
    desk.left = Optional.empty();
    int slowest = world.chances.oneIn(20) ? 3_000 : 60;
    later(
        desk,
        world.chances.millis(5, slowest),
        () -> spawn(stream, desk, fresh, step, before, world.agenda.now()));
  }

  private void spawn(
      StreamName stream,
      Desk desk,
      Sender fresh,
      Step.StartPublisher step,
      Optional<Sender> before,
      long since) {
    boolean waits = before.filter(b -> b.over.isEmpty()).isPresent();
    if (waits && world.agenda.now() - since < END_PATIENCE.toNanos()) {
      desk.workerFreeAt = Math.max(desk.workerFreeAt, world.agenda.now());
      world.agenda.in(
          Duration.ofMillis(20),
          () -> {
            if (hub.isAlive()) {
              spawn(stream, desk, fresh, step, before, since);
            }
          });
      return;
    }
    Optional<String> key = world.keys.read(step.key());
    if (waits) {
      failed(stream, fresh, "the publisher before it does not end");
    } else if (!world.ffmpegs.installed) {
      failed(stream, fresh, "FFmpeg not found");
    } else if (key.isEmpty()) {
      failed(stream, fresh, "the key cannot be read");
    } else if (fresh.killed || fresh.askedToEnd.isPresent()) {
      failed(stream, fresh, BY_HUB);
    } else {
      fresh.process =
          Optional.of(
              world.ffmpegs.spawn(
                  stream, step.session(), step.target(), key.get(), Session.BEGIN.toNanos()));
    }
  }

  private void failed(StreamName stream, Sender sender, String why) {
    sender.over =
        Optional.of(
            new PublisherView.Ended(
                sender.session,
                hub.clock().steady(),
                Optional.empty(),
                new Failure.Internal(why),
                Optional.empty()));
    world.books.failedToStart(stream, sender.session);
    hub.wake();
  }

  private void startFeeder(StreamName stream, Desk desk, Step.StartFeeder step) {
    Optional<Sender> sender =
        desk.sender.filter(s -> s.session == step.session() && s.over.isEmpty());
    if (sender.isEmpty()) {
      return;
    }
    desk.reader.filter(r -> r.over.isEmpty()).ifPresent(this::kill);
    Reader fresh = new Reader(step.session(), step.number(), world.agenda.now());
    desk.reader = Optional.of(fresh);
    later(desk, world.chances.millis(5, 60), () -> spawn(stream, fresh, step, sender.get()));
  }

  private void spawn(StreamName stream, Reader fresh, Step.StartFeeder step, Sender sender) {
    boolean fed =
        sender.over.isEmpty() && sender.process.filter(SimulatedPublisher::isAlive).isPresent();
    if (fed && !fresh.killed && world.ffmpegs.installed) {
      fresh.process = Optional.of(world.ffmpegs.spawn(stream, step, sender.process.get()));
      return;
    }
    if (sender.process.isEmpty() && sender.over.isEmpty()) {
      // its publisher is not there yet: the one worker has not come to it
      world.agenda.in(
          Duration.ofMillis(20),
          () -> {
            if (hub.isAlive()) {
              spawn(stream, fresh, step, sender);
            }
          });
      return;
    }
    String why = world.ffmpegs.installed ? "its publisher has ended" : "FFmpeg not found";
    fresh.over = Optional.of(ended(fresh, Optional.of(new Failure.Internal(why))));
    hub.wake();
  }

  private FeederView ended(Reader reader, Optional<Failure> why) {
    return new FeederView.Ended(
        reader.session,
        reader.number,
        hub.clock().steady(),
        reader.process.flatMap(SimulatedFeeder::videoEnd),
        reader.process.flatMap(SimulatedFeeder::audioEnd),
        why);
  }

  private void askToEnd(Sender sender) {
    if (sender.over.isEmpty() && sender.askedToEnd.isEmpty()) {
      sender.askedToEnd = Optional.of(world.agenda.now());
      sender.process.ifPresent(world.ffmpegs::term);
    }
  }

  private void kill(Sender sender) {
    sender.killed = true;
    sender.process.ifPresent(world.ffmpegs::kill);
  }

  private void kill(Reader reader) {
    reader.killed = true;
    if (reader.over.isEmpty()) {
      reader.process.ifPresent(world.ffmpegs::kill);
    }
  }

  private void askToEnd(Reader reader) {
    if (reader.process.isEmpty()) {
      kill(reader);
      return;
    }
    if (reader.over.isPresent() || reader.askedToEnd) {
      return;
    }
    reader.askedToEnd = true;
    world.ffmpegs.term(reader.process.get());
    world.agenda.in(
        FEEDER_GRACE.plusMillis(200),
        () -> {
          if (hub.isAlive() && reader.over.isEmpty()) {
            world.ffmpegs.kill(reader.process.get());
          }
        });
    world.agenda.in(
        FEEDER_GRACE.plus(DEAD_ENOUGH).plusMillis(200),
        () -> {
          if (hub.isAlive() && reader.over.isEmpty()) {
            reader.over =
                Optional.of(
                    ended(reader, Optional.of(new Failure.Starved("hangs and does not end"))));
            hub.wake();
          }
        });
  }

  /** A publisher of the machine ended. */
  void ended(SimulatedPublisher gone) {
    Desk desk = desks.get(gone.stream());
    if (desk == null) {
      return;
    }
    desk.sender
        .filter(s -> s.process.filter(p -> p == gone).isPresent() && s.over.isEmpty())
        .ifPresent(s -> {
          boolean byUs = s.killed || s.askedToEnd.isPresent();
          Failure why = byUs ? gone.complaint.orElse(new Failure.Internal(BY_HUB)) : gone.failure();
          s.over =
              Optional.of(
                  new PublisherView.Ended(
                      s.session,
                      hub.clock().steady(),
                      s.adopted ? Optional.empty() : Optional.of(gone.exitCode()),
                      why,
                      gone.hasReported() ? Optional.of(output(gone)) : Optional.empty()));
          desk.reader.filter(r -> r.session == s.session).ifPresent(this::kill);
          hub.wake();
        });
  }

  /** A feeder of the machine ended. */
  void ended(SimulatedFeeder gone) {
    Desk desk = desks.get(gone.stream());
    if (desk == null) {
      return;
    }
    desk.reader
        .filter(r -> r.process.filter(p -> p == gone).isPresent() && r.over.isEmpty())
        .ifPresent(r -> {
          end(r, gone, gone.failure());
          hub.wake();
        });
  }

  private void end(Reader reader, SimulatedFeeder gone, Optional<Failure> why) {
    Optional<Failure> told =
        reader.askedToEnd
            ? Optional.of(new Failure.Starved("it wrote nothing any more and was ended by the hub"))
            : reader.killed && why.isPresent() ? Optional.of(new Failure.Internal(BY_HUB)) : why;
    reader.over = Optional.of(ended(reader, told));
  }

  @Override
  public void forget(StreamName stream) {
    hub.effect(() -> "forget " + stream);
    Desk desk = desks.get(stream);
    if (desk == null) {
      return;
    }
    desk.sender.ifPresent(this::kill);
    desk.reader.ifPresent(this::kill);
    Optional<Sender> leaving = desk.sender;
    later(
        desk,
        Duration.ofMillis(5),
        () -> {
          if (desk.sender.equals(leaving)) {
            desks.remove(stream);
            world.ffmpegs.folders().remove(stream);
          }
        });
  }
}
