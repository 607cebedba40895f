package dev.wildstream.world;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.TargetView;
import dev.wildstream.reconcile.Step;
import dev.wildstream.reconcile.Wants;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What was promised, and whether it is kept: judged from what is done to the world and from what is
 * true in it, with books of their own, and never by asking the code that is judged.
 */
final class Books {

  /** A turn that waits for its disk is late for everything. */
  private static final long LATE = Duration.ofSeconds(4).toNanos();

  /** For a disk that is well a turn waits no longer. */
  private static final long USUAL = Duration.ofMillis(20).toNanos();

  private final World world;
  final InForce inForce = new InForce();
  private final Map<StreamName, StreamBooks> streams = new TreeMap<>();
  private final FeederBook feeders;

  /** A feeder's pace is measured over some time. */
  private static final long MEASURED = Duration.ofSeconds(15).toNanos();

  private final Map<StreamName, StreamBooks> dropped = new HashMap<>();
  private long hubSince;
  private long heldUpUntil;
  private long turnedAt;
  private long turns;

  Books(World world) {
    this.world = world;
    feeders = new FeederBook(world);
  }

  void promise(String sentence, boolean kept, Supplier<String> detail) {
    if (!kept) {
      throw new BrokenPromise(sentence + "\n  " + detail.get());
    }
  }

  private StreamBooks of(StreamName stream) {
    return streams.computeIfAbsent(
        stream,
        name -> {
          StreamBooks fresh = new StreamBooks(world, name);
          if (dropped.containsKey(name)) { // which may not have come to the disk
            fresh.retries.maybeOfAnEarlierOne();
            fresh.items.maybeOfAnEarlierOne(dropped.get(name).items);
          }
          return fresh;
        });
  }

  StreamBooks booksOf(StreamName stream) {
    return of(stream);
  }

  private RetryPolicy policy(StreamName stream) {
    return inForce
        .wanted(stream, world.hub.map(SimulatedHub::turnBegan).orElse(0L))
        .map(StreamSpec::retry)
        .orElse(RetryPolicy.DEFAULT);
  }

  /** When the present hub began. */
  long hubSince() {
    return hubSince;
  }

  /** The newest publisher of a stream, living or not. */
  Optional<SimulatedPublisher> newest(StreamName stream) {
    return of(stream).newest;
  }

  /** Whether what was last kept of a stream was lost with disk and machine. */
  boolean hasForgotten(StreamName stream) {
    return of(stream).memory.isLost();
  }

  /** Whether the hub waits for its disk, and all it does is late. */
  boolean isHeldUp() {
    return world.agenda.now() < heldUpUntil;
  }

  /** How long ago the hub last looked, when it last did. */
  long blur() {
    return Math.max(0, world.agenda.now() - turnedAt);
  }

  // what becomes of hubs and of the machine

  void hubStarts() {
    inForce.forget();
    hubSince = world.agenda.now();
    streams
        .values()
        .forEach(s -> {
          s.clearSince = hubSince;
          s.items.hubStarts();
        });
  }

  /** The hub ended as it was asked to, with its streams. */
  void hubLeft() {
    promise(
        "A hub that ends takes its streams along",
        world.ffmpegs.publishers().stream().allMatch(p -> p.undying || isHeldUp()),
        () -> world.ffmpegs.publishers().toString());
  }

  void rebooted() {
    streams
        .values()
        .forEach(s -> {
          s.retries.rebooted();
          s.items.rebooted();
          s.memory.rebooted();
        });
  }

  void slept(Duration time) {
    streams
        .values()
        .forEach(s -> {
          s.retries.slept(time);
          s.memory.slept();
          s.ending.slept(time);
        });
  }

  /** The hub waited so long for its disk before it acted. */
  void waitedForDisk(long time) {
    if (time > USUAL) {
      heldUpUntil = world.agenda.now() + LATE;
    }
  }

  /** The hub cannot write where it remembers, and waits for that. */
  private void watchDisk() {
    if (world.disk.health != SimulatedDisk.Health.GOOD || world.disk.slow) {
      heldUpUntil = world.agenda.now() + LATE;
    }
  }

  // what the hub is shown

  void read(Reading reading, long seenAt, Optional<Reading> lastGood) {
    inForce.take(reading, seenAt, lastGood);
    streams.forEach((name, s) -> {
      Optional<StreamSpec> now = Optional.ofNullable(inForce.newest().get(name));
      if (!now.equals(s.spec)) {
        s.retries.anew();
        s.clearSince = world.agenda.now();
      }
      s.spec = now;
    });
  }

