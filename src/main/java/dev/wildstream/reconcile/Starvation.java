package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A feeder that lets the publisher starve is ended, so that the next item follows. */
final class Starvation {

  /** A feeder that writes nothing for so long while the publisher has nothing to read is ended. */
  static final Duration STARVED = Duration.ofSeconds(5);

  private Starvation() {}

  /** Ends a feeder that lets the publisher starve; the next item follows. */
  static void look(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      Optional<Walk> walk) {
    if (!(draft.situation.observed().feeder() instanceof FeederView.Running feeder)) {
      return;
    }
    Optional<String> tooSlow = Speed.tooSlow(draft, spec, session, running, feeder);
    if (tooSlow.isPresent() && anotherFollows(draft, session, walk)) {
      draft.session = Optional.of(session.withPace(session.pace().withTooSlow(feeder.number())));
      draft.step(new Step.KillFeeder(session.number(), feeder.number(), tooSlow.get()));
      return;
    }
    if (running.fifoEmptySince().isEmpty()) {
      return;
    }
    Instant since =
        feeder.advancedAt().isAfter(running.fifoEmptySince().get())
            ? feeder.advancedAt()
            : running.fifoEmptySince().get();
    Instant deadline = since.plus(STARVED);
    if (draft.now.isBefore(deadline)) {
      draft.lookAgain(deadline);
    } else {
      draft.step(
          new Step.KillFeeder(
              session.number(),
              feeder.number(),
              "it wrote nothing for " + Aftermath.seconds(STARVED)));
    }
  }

  /** A slow picture is better than none, and better than its own begin again and again. */
  private static boolean anotherFollows(Draft draft, Session session, Optional<Walk> walk) {
    Optional<Position> fed = session.segments().getLast().item();
    return fed.flatMap(position ->
            walk.flatMap(w -> w.next(position, draft.before))
                .filter(next -> !next.item().path().equals(position.item().path())))
        .isPresent();
  }
}
