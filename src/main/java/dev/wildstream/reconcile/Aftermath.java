package dev.wildstream.reconcile;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.LastFailure;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Retries;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What follows the end of a publisher. */
final class Aftermath {

  /** A server that ends a session so soon after its start may mean no by it. */
  static final Duration QUICK_DROP = Duration.ofSeconds(3);

  /** So many quick drops in a row are a no. */
  static final int QUICK_DROPS = 3;

  private Aftermath() {}

  /**
   * The process of a session is gone without a word: the hub itself was away. It is put back at
   * once; but without a reboot no more often than any other restart is, since hub and FFmpeg may be
   * killed together in a loop.
   */
  static void lost(Draft draft, Session session) {
    draft.session = Optional.empty();
    Optional<StreamSpec> spec = draft.situation.desired().filter(StreamSpec::enabled);
    if (spec.isPresent()) {
      restore(draft);
      Retries restored = draft.retries;
      draft.retries =
          draft.rebooted || mayBeAtOnce(draft, restored, spec.get().retry())
              ? restored.withLastAtOnce(draft.now)
              : restored.withNext(draft.now.plus(spec.get().retry().delay()), "restored");
    }
    draft.enter(Phase.OFF, "its publisher is gone");
  }

  /** Puts back what was on the air when the hub ended. */
  static void restore(Draft draft) {
    draft.tell(
        Event.Kind.RESTORING,
        "item",
        draft.position.map(p -> p.item().path()).orElse("-"),
        "offset",
        draft.position.map(p -> seconds(p.offset())).orElse("-"));
    draft.retries = draft.retries.withNext(draft.now, "restored");
  }

  /** The publisher of a session ended, as asked or not. */
  static void ended(
      Draft draft, Session session, PublisherView.Ended ended, Optional<StreamSpec> wanted) {
    ended.lastOutput().ifPresent(output -> Health.count(draft, output));
    draft.session = Optional.empty();
    Optional<StopCause> cause = session.ending();
    if (onAirAt(session, ended).isPresent()) {
      draft.tell(Event.Kind.OFF_AIR, "reason", cause.map(Aftermath::text).orElse("FFmpeg ended"));
    }
    if (neverCouldStart(draft, session, ended) && wanted.isPresent()) {
      String reason = draft.retries.reason().orElse(label(ended.failure()));
      draft.retries = draft.retries.withNext(draft.now.plus(wanted.get().retry().delay()), reason);
      draft.lastFailure = Optional.of(failure(session, ended, ended.failure(), reason));
      draft.enter(Phase.OFF, ended.failure().detail()); // and blocked, by the same obstacle
      return;
    }
    if (cause.isEmpty()) {
      broke(draft, session, ended, ended.failure(), label(ended.failure()), wanted);
      return;
    }
    switch (cause.get()) {
      case OFF -> {
        // it may be wanted again by now
        draft.retries = draft.retries.forgiven().withNext(draft.now, "edit");
        draft.enter(Phase.OFF, text(cause.get()));
      }
      // still desired: the next hub sees by it that the stream has to be put back
      case SHUTDOWN -> draft.enter(Phase.STOPPING, text(cause.get()));
      case EDIT -> {
        draft.retries = draft.retries.forgiven().withNext(draft.now, "edit");
        draft.enter(Phase.OFF, "edited");
      }
      case PLANNED -> {
        // it spends neither the restart at once nor an attempt
        draft.retries = draft.retries.withNext(draft.now, "planned");
        PlannedReconnect.over(draft, session);
        draft.enter(Phase.OFF, text(cause.get()));
      }
      case FINISHED -> {
        draft.tell(Event.Kind.FINISHED);
        draft.retries = draft.retries.forgiven();
        draft.enter(Phase.FINISHED, "all laps are played");
      }
      case NOTHING_PLAYABLE -> {
        draft.retries = draft.retries.forgiven();
        draft.enter(Phase.OFF, "nothing of the playlist can be played");
      }
      case BROKEN -> broke(draft, session, ended, ended.failure(), label(ended.failure()), wanted);
      case STALL_NETWORK, START_TIMEOUT_NETWORK ->
          broke(
              draft, session, ended, new Failure.Network(draft.reason), text(cause.get()), wanted);
      case START_TIMEOUT_UNANSWERED -> {
        Failure silent = new Failure.Network(draft.reason, Failure.Port.OPEN);
        broke(draft, session, ended, silent, text(cause.get()), wanted);
      }
      case STALL_INTERNAL, START_TIMEOUT_INTERNAL ->
          broke(
              draft, session, ended, new Failure.Internal(draft.reason), text(cause.get()), wanted);
    }
  }

