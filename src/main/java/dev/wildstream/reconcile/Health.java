package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a running publisher is well, judged by what it sent and not by whether it exists. */
final class Health {

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
            output.bytes() - session.countedBytes(),
            output.droppedFrames() - session.countedFrames());
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
        .filter(segment -> segment.position().item().equals(known.item()))
        .findFirst()
        .map(segment -> segment.begin().plus(known.offset()).minus(segment.position().offset()))
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
      Failure failure = running.complaint().get();
      draft.session = Optional.of(session.withEnding(StopCause.BROKEN));
      draft.enter(Phase.STOPPING, failure.detail());
      draft.step(new Step.KillPublisher(session.number(), failure.detail()));
      draft.lookAgain(draft.now.plus(Reconciler.GRACE));
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
    Instant deadline = since.plus(spec.watchdog().startTimeout());
    if (running.fifoEmptySince().isPresent() || draft.now.isBefore(deadline)) {
      draft.lookAgain(deadline);
      return true;
    }
    stop(
        draft,
        session,
        StopCause.START_TIMEOUT,
        "nothing was sent within " + Aftermath.seconds(spec.watchdog().startTimeout()));
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
      wentOnAir(draft, session, output);
    }
    Session onAir = draft.session.orElseThrow();
    draft.enter(Phase.ON_AIR, "");
    Instant healthyAt = onAir.onAirAt().orElseThrow().plus(spec.retry().healthyAfter());
    if (!draft.now.isBefore(healthyAt)) {
      // the last restart at once is kept: it bounds itself by healthyAfter
      draft.retries = draft.retries.forgiven();
    }
    Instant since = laterOf(output.advancedAt(), running.fifoSeenEmptyAt());
    Instant deadline = since.plus(spec.watchdog().stallTimeout());
    if (running.fifoEmptySince().isPresent() || draft.now.isBefore(deadline)) {
      return true;
    }
    Duration still = Duration.between(output.advancedAt(), draft.now);
    String reason = "output stood still for " + Aftermath.seconds(still);
    draft.tell(Event.Kind.STALLED, "for", Aftermath.seconds(still));
    stop(draft, onAir, StopCause.STALL, reason);
    return false;
  }

  private static void wentOnAir(Draft draft, Session session, PublisherView.Output output) {
    draft.session = Optional.of(session.withOnAirAt(output.firstAt()));
    Optional<Position> position = draft.position;
    draft.tell(
        Event.Kind.ON_AIR,
        "session",
        String.valueOf(session.number()),
        "item",
        position.map(p -> p.item().path()).orElse("-"),
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

  private static void stop(Draft draft, Session session, StopCause cause, String reason) {
    Reconciler.end(draft, session, cause, reason, Reconciler.GRACE);
  }

  private static Instant laterOf(Instant one, Optional<Instant> other) {
    return other.filter(o -> o.isAfter(one)).orElse(one);
  }
}
