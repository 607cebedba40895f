package dev.wildstream.reconcile;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.LastFailure;
import dev.wildstream.memory.Pace;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.TargetView;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a publisher can be started now; if not, what it waits for. */
final class Start {

  /** While nothing can be played, the list is looked up again this often. */
  static final Duration AGAIN = Duration.ofSeconds(10);

  private Start() {}

  static void decide(Draft draft, StreamSpec spec) {
    if (anotherKey(draft, spec)) {
      draft.retries = draft.retries.forgiven().withNext(draft.now, "edit");
      draft.lastFailure = Optional.empty();
      draft.enter(Phase.OFF, "the key was replaced");
    }
    if (draft.phase == Phase.FINISHED || (draft.phase == Phase.FAILED && !onceAgain(draft, spec))) {
      return;
    }
    draft.listingNotBefore = listingAge(draft, spec);
    Optional<String> obstacle = obstacle(draft);
    if (obstacle.isPresent()) {
      Feeding.blocked(draft, obstacle.get());
      return;
    }
    Optional<String> pending = pending(draft, spec);
    if (pending.isPresent()) {
      waiting(draft, pending.get());
      return;
    }
    Walk walk = Feeding.walk(draft, spec).orElseThrow();
    Optional<dev.wildstream.memory.Position> from = Feeding.resume(draft, spec, walk);
    Choice choice = Feeding.choose(draft, walk, from, Optional.empty());
    switch (choice) {
      case Choice.Unknown unknown -> {
        draft.wantedFacts.add(unknown.source());
        waiting(draft, "probing " + unknown.source().path());
      }
      case Choice.Nothing nothing -> Feeding.blocked(draft, nothingPlayable(nothing.reasons()));
      case Choice.Finished finished -> finished(draft, finished.reasons());
      case Choice.Play play -> whenDue(draft, spec, walk, play);
    }
  }

  /** Whether it is time for a failed stream's next try, which is none of the numbered ones. */
  private static boolean onceAgain(Draft draft, StreamSpec spec) {
    Optional<Instant> due = spec.retry().thenEvery().map(draft.since::plus);
    if (due.isEmpty() || draft.now.isBefore(due.get())) {
      due.ifPresent(draft::lookAgain);
      return false;
    }
    String reason = draft.lastFailure.map(LastFailure::reason).orElse("internal");
    draft.retries = draft.retries.withNext(draft.now, reason);
    return true;
  }

  /** Whether a stream that waits or has given up failed with a key that was replaced since. */
  private static boolean anotherKey(Draft draft, StreamSpec spec) {
    boolean failed = draft.phase == Phase.FAILED || draft.phase == Phase.RETRYING;
    return failed
        && draft.lastFailure.isPresent()
        && draft.situation.observed().key() instanceof KeyView.Readable(String digest)
        && !Ownership.of(spec.target(), digest).equals(draft.lastFailure.get().owner());
  }

  /** What has to be mended by somebody; empty = nothing. */
  private static Optional<String> obstacle(Draft draft) {
    if (draft.situation.observed().obstacle().isPresent()) {
      return draft.situation.observed().obstacle();
    }
    if (draft.situation.observed().key() instanceof KeyView.Unusable(String why)) {
      return Optional.of(why);
    }
    return draft
        .situation
        .hub()
        .rival()
        .flatMap(rival ->
            switch (rival) {
              case Situation.Rival.First(String stream) ->
                  Optional.of("same target and key as " + stream);
              case Situation.Rival.Leaving leaving -> Optional.empty();
            });
  }

  /** What will be known or over by itself in a moment; empty = nothing. */
  private static Optional<String> pending(Draft draft, StreamSpec spec) {
    if (draft.situation.observed().publisher() instanceof PublisherView.Running) {
      return Optional.of("waiting until the publisher before is down");
    }
    if (draft.situation.observed().key() instanceof KeyView.Unknown) {
      return Optional.of("reading the key");
    }
    if (draft.situation.hub().rival().orElse(null)
        instanceof Situation.Rival.Leaving(String stream)) {
      return Optional.of("waiting until " + stream + " is down, which has the same target and key");
    }
    return Feeding.walk(draft, spec).isEmpty()
        ? Optional.of("reading the playlist")
        : Optional.empty();
  }

  private static void waiting(Draft draft, String why) {
    if (draft.phase == Phase.OFF) {
      draft.enter(Phase.STARTING, why);
    } else if (draft.phase == Phase.STARTING) {
      draft.reason = why;
    }
    if (draft.phase == Phase.BLOCKED) {
      return;
    }
    draft.lookAgain(draft.now.plusSeconds(1));
  }

  /** A list whose last items cannot be played now is not at its end: a mount may be late. */
  private static void finished(Draft draft, List<String> passedOver) {
    if (draft.position.isPresent() && passedOver.isEmpty()) {
      draft.enter(Phase.FINISHED, "all laps are played");
    } else {
      Feeding.blocked(draft, nothingPlayable(passedOver));
    }
  }

