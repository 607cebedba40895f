package dev.wildstream.world;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.TargetView;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Of one stream: when it may be started again, and when it has to be. Where the books cannot know
 * what the hub made of an end, they give it the benefit of the doubt: each count is a range.
 */
final class RetryBook {

  /** The machine's uptime comes in steps of 10 ms. */
  private static final long ROUNDING = Duration.ofMillis(40).toNanos();

  /**
   * By so much a stream that was on the air may seem to have been so for longer, or not as long.
   */
  private static final long BLUR = Duration.ofMillis(1_500).toNanos();

  /** A start that is due is made within this: the loop turns once a second. */
  private static final long IN_TIME = Duration.ofMillis(2_500).toNanos();

  /** A server that ends a session within 3 s of its begin may mean no by it. */
  private static final long QUICK = Duration.ofMillis(3_600).toNanos();

  /** More than any file allows. */
  private static final int UNKNOWN = 1_000;

  /** For these a stream is not tried again as after a failure. */
  private static final Set<StopCause> PLANNED =
      EnumSet.of(
          StopCause.OFF,
          StopCause.SHUTDOWN,
          StopCause.EDIT,
          StopCause.FINISHED,
          StopCause.NOTHING_PLAYABLE);

  private final World world;
  private final StreamName stream;

  /** What a hub was told of an end that it did not plan. */
  private record End(
      long session,
      long toldAt,
      boolean network,
      boolean numbered,
      boolean mayBeAtOnce,
      boolean portOpen) {}

  private Optional<End> end = Optional.empty();
  private long session;
  private boolean running;
  private Optional<SimulatedPublisher> publisher = Optional.empty();
  private boolean closedNow;
  private boolean closedSeen;
  private boolean openSeen;
  private boolean free = true;
  private boolean forgotten;

  /** FFmpeg was gone when the newest session ended: that start may not have counted. */
  private boolean obstacle;

  /** Over a reboot only the wall clock tells when something was, and that may be wrong. */
  private boolean clockless;

  /** A hub was about to end it, and may not have come to it. */
  private boolean wasLeaving;

  private Optional<Long> failedAt = Optional.empty();
  private Optional<Long> lastAtOnce = Optional.empty();

  /** When a hub may have found that what it remembered was gone. */
  private Optional<Long> restoredAt = Optional.empty();

  private int networkLeast;
  private int networkMost;
  private int attemptsLeast;
  private int attemptsMost;

  RetryBook(World world, StreamName stream) {
    this.world = world;
    this.stream = stream;
  }

  /** The next start need not wait. */
  void excuse() {
    free = true;
    networkLeast = 0;
    attemptsLeast = 0;
  }

  /** The next hub counts the time that the machine slept, and this one does not. */
  void slept(Duration time) {
    excuse();
    lastAtOnce = lastAtOnce.map(at -> at - time.toNanos());
  }

  /** Somebody did something by which it begins anew, also where it was given up. */
  void anew() {
    excuse();
    failedAt = Optional.empty();
  }

  /** Only the wall clock tells the next hub how long ago anything was. */
  void rebooted() {
    anew();
    clockless = true;
    lastAtOnce = Optional.empty();
  }

  /** What was remembered of an earlier stream of its name may still be. */
  void maybeOfAnEarlierOne() {
    networkMost = UNKNOWN;
    attemptsMost = UNKNOWN;
  }

  /** The hub remembers nothing of what it tried, or not the newest. */
  void forget(Optional<StreamMemory> found) {
    anew();
    lastAtOnce = Optional.empty();
    running = isOf(found);
    maybeOfAnEarlierOne();
    forgotten = true;
  }

  /** What the hub says of the stream. */
  void ofPhase(Phase phase) {
    if (phase == Phase.FAILED && failedAt.isEmpty()) {
      world.books.promise("Who is given up is told of", forgotten || free, stream::toString);
      failedAt = Optional.of(world.agenda.now());
    }
  }

  void probed(TargetView view) {
    closedNow = view instanceof TargetView.Closed;
    closedSeen |= closedNow;
    openSeen = view instanceof TargetView.Open;
  }

