package dev.wildstream.reconcile;

import static dev.wildstream.reconcile.Durations.shorter;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Asked;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Retries;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides for one stream. One function owns the control flow, the others each answer one question:
 * {@link Aftermath} what follows the end of a publisher, {@link Health} whether a running one is
 * well, {@link Feeding} what it is fed next ({@link FeederStart}, {@link FeederEnd}), {@link Start}
 * whether one can be started now.
 */
public final class Reconciler {

  /**
   * How long a publisher that was asked to end may take; one that is fed needs 0.02 s, a blocked
   * one never ends.
   */
  static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * The same for a stream that is switched off: down within a second of the edit, of which half is
   * spent on settling.
   */
  static final Duration OFF_GRACE = Duration.ofMillis(300);

  /** Under which it is remembered that a target was told of as not allowed. */
  private static final String FORBIDDEN = "target";

  private Reconciler() {}

  /** What follows from how things stand at {@code now} (steady clock). */
  public static Decision decide(Situation situation, Instant now) {
    Draft draft = new Draft(situation, now);
    Optional<StreamSpec> wanted =
        situation.desired().filter(spec -> spec.enabled() && !situation.hub().leaving());
    String playlist = wanted.map(Reconciler::playlistDigest).orElse("");

    takeOver(draft);
    adopt(draft);
    account(draft, wanted.isPresent());
    notice(draft, situation.desired());
    sessionOver(draft, wanted);

    if (wanted.isEmpty()) {
      goOff(draft);
    } else if (draft.session.isPresent()) {
      running(draft, wanted.get(), draft.session.get());
    } else {
      Start.decide(draft, wanted.get());
    }
    endStrangers(draft);
    return draft.finish(wanted, playlist);
  }

  /** Digest of everything whose change begins a finished playlist anew. */
  static String playlistDigest(StreamSpec spec) {
    return AskedDigest.of(spec.playlist());
  }

  /** Makes memory of an earlier hub, boot or clock fit for this one. */
  private static void takeOver(Draft draft) {
    Situation.Surroundings hub = draft.situation.hub();
    if (!draft.boot.equals(hub.boot())) {
      draft.boot = hub.boot();
      draft.rebooted = true;
      if (draft.phase == Phase.FAILED) {
        draft.retries = draft.retries.forgiven();
        draft.enter(Phase.OFF, "tried again after a reboot");
      }
    }
    boolean desired = draft.situation.desired().map(StreamSpec::enabled).orElse(false);
    if (draft.phase == Phase.STOPPING && draft.session.isEmpty() && desired && !hub.leaving()) {
      Aftermath.restore(draft);
      draft.enter(Phase.OFF, "restored");
    }
    draft.since = earlier(draft.since, draft.now);
    draft.accountedAt = earlier(draft.accountedAt, draft.now);
    Retries retries = draft.retries;
    Optional<Duration> longest = draft.situation.desired().map(spec -> longestWait(spec));
    Instant bound = draft.now.plus(longest.orElse(Duration.ZERO));
    draft.retries =
        new Retries(
            retries.attempts(),
            retries.networkTries(),
            retries.quickDrops(),
            retries.next().map(next -> earlier(next, bound)),
            retries.lastAtOnce().map(last -> earlier(last, draft.now)),
            retries.sawClosed(),
            retries.reason());
  }

