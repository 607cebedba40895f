package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The standby picture on the air, and how it gives way. */
final class StandingBy {

  /**
   * How often the list is looked up for something that can be played: with a probe, a feeder's
   * start and what waits in the fifo it is on the air within ten seconds.
   */
  static final Duration AGAIN = Duration.ofSeconds(3);

  /** It is shown for so long at least, lest it flickers between items that fail at once. */
  private static final Duration SHOWN = Duration.ofSeconds(2);

  /** A fifo is empty for a moment also while all is well. */
  private static final Duration HUNGRY = Duration.ofMillis(300);

  private StandingBy() {}

  /** Whether the publisher has nothing left to read, so that the viewer is about to see a pause. */
  static boolean isHungry(Draft draft, PublisherView.Running running) {
    Optional<Instant> hungryAt = running.fifoEmptySince().map(since -> since.plus(HUNGRY));
    if (hungryAt.isEmpty() || draft.now.isBefore(hungryAt.get())) {
      draft.lookAgain(hungryAt.orElse(draft.now.plus(HUNGRY)));
      return false;
    }
    return true;
  }

  /**
   * Whether the viewer has waited for an item since the one before it failed: each of many that
   * cannot be played is tried, and none of them may cost him a pause.
   */
  static boolean isOneOfManyThatFail(Draft draft, Session session, PublisherView.Running running) {
    if (session.segments().isEmpty() || running.output().isEmpty()) {
      return false;
    }
    Segment last = session.segments().getLast();
    boolean wroteNothing = last.end().equals(Optional.of(last.begin()));
    return wroteNothing
        && last.mode() != Segment.Mode.STANDBY
        && !FeederEnd.neverFed(draft, last)
        && isHungry(draft, running);
  }

  /**
   * Puts it on the air behind what was fed, if there is one.
   *
   * @param goesOn where the list goes on after it; empty = at its begin
   */
  static void begin(
      Draft draft,
      StreamSpec spec,
      Session session,
      Filler filler,
      Optional<Position> goesOn,
      String why) {
    switch (filler) {
      case Filler.Ready ready -> {
        boolean stands =
            !session.segments().isEmpty()
                && session.segments().getLast().mode() == Segment.Mode.STANDBY;
        if (!stands) {
          draft.tell(Event.Kind.STANDBY, "shows", shows(spec, ready), "reason", why);
        }
        FeederStart.isOver(draft, session);
        FeederStart.start(draft, spec, session, Optional.empty(), FeederStart.work(ready, goesOn));
        Feeding.keepListing(draft);
      }
      case Filler.Pending pending -> draft.lookAgain(draft.now.plusSeconds(1));
      case Filler.Missing missing -> {}
    }
  }

  static String shows(StreamSpec spec, Filler.Ready ready) {
    return spec.standby() instanceof dev.wildstream.desired.Standby.File(var path)
            && ready.input().path().equals(path.toString())
        ? path.toString()
        : "testcard";
  }

  /** Ends it where an item can be played. */
  static void decide(Draft draft, StreamSpec spec, Session session, Optional<Walk> walk) {
    draft.listingNotBefore = Optional.of(draft.now.minus(AGAIN));
    draft.lookAgain(draft.now.plusSeconds(1));
    if (walk.isEmpty()) {
      return;
    }
    Optional<Position> from = Resumption.from(draft, spec, session, walk.get());
    Choice choice = Feeding.choose(draft, spec, walk.get(), from, Optional.of(session.format()));
    switch (choice) {
      case Choice.Unknown unknown -> draft.wantedFacts.add(unknown.source());
      case Choice.Nothing nothing -> tellWhy(draft, Start.nothingPlayable(nothing.reasons()));
      case Choice.Finished finished -> giveWay(draft, session, "the laps are played");
      case Choice.Play play -> {
        // asked for as long as it counts: what is no longer wanted is no longer known
        draft.wantedFacts.add(Feeding.source(play.position()));
        boolean known =
            FeederStart.work(draft, spec, play, session.format(), FeederStart.Lead.FOLLOWS)
                .isPresent();
        if (known) {
          giveWay(draft, session, "an item can be played");
        }
      }
    }
  }

  private static void giveWay(Draft draft, Session session, String why) {
    if (draft.situation.observed().feeder() instanceof FeederView.Running feeder
        && feeder.pid().isPresent()) {
      Instant shown = feeder.startedAt().plus(SHOWN);
      if (draft.now.isBefore(shown)) {
        draft.lookAgain(shown);
        return;
      }
      draft.step(new Step.KillFeeder(session.number(), feeder.number(), why));
    }
  }

  private static void tellWhy(Draft draft, String why) {
    if (draft.phase == Phase.ON_AIR && draft.reason.isEmpty()) {
      draft.enter(Phase.ON_AIR, why);
    }
  }
}