  void shown(StreamName stream, PublisherView view) {
    StreamBooks s = streams.get(stream);
    if (s != null) {
      s.ending.look(inForce.wanted(stream, world.agenda.now()));
      s.retries.shown(view, policy(stream), s.ending);
    }
  }

  void shown(StreamName stream, KeyView view) {
    StreamBooks s = of(stream);
    boolean another = s.ending.keyIs(view);
    if (another || s.ending.hasAnotherKey()) {
      s.retries.anew();
    }
    if (another) {
      s.clearSince = world.agenda.now();
    }
  }

  void shown(Target.Endpoint endpoint, TargetView view) {
    streams.forEach((name, s) -> {
      inForce
          .wanted(name, world.agenda.now())
          .filter(spec -> spec.target().endpoint().equals(endpoint))
          .ifPresent(spec -> s.retries.probed(view));
    });
  }

  void shown(StreamName stream, Listing listing, Playlist of) {
    of(stream).items.listed(listing, of, applies(stream));
  }

  private Apply applies(StreamName stream) {
    return Optional.ofNullable(inForce.newest().get(stream))
        .map(StreamSpec::apply)
        .orElse(Apply.BOUNDARY);
  }

  // what the hub does

  void wanted(StreamName stream, Wants wants) {
    promise(
        "A decision never fails",
        wants.key().isPresent() || !inForce.wants(stream) || world.hub.orElseThrow().isLeaving(),
        stream::toString);
  }

  /** It is remembered already, and a hub that is killed now never comes to it. */
  void decided(StreamName stream, Step step) {
    if (step instanceof Step.StartFeeder start) {
      of(stream).items.decides(start);
    }
  }

  void asked(StreamName stream, Step step) {
    StreamBooks s = of(stream);
    switch (step) {
      case Step.StartPublisher start -> asked(stream, s, start);
      case Step.StartFeeder start -> {
        promise("Off stays off for feeders too", isWanted(stream), start::toString);
        s.items.starts(start, spec(stream));
        s.air.starts(start, spec(stream), s);
      }
      case Step.EndPublisher end -> s.ending.ends(end.session(), end.reason());
      case Step.KillPublisher kill -> s.ending.ends(kill.session(), kill.reason());
      case Step.CutFeeder cut -> {
        s.items.cuts(cut);
        s.air.cuts(cut, spec(stream), s);
      }
      case Step.Flush flush -> {}
      case Step.KillFeeder kill -> killed(stream, kill);
    }
  }

  private boolean isWanted(StreamName stream) {
    SimulatedHub hub = world.hub.orElseThrow();
    return inForce.wanted(stream, hub.turnBegan()).isPresent() && !hub.isLeaving();
  }

  private StreamSpec spec(StreamName stream) {
    return inForce.wanted(stream, world.hub.orElseThrow().turnBegan()).orElseThrow();
  }

  private void asked(StreamName stream, StreamBooks s, Step.StartPublisher start) {
    promise("Off stays off", isWanted(stream), start::toString);
    promise(
        "Never two publishers of one stream",
        world.ffmpegs.publishers().stream().noneMatch(p -> p.stream().equals(stream)),
        () -> start + " beside " + world.ffmpegs.publishers());
    StreamSpec spec = spec(stream);
    promise(
        "It is sent where the file says",
        start.target().equals(spec.target()) && start.key().equals(spec.key()),
        () -> start + " for " + spec);
    s.retries.starts(start, s.ending, spec.retry());
    s.items.startsPublisher(start.session());
    s.ending.started(start, spec);
    s.memory.started();
  }

  private void killed(StreamName stream, Step.KillFeeder kill) {
    Optional<SimulatedFeeder> feeder =
        world.ffmpegs.feeders().stream()
            .filter(f -> f.stream().equals(stream) && f.step().number() == kill.number())
            .findFirst();
    promise(
        "A feeder that keeps its publisher fed is not ended",
        feeder
                .map(f ->
                    f.hangs
                        || f.rate < Flow.LIVE
                        || f.slowUntil + MEASURED > world.agenda.now()
                        || f.flow().isEmpty()
                        || !f.writes
                        || f.isStandby()
                        || f.fifo().reader.filter(SimulatedPublisher::isAlive).isEmpty())
                .orElse(true)
            || hasForgotten(stream),
        kill::toString);
  }

