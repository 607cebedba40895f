package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a running publisher is well, judged by what it sent and not by whether it exists. */
final class Health {

  /**
   * Output that stands still may have gone on for so long after it was last seen to: FFmpeg reports
   * five times a second, and is looked at as often. A pause that is shorter than the timeout is
   * none.
   */
  private static final Duration UNSEEN = Duration.ofMillis(700);

  /** Likewise for bytes: connections are looked at two and a half times a second. */
  private static final Duration UNSEEN_BYTES = Duration.ofMillis(400);

  /** The loop turns once a second at least. */
  private static final Duration AWAY = Duration.ofSeconds(3);

  /** In which everything is looked at anew, twice. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private Health() {}

  /** Brings position and counters up to what the publisher has sent. */
  static void follow(Draft draft, Session session) {
    if (draft.situation.observed().publisher() instanceof PublisherView.Running running) {
      running.output().ifPresent(output -> follow(draft, session, output));
    }
  }

  private static void follow(Draft draft, Session session, PublisherView.Output output) {
    List<Segment> left = Timeline.from(session.segments(), output.position());
    List<Segment> shown = session.segments().subList(0, session.segments().size() - left.size());
    int played = (int) shown.stream().filter(segment -> FeederEnd.inFull(draft, segment)).count();
    draft.counters = draft.counters.played(played);
    Timeline.position(left, output.position()).ifPresent(p -> draft.position = Optional.of(p));
    draft.counters =
        draft.counters.sent(
            output.bytes() - session.counted().bytes(),
            output.droppedFrames() - session.counted().frames());
    draft.session =
        Optional.of(session.withSegments(left).withCounted(output.bytes(), output.droppedFrames()));
  }

  /** How much was sent since the position was last brought up to it. */
  static Optional<Duration> sentSince(Draft draft, Session session) {
    if (!(draft.situation.observed().publisher() instanceof PublisherView.Running running)
        || running.session() != session.number()
        || running.output().isEmpty()
        || draft.position.isEmpty()) {
      return Optional.empty();
    }
    Position known = draft.position.get();
    return session.segments().stream()
        .filter(segment -> segment.item().filter(p -> p.item().equals(known.item())).isPresent())
        .findFirst()
        .map(segment ->
            segment.begin().plus(known.offset()).minus(segment.item().orElseThrow().offset()))
        .map(then -> running.output().get().position().minus(then))
        .filter(sent -> !sent.isNegative());
  }

  /** What an ended publisher had sent since it was counted last, and how far it had got. */
  static void count(Draft draft, PublisherView.Output output) {
    draft.session.ifPresent(session -> follow(draft, session, output));
  }

  /** Whether all is well; if not, the publisher is being ended. */
  static boolean judge(
      Draft draft, StreamSpec spec, Session session, PublisherView.Running running) {
    if (running.complaint().isPresent()) {
      kill(draft, session, StopCause.BROKEN, running.complaint().get().detail());
      return false;
    }
    return running
        .output()
        .map(output -> judgeOutput(draft, spec, session, running, output))
        .orElseGet(() -> judgeStart(draft, spec, session, running));
  }

  private static boolean judgeStart(
      Draft draft, StreamSpec spec, Session session, PublisherView.Running running) {
    draft.enter(Phase.STARTING, "nothing sent yet");
    Instant since = laterOf(fedSince(draft, session, running), running.fifoSeenEmptyAt());
    Duration patience = spec.watchdog().startTimeout();
    if (running.fifoEmptySince().isPresent() || !overdue(draft, since, patience)) {
      return true;
    }
    String within = " within " + Aftermath.seconds(patience);
    Optional<PublisherView.Connection> connection = running.connection();
    if (connection.isEmpty()) {
      // a name that nobody resolves looks like an FFmpeg that froze before it asked: of the two
      // mistakes, to wait for a network that is well is the lesser one
      kill(draft, session, StopCause.START_TIMEOUT_NETWORK, "no connection to the target" + within);
    } else if (!connection.get().answered()) {
      // what asks for a connection waits to be acknowledged too
      boolean connected = connection.get().unacknowledged() == 0;
      kill(
          draft,
          session,
          connected ? StopCause.START_TIMEOUT_UNANSWERED : StopCause.START_TIMEOUT_NETWORK,
          connected
              ? "the target took the connection and did not answer" + within
              : "the target did not answer" + within);
    } else if (connection.get().unacknowledged() > 0) {
      kill(
          draft,
          session,
          StopCause.START_TIMEOUT_NETWORK,
          notAcknowledged(draft, connection.get().acknowledgedAt()));
    } else {
      kill(
          draft,
          session,
          StopCause.START_TIMEOUT_INTERNAL,
          "the target answered, and FFmpeg sent nothing" + within);
    }
    return false;
  }

  /**
   * The publisher's first data is asked of the first feeder, which may have been started later than
   * it.
   */
  private static Instant fedSince(Draft draft, Session session, PublisherView.Running running) {
    return draft.situation.observed().feeder() instanceof FeederView.Running feeder
            && feeder.session() == session.number()
            && feeder.number() == 1
        ? laterOf(running.startedAt(), Optional.of(feeder.startedAt()))
        : running.startedAt();
  }