  /** Whether what keeps every FFmpeg from being started kept this one: it uses up no attempt. */
  private static boolean neverCouldStart(Draft draft, Session session, PublisherView.Ended ended) {
    return draft.situation.observed().obstacle().isPresent()
        && session.ending().isEmpty()
        && onAirAt(session, ended).isEmpty()
        && ended.failure() instanceof Failure.Internal;
  }

  /** When the session went on the air; it may have done so and ended between two looks. */
  private static Optional<Instant> onAirAt(Session session, PublisherView.Ended ended) {
    return session.onAirAt().or(() -> ended.lastOutput().map(PublisherView.Output::firstAt));
  }

  private static void broke(
      Draft draft,
      Session session,
      PublisherView.Ended ended,
      Failure seen,
      String label,
      Optional<StreamSpec> wanted) {
    boolean byServer = session.ending().map(StopCause.BROKEN::equals).orElse(true);
    boolean quick =
        byServer
            && seen instanceof Failure.Network
            && onAirAt(session, ended)
                .map(at -> Duration.between(at, ended.at()).compareTo(QUICK_DROP) < 0)
                .orElse(false);
    int quickDrops = quick ? draft.retries.quickDrops() + 1 : 0;
    Failure failure =
        quickDrops >= QUICK_DROPS
            ? new Failure.Rejected(
                "the server ended " + quickDrops + " sessions in a row at once: " + seen.detail())
            : seen;
    String reason = failure == seen ? label : label(failure);
    draft.lastFailure = Optional.of(failure(session, ended, failure, reason));
    draft.tell(
        Event.Kind.FFMPEG_ENDED,
        "code",
        ended.exitCode().map(String::valueOf).orElse("unknown"),
        "reason",
        reason,
        "detail",
        failure.detail());
    if (wanted.isEmpty()) {
      boolean leaving = draft.situation.desired().map(StreamSpec::enabled).orElse(false);
      if (leaving) {
        draft.enter(Phase.STOPPING, text(StopCause.SHUTDOWN));
      } else {
        draft.enter(Phase.OFF, text(StopCause.OFF));
      }
      return;
    }
    RetryPolicy policy = wanted.get().retry();
    Retries before = draft.retries;
    Retries counted =
        new Retries(
            before.attempts(),
            before.networkTries(),
            quickDrops,
            Optional.empty(),
            before.lastAtOnce(),
            false,
            Optional.empty());
    draft.retries = counted;
    boolean atOnce =
        policy.atOnce()
            && onAirAt(session, ended).isPresent()
            && !(failure instanceof Failure.Rejected)
            && mayBeAtOnce(draft, before, policy);
    if (atOnce) {
      draft.tell(Event.Kind.RESTARTING_AT_ONCE, "reason", reason);
      draft.retries =
          new Retries(
              counted.attempts(),
              counted.networkTries(),
              counted.quickDrops(),
              Optional.of(draft.now),
              Optional.of(draft.now),
              false,
              Optional.of(reason));
      draft.enter(Phase.RETRYING, failure.detail());
      return;
    }
    switch (failure) {
      case Failure.Network network -> waitForTarget(draft, counted, policy, reason, network);
      case Failure.Busy busy -> waitForTarget(draft, counted, policy, reason, busy);
      case Failure.Rejected rejected -> numbered(draft, counted, policy, reason, rejected);
      case Failure.Internal internal -> numbered(draft, counted, policy, reason, internal);
      // neither is ever a publisher's own fault; should one be told so all the same, it is not
      // retried for ever
      case Failure.Starved starved -> numbered(draft, counted, policy, reason, starved);
      case Failure.Media media -> numbered(draft, counted, policy, reason, media);
    }
  }

  private static LastFailure failure(
      Session session, PublisherView.Ended ended, Failure failure, String reason) {
    return new LastFailure(reason, kind(failure), failure.detail(), ended.at(), session.owner());
  }

  private static boolean mayBeAtOnce(Draft draft, Retries before, RetryPolicy policy) {
    return before
        .lastAtOnce()
        .map(last -> !draft.now.isBefore(last.plus(policy.healthyAfter())))
        .orElse(true);
  }

  private static void waitForTarget(
      Draft draft, Retries counted, RetryPolicy policy, String reason, Failure failure) {
    int tries = counted.networkTries() + 1;
    Duration delay = networkDelay(policy, tries);
    Duration wait = jittered(delay, draft.situation.hub().dice());
    draft.retries =
        new Retries(
            counted.attempts(),
            tries,
            counted.quickDrops(),
            Optional.of(draft.now.plus(wait)),
            counted.lastAtOnce(),
            false,
            Optional.of(reason));
    draft.enter(Phase.RETRYING, waitingFor(failure));
  }

