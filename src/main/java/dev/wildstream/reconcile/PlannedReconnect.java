package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.ChannelFormat;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a session is old enough to be followed by another, and how: at an item's end, with the next
 * item fed already to the publisher that is not there yet, so that only its start is a pause.
 */
public final class PlannedReconnect {

  /**
   * No session gets older, whatever the file says: a timestamp of FLV is a signed number of
   * milliseconds in 32 bits, which ends after 24.8 days.
   */
  static final Duration OLDEST = Duration.ofDays(20);

  /** From when on the format of the next session is found out. */
  private static final Duration PREPARED = Duration.ofSeconds(30);

  /**
   * Reports of what was sent are 0.04 s old at most when they are taken: a frame, and the time that
   * a file's change is told in.
   */
  private static final Duration REPORTED_LATE = Duration.ofMillis(60);

  /**
   * A report so near the end tells when the end will be; one from before may have been overtaken.
   */
  private static final Duration NEAR = Duration.ofMillis(900);

  /** Reports come five times a second while anything is sent. */
  private static final Duration STALE = Duration.ofSeconds(1);

  private static final Duration SOON = Duration.ofMillis(100);

  /** A publisher that has sent all hears SIGTERM at once, or never. */
  static final Duration GRACE = Duration.ofMillis(100);

  private PlannedReconnect() {}

  /** When a session that is on the air is due to end at the next item boundary (steady clock). */
  public static Optional<Instant> due(StreamSpec spec, Session session) {
    return session
        .onAirAt()
        .map(onAir -> {
          Instant latest = onAir.plus(OLDEST).minus(spec.reconnect().by());
          return spec.reconnect()
              .every()
              .map(onAir::plus)
              .filter(due -> due.isBefore(latest))
              .orElse(latest);
        });
  }

  /**
   * Whether it will be when what was fed is on the air: the next item is begun some seconds before.
   */
  private static boolean isDue(Draft draft, StreamSpec spec, Session session) {
    Instant boundary = draft.now.plus(left(draft, session));
    return due(spec, session).filter(due -> !boundary.isBefore(due)).isPresent();
  }