  /** How the publisher stands is shown to the hub. */
  void shown(PublisherView view, RetryPolicy policy, EndingBook ending) {
    switch (view) {
      case PublisherView.Running now -> {}
      case PublisherView.Ended ended -> {
        if (running && ended.session() == session) {
          running = false;
          broke(ended, policy, ending.isCondemned());
          boolean lived = publisher.map(p -> p.session() == ended.session()).orElse(false);
          obstacle = !world.ffmpegs.installed;
          if (!lived
              || forgotten
              || obstacle
              || wasLeaving
              || ending.isPlanned()
              || ending.isReconnectDue()) {
            excuse();
          }
        }
      }
      case PublisherView.Left left -> lost();
      case PublisherView.Absent absent -> lost();
    }
  }

  /** It went while no hub was there. */
  private void lost() {
    if (running) {
      running = false;
      excuse();
    }
  }

  private void broke(PublisherView.Ended ended, RetryPolicy policy, boolean condemned) {
    long now = world.agenda.now();
    Failure failure = ended.failure();
    boolean network = failure instanceof Failure.Network || failure instanceof Failure.Busy;
    boolean portOpen = failure instanceof Failure.Network said && said.port() == Failure.Port.OPEN;
    Optional<Long> onAirFor =
        publisher
            .filter(p -> p.session() == ended.session() && p.hasReported())
            .map(p -> p.endedAt() - p.firstReportAt());
    if (onAirFor.map(time -> time + BLUR >= policy.healthyAfter().toNanos()).orElse(false)) {
      networkLeast = 0;
      attemptsLeast = 0;
    }
    boolean quick = network && onAirFor.map(time -> time < QUICK).orElse(false);
    boolean rejected = failure instanceof Failure.Rejected;
    boolean atOnce =
        policy.atOnce()
            && onAirFor.isPresent()
            && !(rejected && !condemned)
            && lastAtOnce
                .map(last -> now + ROUNDING >= last + policy.healthyAfter().toNanos())
                .orElse(true);
    // one that the hub ended for hanging may be the network's fault or FFmpeg's own
    end =
        Optional.of(
            new End(
                session,
                now,
                network || condemned,
                !network || condemned || quick,
                atOnce,
                portOpen));
    if (end.get().network()) {
      networkMost++;
    }
    if (end.get().numbered()) {
      attemptsMost++;
    }
    world.journal.note(() ->
        "  book: "
            + stream
            + " "
            + end
            + ", at most "
            + networkMost
            + " and "
            + attemptsMost
            + " tries");
    closedSeen = closedNow;
    free = false;
  }

  /** It has been on the air for so long under this hub's eyes. */
  void healthy(long onAirFor, RetryPolicy policy) {
    if (onAirFor >= policy.healthyAfter().toNanos() + 2 * BLUR) {
      networkMost = 0;
      attemptsMost = 0;
    }
  }

  /** The hub says that the attempts are used up. */
  void failed(RetryPolicy policy) {
    failedAt = Optional.of(world.agenda.now());
    int limit =
        switch (policy.attempts()) {
          case RetryPolicy.Attempts.Limited(int count) -> count;
          case RetryPolicy.Attempts.Unlimited unlimited -> Integer.MAX_VALUE;
        };
    world.books.promise(
        "A stream is given up only when its attempts are used up, and never for the network",
        free || (end.map(End::numbered).orElse(true) && attemptsMost > limit),
        () -> stream + " after " + attemptsMost + " " + end);
  }

  /** Whether it is given up. */
  boolean isFailed() {
    return failedAt.isPresent();
  }

  /** A publisher came to life. */
  void spawned(SimulatedPublisher born) {
    publisher = Optional.of(born);
  }

  /** The next hub knows of no more than was kept: of a start not made, of an end not seen. */
  void goesOn(StreamMemory kept) {
    if (kept.sessions() > session) {
      excuse();
    }
    running = isOf(Optional.of(kept));
    wasLeaving = kept.session().flatMap(Session::ending).filter(PLANNED::contains).isPresent();
    if (kept.session().isPresent()) {
      restoredAt = Optional.of(world.agenda.now());
    }
  }

  private boolean isOf(Optional<StreamMemory> memory) {
    return memory.flatMap(StreamMemory::session).map(s -> s.number() == session).orElse(false);
  }