  void kept(StreamName stream, StreamMemory memory, SimulatedMachine.HubClock clock) {
    of(stream).memory.kept(memory, clock);
  }

  /** What a new hub remembers. */
  void loaded(Map<StreamName, StreamMemory> found, SimulatedMachine.HubClock clock) {
    streams.forEach((name, s) -> {
      s.memory.loaded(Optional.ofNullable(found.get(name)), clock);
      if (s.memory.isLost()) {
        s.forget(Optional.ofNullable(found.get(name)));
      } else {
        s.memory.last().ifPresent(s::goesOn);
      }
    });
  }

  /** Nothing is to be remembered of a stream any more. */
  void dropped(StreamName stream) {
    Optional.ofNullable(streams.remove(stream)).ifPresent(books -> dropped.put(stream, books));
  }

  void told(Event event) {
    world.journal.note(
        () -> "  told " + event.stream().orElse("-") + " " + event.kind() + " " + event.fields());
    promise(
        "No secret is told",
        event.fields().values().stream().noneMatch(v -> v.contains(SimulatedKeys.PLANTED)),
        event::toString);
    if (event.kind() == Event.Kind.FAILED) {
      StreamName stream = new StreamName(event.stream().orElseThrow());
      of(stream).retries.failed(policy(stream));
    }
  }

  void turned(Snapshot snapshot) {
    watchDisk();
    turnedAt = world.agenda.now();
    for (SimulatedPublisher publisher : world.ffmpegs.publishers()) {
      StreamBooks s = of(publisher.stream());
      if (inForce.any()) {
        s.ending.overdue(publisher, hubSince);
      }
      publisher.report(turnedAt);
      if (publisher.hasReported() && inForce.wants(publisher.stream())) {
        long since = Math.max(hubSince, publisher.firstReportAt());
        s.retries.healthy(publisher.reportedAt() - since, policy(publisher.stream()));
      }
    }
    for (StreamStatus status : snapshot.streams()) {
      StreamBooks s = of(status.name());
      s.counters.shown(status.memory());
      s.items.ofPhase(status.memory().phase());
      s.retries.ofPhase(status.memory().phase());
      Optional<StreamSpec> spec = Optional.ofNullable(inForce.newest().get(status.name()));
      if (spec.isPresent() && !world.hub.map(SimulatedHub::isLeaving).orElse(true)) {
        s.air.look(spec.get(), status.memory(), s);
      }
    }
    feeders.look();
    Clearance.look(world, inForce, hubSince, this::of);
    if (turns++ % 256 == 0) {
      promise(
          "No secret is shown",
          !snapshot.toString().contains(SimulatedKeys.PLANTED),
          snapshot::toString);
    }
  }

  // what becomes of processes

  void spawned(SimulatedPublisher born) {
    StreamBooks s = of(born.stream());
    s.newest = Optional.of(born);
    s.retries.spawned(born);
    for (SimulatedPublisher other : world.ffmpegs.publishers()) {
      promise(
          "Never two publishers of one stream",
          other == born || !other.stream().equals(born.stream()),
          () -> born + " beside " + other);
      promise(
          "Never two publishers of one target and key",
          other == born || !other.place().equals(born.place()) || hasForgotten(other.stream()),
          () -> born + " beside " + other + " at " + born.target());
    }
  }

  void failedToStart(StreamName stream, Step.StartFeeder step) {
    if (SimulatedFeeder.isStandby(step)) {
      of(stream).air.failedToStart();
    } else {
      of(stream).items.failedToStart(step.path());
    }
  }

  void writes(SimulatedFeeder feeder) {
    of(feeder.stream()).timeline.writes(feeder);
    of(feeder.stream()).air.writes(feeder);
  }

  void cut(StreamName stream, SimulatedFifo fifo, long reached) {
    world.journal.note(
        () -> stream + "/" + fifo.session() + " is cut at " + Duration.ofNanos(reached));
    of(stream).timeline.cut(fifo, reached);
    of(stream).items.cut(fifo.session(), reached);
    of(stream).air.cut(fifo, reached);
  }

  void ended(SimulatedFeeder gone) {
    of(gone.stream()).timeline.ended(gone);
    of(gone.stream()).items.ended(gone);
    of(gone.stream()).air.ended(gone);
  }
}
