package dev.wildstream.reconcile;

import dev.wildstream.desired.Standby;
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
import java.nio.file.Path;
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

  /** Beside what is told of items: which file is shown, or was last. */
  private static final String SHOWS = "standby shows";

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
        if (!stands || !ready.input().path().equals(draft.remarks.get(SHOWS))) {
          tell(draft, spec, ready, why);
        }
        FeederStart.isOver(draft, session);
        FeederStart.start(draft, spec, session, Optional.empty(), FeederStart.work(ready, goesOn));
        Feeding.keepListing(draft);
      }
      case Filler.Pending pending -> draft.lookAgain(draft.now.plusSeconds(1));
      case Filler.Missing missing -> {}
    }
  }

  /** Tells of it where it begins, and where it is another than before. */
  static void tell(Draft draft, StreamSpec spec, Filler.Ready ready, String why) {
    draft.remarks(SHOWS, ready.input().path());
    draft.tell(Event.Kind.STANDBY, "shows", shows(spec, ready), "reason", why);
  }

  /**
   * Notes that what was shown ended by itself.
   *
   * @param failure why it cannot be shown; empty = it was shown to its end
   */
  static void ended(Draft draft, Filler now, Optional<String> failure) {
    Optional<String> path =
        Optional.ofNullable(draft.remarks.get(SHOWS))
            .or(() ->
                now instanceof Filler.Ready ready
                    ? Optional.of(ready.input().path())
                    : Optional.empty());
    path.ifPresent(shown ->
        failure.ifPresentOrElse(
            why -> Filler.failed(draft, shown, why),
            () -> draft.forgetRemark(Filler.TOLD + shown)));
  }

  /** Whether the card is shown where the standby file could be, which was broken or not known. */
  private static boolean isInPlace(Draft draft, StreamSpec spec, Filler filler) {
    return spec.standby() instanceof Standby.File(Path path)
        && filler instanceof Filler.Ready ready
        && ready.input().path().equals(path.toString())
        && !draft.remarks.getOrDefault(SHOWS, path.toString()).equals(path.toString());
  }

  private static String shows(StreamSpec spec, Filler.Ready ready) {
    return spec.standby() instanceof Standby.File(Path path)
            && ready.input().path().equals(path.toString())
        ? path.toString()
        : "testcard";
  }

  /**
   * Ends it where an item can be played, and the card where the standby file can.
   *
   * @param filler what would be shown now
   */
  static void decide(
      Draft draft, StreamSpec spec, Session session, Optional<Walk> walk, Filler filler) {
    draft.listingNotBefore = Optional.of(draft.now.minus(AGAIN));
    draft.lookAgain(draft.now.plusSeconds(1));
    if (walk.isEmpty()) {
      return;
    }
    Optional<Position> from = Resumption.from(draft, spec, session, walk.get());
    Choice choice = Feeding.choose(draft, spec, walk.get(), from, Optional.of(session.format()));
    switch (choice) {
      case Choice.Unknown unknown -> draft.wantedFacts.add(unknown.source());
      case Choice.Nothing nothing -> {
        tellWhy(draft, Start.nothingPlayable(nothing.reasons()));
        if (isInPlace(draft, spec, filler)) {
          giveWay(draft, session, "the standby file can be shown");
        }
      }
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