  private static boolean judgeOutput(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      PublisherView.Output output) {
    if (session.onAirAt().isEmpty()) {
      wentOnAir(draft, session, running, output);
    }
    draft.enter(Phase.ON_AIR, Speed.follow(draft, spec, running, output));
    Session onAir = draft.session.orElseThrow();
    Instant healthyAt = onAir.onAirAt().orElseThrow().plus(spec.retry().healthyAfter());
    if (!draft.now.isBefore(healthyAt)) {
      // the last restart at once is kept: it bounds itself by healthyAfter
      draft.retries = draft.retries.forgiven();
    }
    Duration patience = spec.watchdog().stallTimeout();
    // whether it is fed or not: what it sent before has to arrive
    Optional<Instant> waitingSince =
        running
            .connection()
            .filter(connection -> connection.unacknowledged() > 0)
            .map(PublisherView.Connection::acknowledgedAt);
    if (waitingSince.isPresent()
        && overdue(draft, waitingSince.get(), patience.plus(UNSEEN_BYTES))) {
      String reason = notAcknowledged(draft, waitingSince.get());
      stall(draft, onAir, StopCause.STALL_NETWORK, waitingSince.get(), reason);
      return false;
    }
    Instant since = laterOf(output.advancedAt(), running.fifoSeenEmptyAt());
    if (running.fifoEmptySince().isPresent() || !overdue(draft, since, patience.plus(UNSEEN))) {
      return true;
    }
    String still = "stood still for " + passed(draft, output.advancedAt());
    if (waitingSince.isPresent()) {
      boolean trickles = draft.now.isBefore(waitingSince.get().plus(patience.dividedBy(2)));
      String reason =
          trickles
              ? "output " + still + ": the target takes too little"
              : notAcknowledged(draft, waitingSince.get());
      stall(draft, onAir, StopCause.STALL_NETWORK, output.advancedAt(), reason);
    } else {
      stall(draft, onAir, StopCause.STALL_INTERNAL, output.advancedAt(), "FFmpeg " + still);
    }
    return false;
  }

  /**
   * Whether nothing was seen for too long. A hub that was away itself, because the machine was busy
   * or frozen, has seen nothing of that time and blames nobody for it.
   */
  private static boolean overdue(Draft draft, Instant since, Duration patience) {
    Instant deadline = wasAway(draft) ? draft.now.plus(FRESH) : since.plus(patience);
    if (draft.now.isBefore(deadline)) {
      draft.lookAgain(deadline);
      return false;
    }
    return true;
  }

  /** Whether nobody looked for a while. */
  static boolean wasAway(Draft draft) {
    Instant lookedAt = draft.situation.memory().accountedAt();
    return Duration.between(lookedAt, draft.now).compareTo(AWAY) > 0;
  }

  private static String notAcknowledged(Draft draft, Instant since) {
    return "the target has not acknowledged anything for " + passed(draft, since);
  }

  private static String passed(Draft draft, Instant since) {
    return Aftermath.seconds(Duration.between(since, draft.now));
  }

  private static void stall(
      Draft draft, Session session, StopCause cause, Instant since, String reason) {
    draft.tell(Event.Kind.STALLED, "for", passed(draft, since), "detail", reason);
    kill(draft, session, cause, reason);
  }

  /** Ends it at once: it gets nothing across any more, and blocked as it is, SIGTERM neither. */
  private static void kill(Draft draft, Session session, StopCause cause, String reason) {
    draft.session = Optional.of(session.withEnding(cause));
    draft.enter(Phase.STOPPING, reason);
    draft.step(new Step.KillPublisher(session.number(), reason));
    draft.lookAgain(draft.now.plus(Reconciler.GRACE));
  }

  private static void wentOnAir(
      Draft draft, Session session, PublisherView.Running running, PublisherView.Output output) {
    // a hub that comes to it later sees its first report late: what is sent took its time
    Instant begun = output.advancedAt().minus(output.position().minus(Session.BEGIN));
    boolean before = running.adopted() && begun.isBefore(output.firstAt());
    draft.session = Optional.of(session.withOnAirAt(before ? begun : output.firstAt()));
    boolean standby =
        !session.segments().isEmpty() && session.segments().getFirst().item().isEmpty();
    Optional<Position> position = standby ? Optional.empty() : draft.position;
    draft.tell(
        Event.Kind.ON_AIR,
        "session",
        String.valueOf(session.number()),
        "item",
        position.map(p -> p.item().path()).orElse(standby ? "standby" : "-"),
        "offset",
        position.map(p -> Aftermath.seconds(p.offset())).orElse("-"));
    draft
        .retries
        .reason()
        .ifPresent(reason -> {
          if (reason.equals("restored")) {
            draft.tell(Event.Kind.RESTORED);
          } else {
            draft.tell(Event.Kind.RESTARTED, "reason", reason);
          }
        });
    draft.retries = draft.retries.withoutNext();
  }

  private static Instant laterOf(Instant one, Optional<Instant> other) {
    return other.filter(o -> o.isAfter(one)).orElse(one);
  }
}