  private static void whenDue(Draft draft, StreamSpec spec, Walk walk, Choice.Play play) {
    if (draft.phase == Phase.BLOCKED) {
      draft.tell(Event.Kind.UNBLOCKED);
    }
    Instant due = draft.retries.next().orElse(draft.now);
    if (draft.now.isBefore(due) && !targetIsBack(draft)) {
      if (draft.phase != Phase.RETRYING) {
        draft.enter(Phase.RETRYING, draft.lastFailure.map(LastFailure::detail).orElse(""));
      }
      draft.wantedFacts.add(Feeding.source(play.position()));
      draft.lookAgain(due);
      return;
    }
    start(draft, spec, walk, play);
  }

  /** Whether the target refused before and accepts now. */
  private static boolean targetIsBack(Draft draft) {
    if (!Aftermath.waitsForTarget(draft)) {
      return false;
    }
    draft.wantsProbe = true;
    return switch (draft.situation.observed().target()) {
      case TargetView.Unknown unknown -> false;
      case TargetView.Closed closed -> {
        draft.retries = draft.retries.withSawClosed();
        yield false;
      }
      case TargetView.Open open -> draft.retries.sawClosed();
    };
  }

  private static void start(Draft draft, StreamSpec spec, Walk walk, Choice.Play play) {
    String keyDigest = ((KeyView.Readable) draft.situation.observed().key()).digest();
    long number = draft.sessions + 1;
    Session session =
        new Session(
            number,
            Ownership.of(spec.target(), keyDigest),
            spec.restartedAt(),
            draft.now,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            0,
            0,
            0,
            Optional.empty(),
            Pace.UNKNOWN);
    String reason = draft.retries.reason().orElse("first start");
    if (draft.retries.reason().isPresent()) {
      draft.counters = draft.counters.restarted(reason);
    }
    tellOfAttempt(draft, spec, reason);
    draft.retries = draft.retries.reason().isPresent() ? draft.retries.started() : draft.retries;
    draft.sessions = number;
    draft.position = Optional.of(play.position());
    draft.enter(Phase.STARTING, "nothing sent yet");
    draft.step(
        new Step.StartPublisher(
            number, spec.target(), spec.key(), keyDigest, play.fits().facts().bitrate(), reason));
    FeederStart.startFeeder(draft, session, walk, play, Session.BEGIN);
    draft.lookAgain(draft.now.plusSeconds(1));
  }

  private static void tellOfAttempt(Draft draft, StreamSpec spec, String reason) {
    boolean atOnce =
        draft.retries.lastAtOnce().equals(draft.retries.next()) && draft.retries.next().isPresent();
    boolean numbered =
        draft
            .lastFailure
            .filter(failure -> failure.reason().equals(reason))
            .map(failure ->
                switch (failure.kind()) {
                  case NETWORK, NETWORK_BEHIND_OPEN_PORT, BUSY -> false;
                  case REJECTED, INTERNAL -> true;
                })
            .orElse(false);
    boolean onceAgain = draft.phase == Phase.FAILED;
    if (draft.retries.attempts() > 0 && !atOnce && !onceAgain && numbered) {
      String of =
          switch (spec.retry().attempts()) {
            case RetryPolicy.Attempts.Limited(int count) -> String.valueOf(count);
            case RetryPolicy.Attempts.Unlimited unlimited -> "unlimited";
          };
      draft.tell(
          Event.Kind.RESTART_ATTEMPT,
          "attempt",
          String.valueOf(draft.retries.attempts()),
          "of",
          of,
          "reason",
          reason);
    } else {
      draft.tell(Event.Kind.STARTING, "reason", reason);
    }
  }

  /**
   * The newest look-up will do; while nothing can be played, one that is not older than ten
   * seconds.
   */
  private static Optional<Instant> listingAge(Draft draft, StreamSpec spec) {
    Optional<Instant> known =
        draft
            .situation
            .observed()
            .media()
            .listing()
            .filter(l -> l.playlist().equals(Reconciler.playlistDigest(spec)))
            .map(Listing::asOf);
    if (draft.phase == Phase.BLOCKED || known.isEmpty()) {
      Instant again = known.map(at -> at.plus(AGAIN)).orElse(draft.now);
      draft.lookAgain(draft.now.isBefore(again) ? again : draft.now.plus(AGAIN));
      return Optional.of(draft.now.isBefore(again) ? known.orElse(draft.now) : draft.now);
    }
    return known;
  }

  static String nothingPlayable(List<String> reasons) {
    return reasons.isEmpty()
        ? "nothing to play: the playlist is empty"
        : "nothing to play: " + String.join("; ", reasons);
  }
}