  private static Duration left(Draft draft, Session session) {
    if (!(draft.situation.observed().publisher() instanceof PublisherView.Running running)
        || running.output().isEmpty()
        || session.segments().isEmpty()) {
      return Duration.ZERO;
    }
    PublisherView.Output output = running.output().get();
    Segment last = session.segments().getLast();
    Duration sent = output.position().plus(Duration.between(output.advancedAt(), draft.now));
    Duration left = last.end().orElse(last.begin()).minus(sent);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Says what has to be known when it is due. */
  static void prepare(Draft draft, StreamSpec spec, Session session) {
    due(spec, session)
        .filter(due -> !draft.now.isBefore(due.minus(PREPARED)))
        .flatMap(due -> draft.situation.observed().media().listing())
        .ifPresent(listing -> draft.wantedFacts.addAll(ChannelFormat.asked(listing)));
  }

  /**
   * Feeds the next item to the session that follows, if this one is due.
   *
   * @return whether it does, or waits for something that this needs
   */
  static boolean atBoundary(
      Draft draft, StreamSpec spec, Session session, Walk walk, Choice.Play play) {
    Optional<Listing> listing = draft.situation.observed().media().listing();
    if (!isDue(draft, spec, session) || listing.isEmpty()) {
      return false;
    }
    Format format = Formats.now(draft, spec, listing.get());
    Choice again =
        Choice.of(
            walk,
            Optional.of(play.position()),
            draft.before,
            draft.situation.observed().media().facts(),
            draft.setAside,
            Optional.of(format),
            spec.media(),
            Choice.Shown.ITEMS,
            draft.now);
    if (!(again instanceof Choice.Play next)) {
      return false;
    }
    Optional<FeederStart.Work> work =
        FeederStart.work(draft, spec, next, format, FeederStart.Lead.BEGINS);
    if (work.isEmpty()) {
      return false;
    }
    FeederStart.remark(draft, spec, next);
    FeederStart.ahead(draft, session, walk, work.get(), format);
    Drain.flush(draft);
    return true;
  }

  /** Ends a session whose successor is fed, once all of it is sent. */
  static void switchOver(Draft draft, Session session, PublisherView.Running running) {
    if (!isFed(draft, session)) {
      FeederEnd.failedAhead(draft, session);
      draft.session = Optional.of(session.withoutAhead()); // and on it goes
      draft.lookAgain(draft.now.plus(SOON));
      return;
    }
    if (allSent(draft, session, running)) {
      end(draft, session);
    }
  }

  /** What comes after a session: what is fed to the next, or is fed to it once more. */
  static void over(Draft draft, Session session) {
    if (isFed(draft, session)) {
      draft.ahead = session.ahead();
      return;
    }
    FeederEnd.failedAhead(draft, session);
    session
        .ahead()
        .flatMap(next -> next.first().item())
        .ifPresent(item -> {
          draft.position = Optional.of(item);
        });
  }

  /** Whether the feeder of the next session is well. */
  static boolean isFed(Draft draft, Session session) {
    return switch (draft.situation.observed().feeder()) {
      case FeederView.Running feeder -> feeder.session() == session.number() + 1;
      case FeederView.Ended ended ->
          // one that failed on its way is shown as far as it came, as in any session
          ended.session() == session.number() + 1
              && (ended.failure().isEmpty()
                  || ended.videoEnd().isPresent()
                  || ended.audioEnd().isPresent());
      case FeederView.Cut cut -> false;
      case FeederView.Absent absent -> false;
    };
  }

  /**
   * Whether the last frame is on its way. It is sent at its time, so a report from shortly before
   * tells when that is.
   */
  private static boolean allSent(Draft draft, Session session, PublisherView.Running running) {
    if (running.output().isEmpty() || Drain.allSent(draft, running)) {
      return Drain.allRead(draft, running);
    }
    if (session.pace().slow().isPresent()) {
      draft.lookAgain(draft.now.plus(SOON)); // it is sent late, and nobody knows how late
      return false;
    }
    PublisherView.Output output = running.output().get();
    Segment last = session.segments().getLast();
    Duration left = last.end().orElse(last.begin()).minus(output.position());
    Instant sentAt = output.advancedAt().plus(left).plus(REPORTED_LATE);
    if (left.compareTo(NEAR) > 0) {
      Instant nearAt = sentAt.minus(NEAR);
      draft.lookAgain(nearAt.isAfter(draft.now) ? nearAt : draft.now.plus(SOON));
      return false;
    }
    if (draft.now.isBefore(sentAt)) {
      draft.lookAgain(sentAt);
      return false;
    }
    // what a hub finds at its start is no news, and what stands still is not on its way
    Instant news = draft.situation.hub().hubStartedAt().plus(STALE);
    if (draft.now.isBefore(news) || output.advancedAt().plus(STALE).isBefore(draft.now)) {
      draft.lookAgain(draft.now.plus(SOON));
      return false;
    }
    return true;
  }

  /**
   * Ends a session inside an item, where no boundary came in time. The standby picture has none.
   *
   * @return whether it is being ended
   */
  static boolean inside(Draft draft, StreamSpec spec, Session session) {
    boolean standby = session.segments().getFirst().mode() == Segment.Mode.STANDBY;
    Optional<Instant> latest =
        due(spec, session).map(due -> standby ? due : due.plus(spec.reconnect().by()));
    if (latest.filter(at -> !draft.now.isBefore(at)).isEmpty()) {
      latest.ifPresent(draft::lookAgain);
      return false;
    }
    end(draft, session);
    return true;
  }

  private static void end(Draft draft, Session session) {
    draft.tell(
        Event.Kind.PLANNED_RECONNECT,
        "session",
        String.valueOf(session.number()),
        "age",
        Aftermath.seconds(Duration.between(session.onAirAt().orElse(draft.now), draft.now)));
    Reconciler.end(draft, session, StopCause.PLANNED, "planned reconnect", GRACE);
  }
}
