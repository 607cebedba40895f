package dev.wildstream.world;

import dev.wildstream.observed.Failure;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A publisher as one hub knows it, from the moment it asked for it or found it. */
final class KnownPublisher {

  static final String BY_HUB = "ended by the hub";

  private final World world;
  private final SimulatedMachine.HubClock clock;
  private final boolean adopted;
  final long session;
  final long since;
  Optional<SimulatedPublisher> process = Optional.empty();
  Optional<Long> askedToEnd = Optional.empty();
  boolean killed;
  Optional<PublisherView> over = Optional.empty();

  /** One that is asked for now. */
  KnownPublisher(World world, SimulatedMachine.HubClock clock, long session) {
    this(world, clock, session, false);
  }

  /** One that an earlier hub left. */
  static KnownPublisher found(
      World world, SimulatedMachine.HubClock clock, SimulatedPublisher process) {
    KnownPublisher found = new KnownPublisher(world, clock, process.session(), true);
    found.process = Optional.of(process);
    return found;
  }

  private KnownPublisher(
      World world, SimulatedMachine.HubClock clock, long session, boolean adopted) {
    this.world = world;
    this.clock = clock;
    this.session = session;
    this.since = world.agenda.now();
    this.adopted = adopted;
  }

  boolean isOver() {
    return over.isPresent();
  }

  void askToEnd() {
    if (over.isEmpty() && askedToEnd.isEmpty()) {
      askedToEnd = Optional.of(world.agenda.now());
      process.ifPresent(world.ffmpegs::term);
    }
  }

  void kill() {
    killed = true;
    process.filter(SimulatedPublisher::isAlive).ifPresent(world.ffmpegs::kill);
  }

  void failedToStart(String why) {
    over =
        Optional.of(
            new PublisherView.Ended(
                session,
                clock.steady(),
                Optional.empty(),
                new Failure.Internal(why),
                Optional.empty()));
  }

  void ended(SimulatedPublisher gone) {
    boolean byUs = killed || askedToEnd.isPresent();
    Failure why = byUs ? gone.complaint.orElse(new Failure.Internal(BY_HUB)) : gone.failure();
    over =
        Optional.of(
            new PublisherView.Ended(
                session,
                clock.steady(),
                adopted ? Optional.empty() : Optional.of(gone.exitCode()),
                why,
                output(gone)));
  }

  /** What the files of one say that ended while no hub was there; empty = nothing. */
  static Optional<PublisherView> lastWords(
      SimulatedPublisher gone, SimulatedMachine.HubClock clock) {
    Optional<PublisherView.Output> output =
        gone.hasReported()
            ? Optional.of(
                new PublisherView.Output(
                    Duration.ofNanos(gone.reported()),
                    clock.steady(),
                    clock.steady(),
                    gone.bytes(),
                    0,
                    0))
            : Optional.empty();
    if (gone.hasSaidWhy()) {
      return Optional.of(
          new PublisherView.Ended(
              gone.session(), clock.steady(), Optional.empty(), gone.failure(), output));
    }
    return output.map(o -> new PublisherView.Left(gone.session(), o));
  }

  PublisherView view() {
    return over.orElseGet(() -> process.map(this::running).orElseGet(this::starting));
  }

  private PublisherView starting() {
    Instant startedAt = clock.steadyAt(since);
    return new PublisherView.Running(
        session,
        Optional.empty(),
        startedAt,
        Optional.empty(),
        Optional.of(startedAt),
        Optional.empty(),
        Optional.empty(),
        askedToEnd.map(clock::steadyAt),
        Optional.empty(),
        Optional.empty(),
        adopted);
  }

  private PublisherView running(SimulatedPublisher running) {
    running.report(world.agenda.now());
    Flow flow = running.flow();
    boolean seenEmpty = flow.emptyUntil() >= since;
    return new PublisherView.Running(
        session,
        Optional.of(running.bornAt()),
        clock.steadyAt(since),
        output(running),
        flow.isEmpty()
            ? Optional.of(clock.steadyAt(Math.max(since, flow.emptySince())))
            : Optional.empty(),
        seenEmpty ? Optional.of(clock.steadyAt(flow.emptyUntil())) : Optional.empty(),
        flow.isHalfFull() ? Optional.of(clock.steadyAt(world.agenda.now())) : Optional.empty(),
        askedToEnd.map(clock::steadyAt),
        running.complaint,
        connection(running),
        adopted);
  }

  private Optional<PublisherView.Connection> connection(SimulatedPublisher running) {
    Instant acknowledgedAt = clock.steadyAt(Math.max(since, running.acknowledgedAt()));
    return switch (running.state) {
      case WAITS, LINGERS, ENDED -> Optional.empty();
      case CONNECTS ->
          running.unanswered
              ? Optional.of(new PublisherView.Connection(1, acknowledgedAt, false))
              : Optional.empty();
      case HANGS -> Optional.of(new PublisherView.Connection(0, clock.steady(), false));
      case SENDS ->
          Optional.of(new PublisherView.Connection(running.unacknowledged(), acknowledgedAt, true));
    };
  }

  private Optional<PublisherView.Output> output(SimulatedPublisher of) {
    return of.hasReported()
        ? Optional.of(
            new PublisherView.Output(
                Duration.ofNanos(of.reported()),
                clock.steadyAt(Math.max(since, of.reportedAt())),
                clock.steadyAt(Math.max(since, of.firstReportAt())),
                of.bytes(),
                of.isWell() ? 1 : 0,
                0))
        : Optional.empty();
  }
}
