package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A session after which nothing follows is ended once all that was fed is on the air. */
final class Drain {

  /**
   * The fifo empty and nothing sent for so long: all that was fed is on the air. Progress comes
   * five times a second.
   */
  static final Duration DRAINED = Duration.ofSeconds(2);

  private Drain() {}

  /** Ends the session once all that was fed is on the air. */
  static void end(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      StopCause cause,
      String reason) {
    boolean nothingToSend =
        running.output().isEmpty()
            && (nothingWritten(session)
                || isOver(draft, running.startedAt().plus(spec.watchdog().startTimeout())));
    // one that starved before has its last frames still to send
    boolean flushed = session.segments().isEmpty() || session.wasFlushed();
    if ((nothingToSend && fifoIsEmpty(draft, running)) || (flushed && allSent(draft, running))) {
      Reconciler.end(draft, session, cause, reason, Reconciler.OFF_GRACE);
    } else {
      flush(draft);
      draft.lookAgain(draft.now.plus(DRAINED));
    }
  }

  /** Makes the publisher send all that was fed: nothing follows it in this session. */
  static void flush(Draft draft) {
    Session session = draft.session.orElseThrow();
    boolean reads = // one that is being started would not hear of it
        draft.situation.observed().publisher() instanceof PublisherView.Running running
            && running.pid().isPresent();
    if (reads && !session.wasFlushed() && !session.segments().isEmpty()) {
      draft.session = Optional.of(session.withFlushed());
      draft.step(new Step.Flush(session.number(), "nothing follows"));
    }
  }

  /** The publisher reads ahead, so an empty fifo alone does not say that all was sent. */
  static boolean allSent(Draft draft, PublisherView.Running running) {
    return fifoIsEmpty(draft, running)
        && running.output().map(output -> isOver(draft, output.advancedAt())).orElse(false);
  }

  /** Whether the publisher has nothing left to read, and has sent what it read if it sends. */
  static boolean allRead(Draft draft, PublisherView.Running running) {
    return running.output().isPresent() ? allSent(draft, running) : fifoIsEmpty(draft, running);
  }

  private static boolean fifoIsEmpty(Draft draft, PublisherView.Running running) {
    return running.fifoEmptySince().map(since -> isOver(draft, since)).orElse(false);
  }

  private static boolean nothingWritten(Session session) {
    return session.segments().stream()
        .allMatch(segment -> segment.end().equals(Optional.of(segment.begin())));
  }

  static boolean isOver(Draft draft, Instant since) {
    return !draft.now.isBefore(since.plus(DRAINED));
  }
}