  /** No wait is longer, so a longer one is a clock's doing. */
  private static Duration longestWait(StreamSpec spec) {
    Duration network = Aftermath.jittered(spec.retry().networkDelayMax(), 1);
    return network.compareTo(spec.retry().delay()) > 0 ? network : spec.retry().delay();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Adds the time since the last decision to what the phase then was. */
  private static void account(Draft draft, boolean wanted) {
    Duration passed = Duration.between(draft.accountedAt, draft.now);
    Duration onAir = Duration.ZERO;
    if (draft.phase == Phase.ON_AIR) {
      onAir = isFirstLook(draft) ? shorter(passed, advanced(draft)) : passed;
    }
    draft.counters = draft.counters.onAir(onAir);
    if (wanted) {
      draft.counters = draft.counters.offAir(passed.minus(onAir));
    }
    draft.accountedAt = draft.now;
  }

  private static boolean isFirstLook(Draft draft) {
    return draft.accountedAt.isBefore(draft.situation.hub().hubStartedAt());
  }

  /** How much was sent while no hub was there. */
  private static Duration advanced(Draft draft) {
    return draft.session.flatMap(session -> Health.sentSince(draft, session)).orElse(Duration.ZERO);
  }

  /** Tells that the publisher of an earlier hub is gone on with. */
  private static void adopt(Draft draft) {
    if (isFirstLook(draft)
        && draft.situation.observed().publisher() instanceof PublisherView.Running running
        && draft.session.map(session -> session.number() == running.session()).orElse(false)) {
      draft.tell(
          Event.Kind.ADOPTED,
          "session",
          String.valueOf(running.session()),
          "pid",
          running.pid().map(String::valueOf).orElse("-"),
          "item",
          draft.position.map(p -> p.item().path()).orElse("-"));
    }
  }

  /** What is remembered of what is asked for. */
  static Asked asked(StreamSpec spec, String revision) {
    return new Asked(
        spec.target().toString(),
        spec.key().describe(),
        spec.playlistName(),
        revision,
        spec.enabled(),
        AskedDigest.of(spec),
        playlistDigest(spec),
        spec.restartedAt());
  }

  /** Remembers what is asked for. An edit gives a stream that waits or has given up a new start. */
  private static void notice(Draft draft, Optional<StreamSpec> desired) {
    if (desired.isEmpty()) {
      return;
    }
    StreamSpec spec = desired.get();
    Asked asked = asked(spec, draft.situation.revision());
    Optional<Asked> before = draft.asked;
    draft.asked = Optional.of(asked);
    if (before.isEmpty() || before.get().spec().equals(asked.spec())) {
      return;
    }
    if (draft.phase == Phase.FINISHED && Edit.beginsAnew(before.get(), asked)) {
      draft.position = Optional.empty();
      draft.retries = draft.retries.forgiven().withNext(draft.now, "edit");
      draft.enter(Phase.OFF, "edited");
    }
    boolean waits = draft.session.isEmpty() && draft.retries.next().isPresent();
    if (draft.phase == Phase.FAILED || waits) {
      draft.retries = draft.retries.forgiven().withNext(draft.now, "edit");
    }
    if (draft.phase == Phase.FAILED || draft.phase == Phase.RETRYING) {
      draft.enter(Phase.OFF, "edited");
    }
  }

  /** Closes a session whose publisher is no more. */
  private static void sessionOver(Draft draft, Optional<StreamSpec> wanted) {
    if (draft.session.isEmpty()) {
      return;
    }
    Session session = draft.session.get();
    switch (draft.situation.observed().publisher()) {
      case PublisherView.Running running -> {
        if (running.session() != session.number()) {
          Aftermath.lost(draft, session);
        }
      }
      case PublisherView.Ended ended -> {
        if (ended.session() == session.number()) {
          Aftermath.ended(draft, session, ended, wanted);
        } else {
          Aftermath.lost(draft, session);
        }
      }
      case PublisherView.Left left -> {
        if (left.session() == session.number()) {
          Health.count(draft, left.lastOutput());
        }
        Aftermath.lost(draft, session);
      }
      case PublisherView.Absent absent -> Aftermath.lost(draft, session);
    }
  }

  private static void goOff(Draft draft) {
    if (draft.session.isEmpty()) {
      if (!draft.situation.hub().leaving()) {
        draft.retries = draft.retries.forgiven();
        draft.enter(
            Phase.OFF, draft.situation.desired().isPresent() ? "disabled" : "not in the file");
      }
      return;
    }
    boolean leaving = draft.situation.hub().leaving();
    Session session = draft.session.get();
    Health.follow(draft, session);
    end(
        draft,
        draft.session.get(),
        leaving ? StopCause.SHUTDOWN : StopCause.OFF,
        leaving ? "the hub ends" : "no longer desired",
        OFF_GRACE);
  }

  private static void running(Draft draft, StreamSpec spec, Session session) {
    PublisherView.Running running = (PublisherView.Running) draft.situation.observed().publisher();
    Health.follow(draft, session);
    Session followed = goesOn(draft, draft.session.orElseThrow());
    if (followed.ending().isPresent()) {
      StopCause cause = followed.ending().get();
      end(draft, followed, cause, draft.reason, graceOf(cause));
      // the next session needs the list at once; what is not asked for is forgotten
      Feeding.keepListing(draft);
      return;
    }
    Optional<String> changed = changed(draft, spec, followed);
    if (changed.isPresent()) {
      end(draft, followed, StopCause.EDIT, changed.get(), GRACE);
      return;
    }
    if (Health.judge(draft, spec, followed, running)) {
      Feeding.decide(draft, spec, draft.session.orElseThrow(), running);
    }
    draft.lookAgain(draft.now.plusSeconds(1));
  }

  /** A hub that was ending, and did not come to end this one, is no more; the wish for it is. */
  private static Session goesOn(Draft draft, Session session) {
    boolean spared = session.ending().map(StopCause.SHUTDOWN::equals).orElse(false);
    Session now = spared ? session.withoutEnding() : session;
    draft.session = Optional.of(now);
    return now;
  }

  /** A publisher with nothing left to read does not hear SIGTERM, so there is no use in waiting. */
  private static Duration graceOf(StopCause cause) {
    return switch (cause) {
      case OFF, SHUTDOWN, FINISHED, NOTHING_PLAYABLE -> OFF_GRACE;
      case EDIT -> GRACE;
      case PLANNED -> PlannedReconnect.GRACE;
      // killed already
      case STALL_NETWORK,
          STALL_INTERNAL,
          START_TIMEOUT_NETWORK,
          START_TIMEOUT_UNANSWERED,
          START_TIMEOUT_INTERNAL,
          BROKEN ->
          GRACE;
    };
  }

  /** What of an edit costs a reconnect; empty = nothing. */
  private static Optional<String> changed(Draft draft, StreamSpec spec, Session session) {
    Optional<String> owner =
        switch (draft.situation.observed().key()) {
          case KeyView.Readable(String digest) -> Optional.of(Ownership.of(spec.target(), digest));
          // a key that cannot be read now is no reason to end what is on the air
          case KeyView.Unusable unusable -> Optional.empty();
          case KeyView.Unknown unknown -> Optional.empty();
        };
    Session.Asked now = Tie.asked(spec, owner.orElse(session.owner()));
    List<Tie> torn = Tie.torn(session.asked(), now, spec.media().mode());
    if (!torn.isEmpty() && torn.getFirst() != Tie.OWNER) {
      return Optional.of(torn.getFirst().reason());
    }
    return owner.isPresent() ? moved(draft, torn) : Optional.empty();
  }

  /**
   * Where it is to publish to now. A target that this host does not allow is no reason to end what
   * is on the air to another one, but no session goes on to it.
   */
  private static Optional<String> moved(Draft draft, List<Tie> torn) {
    boolean same = torn.isEmpty();
    if (draft.situation.observed().target() instanceof TargetView.Forbidden(String why)) {
      if (!same && draft.remarks(FORBIDDEN, why)) {
        draft.tell(Event.Kind.TARGET_NOT_ALLOWED, "reason", why + "; the target before it stays");
      }
      return same ? Optional.of(why) : Optional.empty();
    }
    draft.forgetRemark(FORBIDDEN);
    return same ? Optional.empty() : Optional.of(Tie.OWNER.reason());
  }

  /** Asks a publisher to end, and makes it end when it does not within {@code grace}. */
  static void end(Draft draft, Session session, StopCause cause, String reason, Duration grace) {
    StopCause first = session.ending().orElse(cause);
    // what was asked to end for another reason is now only to be ended
    StopCause now = cause == StopCause.OFF || cause == StopCause.SHUTDOWN ? cause : first;
    draft.session = Optional.of(session.withEnding(now));
    draft.enter(Phase.STOPPING, reason);
    if (!(draft.situation.observed().publisher() instanceof PublisherView.Running running)) {
      return;
    }
    if (running.askedToEnd().isEmpty()) {
      draft.step(new Step.EndPublisher(session.number(), reason));
      draft.lookAgain(draft.now.plus(grace));
    } else {
      Instant patience = running.askedToEnd().get().plus(grace);
      if (draft.now.isBefore(patience)) {
        draft.lookAgain(patience);
      } else {
        draft.step(new Step.KillPublisher(session.number(), reason + ", and it did not end"));
        draft.lookAgain(draft.now.plus(GRACE));
      }
    }
  }

  /** Ends what memory knows nothing of. */
  private static void endStrangers(Draft draft) {
    if (draft.situation.observed().publisher() instanceof PublisherView.Running running
        && draft.session.map(s -> s.number() != running.session()).orElse(true)) {
      draft.step(new Step.KillPublisher(running.session(), "no session is remembered for it"));
      draft.lookAgain(draft.now.plus(GRACE));
    }
    boolean fedAhead = draft.session.flatMap(Session::ahead).isPresent();
    if (draft.situation.observed().feeder() instanceof FeederView.Running feeder
        && feeder.session() > draft.sessions
        && !fedAhead) {
      draft.step(
          new Step.KillFeeder(
              feeder.session(), feeder.number(), "the session it was for is not begun"));
    }
  }
}
