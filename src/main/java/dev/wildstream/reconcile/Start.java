package dev.wildstream.reconcile;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.LastFailure;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.FeederView;
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
    if (draft.ahead.isPresent()) {
      goOn(draft, spec, draft.ahead.get());
      return;
    }
    Optional<Format> format = Formats.toBegin(draft, spec);
    if (format.isEmpty()) {
      waiting(draft, "probing items for what most of them have");
      return;
    }
    Filler filler = Filler.of(draft, spec, format.get());
    Walk walk = Feeding.walk(draft, spec).orElseThrow();
    Optional<Position> from = Resumption.resume(draft, spec, walk);
    Choice choice = Feeding.choose(draft, spec, walk, from, format);
    switch (choice) {
      case Choice.Unknown unknown -> {
        draft.wantedFacts.add(unknown.source());
        waiting(draft, "probing " + unknown.source().path());
      }
      case Choice.Nothing nothing ->
          standby(draft, spec, format.get(), filler, from, nothingPlayable(nothing.reasons()));
      case Choice.Finished finished -> finished(draft, finished.reasons());
      case Choice.Play play -> {
        Optional<FeederStart.Work> work =
            FeederStart.work(draft, spec, play, format.get(), FeederStart.Lead.BEGINS);
        if (work.isEmpty()) {
          waiting(draft, "making the picture for " + play.position().item().path());
        } else if (isDue(draft, Optional.of(play.position()))) {
          FeederStart.remark(draft, spec, play);
          draft.position = Optional.of(play.position());
          start(draft, spec, format.get(), Optional.of(walk), work.get());
        }
      }
    }
  }

  /** Nothing can be played: the standby picture is shown in its place, if there is one. */
  private static void standby(
      Draft draft,
      StreamSpec spec,
      Format format,
      Filler filler,
      Optional<Position> from,
      String why) {
    switch (filler) {
      case Filler.Missing missing ->
          Feeding.blocked(draft, missing.why().isEmpty() ? why : why + "; " + missing.why());
      case Filler.Pending pending -> waiting(draft, "making the standby picture");
      case Filler.Ready ready -> {
        if (isDue(draft, Optional.empty())) {
          StandingBy.tell(draft, spec, ready, why);
          if (from.isEmpty()) {
            Resumption.inside(draft);
          }
          start(draft, spec, format, Optional.empty(), FeederStart.work(ready, from));
        }
      }
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
    if (draft.situation.observed().target() instanceof TargetView.Forbidden(String why)) {
      return Optional.of(why);
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
    // what is fed already needs no list
    return draft.ahead.isEmpty() && Feeding.walk(draft, spec).isEmpty()
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

  /** Whether the wait for the next start is over, or there is none. */
  private static boolean isDue(Draft draft, Optional<Position> next) {
    if (draft.phase == Phase.BLOCKED) {
      draft.tell(Event.Kind.UNBLOCKED);
    }
    Instant due = draft.retries.next().orElse(draft.now);
    if (!draft.now.isBefore(due) || targetIsBack(draft)) {
      return true;
    }
    if (draft.phase != Phase.RETRYING) {
      draft.enter(Phase.RETRYING, draft.lastFailure.map(LastFailure::detail).orElse(""));
    }
    next.ifPresent(position -> draft.wantedFacts.add(Feeding.source(position)));
    draft.lookAgain(due);
    return false;
  }

  /** Whether the target refused before and accepts now. */
  private static boolean targetIsBack(Draft draft) {
    if (!Aftermath.waitsForTarget(draft)) {
      return false;
    }
    draft.wantsProbe = true;
    return switch (draft.situation.observed().target()) {
      case TargetView.Unknown unknown -> false;
      case TargetView.Forbidden forbidden -> false;
      case TargetView.Closed closed -> {
        draft.retries = draft.retries.withSawClosed();
        yield false;
      }
      case TargetView.Open open -> draft.retries.sawClosed();
    };
  }

  private static void start(
      Draft draft, StreamSpec spec, Format format, Optional<Walk> walk, FeederStart.Work work) {
    begin(draft, spec, format, work.bitrate());
    FeederStart.start(draft, spec, draft.session.orElseThrow(), walk, work);
    walk.ifPresent(w -> Feeding.lookAhead(draft, w, draft.session.orElseThrow()));
    Feeding.keepListing(draft);
  }

  /** Starts the publisher of a session whose first feeder runs already. */
  private static void goOn(Draft draft, StreamSpec spec, Session.Ahead ahead) {
    long bitrate = spec.media().video().bitrate() + spec.media().audio().bitrate();
    begin(draft, spec, ahead.format(), bitrate);
    draft.position = ahead.first().item();
    Session begun = draft.session.orElseThrow();
    draft.session = Optional.of(begun.withSegments(List.of(ahead.first())).withFeeders(1));
    Feeding.keepListing(draft);
  }

  /** Whether a session was fed that is not begun after all: its number is used up. */
  private static boolean isFedAhead(Draft draft) {
    return switch (draft.situation.observed().feeder()) {
      case FeederView.Running feeder -> feeder.session() > draft.sessions;
      // what it wrote waits in that session's fifo
      case FeederView.Ended ended -> ended.session() > draft.sessions;
      case FeederView.Cut cut -> cut.session() > draft.sessions;
      case FeederView.Absent absent -> false;
    };
  }

  /**
   * Begins a session with nothing fed.
   *
   * @param bitrate of its first item, bits per second
   */
  private static void begin(Draft draft, StreamSpec spec, Format format, long bitrate) {
    String keyDigest = ((KeyView.Readable) draft.situation.observed().key()).digest();
    long number = draft.sessions + (draft.ahead.isEmpty() && isFedAhead(draft) ? 2 : 1);
    Session.Asked asked = Tie.asked(spec, Ownership.of(spec.target(), keyDigest));
    String playlist = Reconciler.playlistDigest(spec);
    draft.session = Optional.of(Session.begun(number, asked, draft.now, format, playlist));
    String reason = draft.retries.reason().orElseGet(() -> withoutRestart(draft));
    if (draft.retries.reason().isPresent()) {
      draft.counters = draft.counters.restarted(reason);
    }
    tellOfAttempt(draft, spec, reason);
    draft.retries = draft.retries.reason().isPresent() ? draft.retries.started() : draft.retries;
    draft.sessions = number;
    draft.enter(Phase.STARTING, "nothing sent yet");
    draft.step(
        new Step.StartPublisher(number, spec.target(), spec.key(), keyDigest, bitrate, reason));
    draft.lookAgain(draft.now.plusSeconds(1));
  }

  /** Why a session begins that restarts nothing. */
  private static String withoutRestart(Draft draft) {
    if (draft.sessions == 0) {
      return "first start";
    }
    return draft.phase == Phase.BLOCKED ? "unblocked" : "started again";
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
   * The newest look-up will do; while nothing can be played or the stream waits for its next try,
   * one that is not older than ten seconds.
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
    boolean waits = draft.phase == Phase.BLOCKED || draft.phase == Phase.RETRYING;
    if (waits || known.isEmpty()) {
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