  /** The hub asks for a publisher. */
  void starts(Step.StartPublisher start, EndingBook ending, RetryPolicy policy) {
    long now = world.agenda.now();
    long number = start.session();
    String reason = start.reason();
    if (reason.equals("restored")) {
      world.books.promise(
          "Only what an earlier hub left is restored",
          obstacle
              || world
                  .books
                  .newest(stream)
                  .filter(p -> p.bornAt() > world.books.hubSince())
                  .isEmpty(),
          stream::toString);
      excuse();
    }
    world.books.promise(
        "What is planned is counted as planned, and nothing else is",
        (reason.equals("planned") ? ending.mayReconnect() : !ending.reconnects())
            || List.of("edit", "restored").contains(reason)
            || world.books.hasForgotten(stream)
            || world.books.isHeldUp(),
        () -> stream + "/" + number + ": " + reason);
    world.books.promise(
        "No session number is used twice",
        number > session || world.books.hasForgotten(stream),
        () -> stream + "/" + number);
    if (!free) {
      failedAt.ifPresent(at ->
          world.books.promise(
              "A stream that was given up tries again only after thenEvery, an edit or a reboot",
              policy.thenEvery().map(every -> now + ROUNDING >= at + every.toNanos()).orElse(false),
              () -> stream + " failed " + Duration.ofNanos(now - at) + " ago"));
      if (failedAt.isEmpty()) {
        end.ifPresent(broken -> waited(broken, policy));
      }
    }
    session = number;
    wasLeaving = false;
    clockless = false;
    publisher = Optional.empty();
    running = true;
    end = Optional.empty();
    failedAt = Optional.empty();
    restoredAt = Optional.empty();
    free = false;
    forgotten = false;
  }

  private void waited(End broken, RetryPolicy policy) {
    long now = world.agenda.now();
    long waited = now - broken.toldAt() + ROUNDING;
    long network = waitForNetwork(policy, networkLeast + 1) / 10 * 9;
    long least =
        Math.min(
            broken.network() ? network : Agenda.NEVER,
            broken.numbered() ? policy.delay().toNanos() : Agenda.NEVER);
    if (waited >= least) {
      if (!broken.mayBeAtOnce() && broken.network() != broken.numbered()) {
        networkLeast += broken.network() ? 1 : 0;
        attemptsLeast += broken.numbered() ? 1 : 0;
      }
      if (policy.attempts() instanceof RetryPolicy.Attempts.Limited(int most)) {
        world.books.promise(
            "Never more numbered attempts than the file allows",
            attemptsLeast <= most,
            () -> stream + ": " + attemptsLeast + " of " + most);
      }
      return;
    }
    boolean isBack = broken.network() && !broken.portOpen() && closedSeen && openSeen;
    if (isBack) {
      networkLeast++;
      return;
    }
    world.books.promise(
        "No start sooner than the rules allow",
        broken.mayBeAtOnce(),
        () ->
            "%s after %s of %s, %s"
                .formatted(stream, Duration.ofNanos(waited), Duration.ofNanos(least), broken));
    lastAtOnce = Optional.of(broken.toldAt());
  }

  private static long waitForNetwork(RetryPolicy policy, int tries) {
    long delay = policy.delay().toNanos();
    long most = policy.networkDelayMax().toNanos();
    for (int i = 1; i < tries && delay < most; i++) {
      delay *= 2;
    }
    return Math.min(delay, most);
  }

  /**
   * Looks whether a start is overdue.
   *
   * @param clearSince since when nothing has stood in its way
   */
  void overdue(long clearSince, RetryPolicy policy) {
    if (running || failedAt.isPresent()) {
      return;
    }
    long longest =
        Math.max(
            policy.delay().toNanos(), waitForNetwork(policy, Math.max(1, networkMost)) / 10 * 11);
    long broken = end.map(e -> e.toldAt() + longest).orElse(0L);
    long restored = restoredAt.map(at -> at + policy.delay().toNanos()).orElse(0L);
    long rebooted = clockless ? world.books.hubSince() + longest : 0L;
    long due = Math.max(Math.max(broken, restored), rebooted);
    world.books.promise(
        "No start later than the rules allow",
        world.agenda.now() < Math.max(due, clearSince) + IN_TIME,
        () ->
            "%s, due for %s, clear for %s"
                .formatted(
                    stream,
                    Duration.ofNanos(world.agenda.now() - due),
                    Duration.ofNanos(world.agenda.now() - clearSince)));
  }
}