  /** What is wrong, and what ends the wait. */
  private static String waitingFor(Failure failure) {
    return failure.detail()
        + (failure instanceof Failure.Busy
            ? "; tried again until the target lets go of it"
            : "; tried again until it works");
  }

  private static void numbered(
      Draft draft, Retries counted, RetryPolicy policy, String reason, Failure failure) {
    boolean usedUp =
        switch (policy.attempts()) {
          case RetryPolicy.Attempts.Limited(int count) -> counted.attempts() >= count;
          case RetryPolicy.Attempts.Unlimited unlimited -> false;
        };
    if (usedUp) {
      draft.tell(
          Event.Kind.FAILED,
          "attempts",
          String.valueOf(counted.attempts()),
          "reason",
          reason,
          "detail",
          failure.detail());
      String remedy = "edit the stream, or set restartedAt to a new text";
      draft.enter(
          Phase.FAILED,
          failure.detail()
              + "; "
              + counted.attempts()
              + " attempts are used up: "
              + (policy.thenEvery().isEmpty() ? remedy : "to try sooner, " + remedy));
      return;
    }
    draft.retries =
        new Retries(
            counted.attempts() + 1,
            counted.networkTries(),
            counted.quickDrops(),
            Optional.of(draft.now.plus(policy.delay())),
            counted.lastAtOnce(),
            false,
            Optional.of(reason));
    draft.enter(Phase.RETRYING, failure.detail());
  }

  /** {@code delay} before the first try, doubled before each further one, up to the maximum. */
  static Duration networkDelay(RetryPolicy policy, int tries) {
    Duration delay = policy.delay();
    for (int i = 1; i < tries && delay.compareTo(policy.networkDelayMax()) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    return delay.compareTo(policy.networkDelayMax()) < 0 ? delay : policy.networkDelayMax();
  }

  /** ±10 %, so that many streams that lost one target do not come back at one moment. */
  static Duration jittered(Duration delay, double dice) {
    return delay.plusNanos((long) (delay.toNanos() * 0.1 * dice));
  }

  /** A failure as the metrics name it. */
  static String label(Failure failure) {
    return switch (failure) {
      case Failure.Network network -> "network";
      case Failure.Busy busy -> "busy";
      case Failure.Rejected rejected -> "rejected";
      case Failure.Internal internal -> "internal";
      case Failure.Starved starved -> "internal";
      case Failure.Media media -> "internal";
    };
  }

  /** Neither starved nor media is a publisher's own fault, nor may either be retried for ever. */
  static LastFailure.Kind kind(Failure failure) {
    return switch (failure) {
      case Failure.Network network ->
          switch (network.port()) {
            case UNKNOWN -> LastFailure.Kind.NETWORK;
            case OPEN -> LastFailure.Kind.NETWORK_BEHIND_OPEN_PORT;
          };
      case Failure.Busy busy -> LastFailure.Kind.BUSY;
      case Failure.Rejected rejected -> LastFailure.Kind.REJECTED;
      case Failure.Internal internal -> LastFailure.Kind.INTERNAL;
      case Failure.Starved starved -> LastFailure.Kind.INTERNAL;
      case Failure.Media media -> LastFailure.Kind.INTERNAL;
    };
  }

  static String text(StopCause cause) {
    return switch (cause) {
      case OFF -> "no longer desired";
      case SHUTDOWN -> "the hub ended";
      case EDIT -> "edit";
      case STALL_NETWORK, STALL_INTERNAL -> "stall";
      case START_TIMEOUT_NETWORK, START_TIMEOUT_UNANSWERED, START_TIMEOUT_INTERNAL ->
          "start-timeout";
      case PLANNED -> "planned reconnect";
      case BROKEN -> "connection broken";
      case FINISHED -> "all laps are played";
      case NOTHING_PLAYABLE -> "nothing playable";
    };
  }

  /** Seconds with a decimal, as the log shows them. */
  static String seconds(Duration duration) {
    return "%.1fs".formatted(duration.toMillis() / 1000.0);
  }

  /** Whether the target's return may cut the wait short; that its port answers says no more. */
  static boolean waitsForTarget(Draft draft) {
    return draft.lastFailure.map(f -> f.kind() == LastFailure.Kind.NETWORK).orElse(false);
  }
}
