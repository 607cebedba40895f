package dev.wildstream.reconcile;

import static dev.wildstream.reconcile.Durations.longer;

import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Quarantine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the end of a feeder means for its item and for the timeline. */
final class FeederEnd {

  /** How far from its end a file may stop and still count as played: containers round. */
  static final Duration CUT_SHORT = Duration.ofSeconds(1);

  /**
   * What may have been sent since the last report: an earlier hub asked for two a second, and
   * FFmpeg holds back two pictures.
   */
  private static final Duration UNREPORTED = Duration.ofMillis(600);

  /** By how much at most an item begins behind the end of the one before it. */
  private static final Duration LEADS = Duration.ofMillis(200);

  /** The most of a stream that is on its way: in the fifo four seconds, the rest in FFmpeg. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(20);

  private FeederEnd() {}

  /** Where the last feeder ended, when it did: closes its segment. Empty = it still writes. */
  static Optional<Instant> close(
      Draft draft, Session session, PublisherView.Running running, Filler filler) {
    if (session.segments().isEmpty()) {
      return Optional.of(session.startedAt());
    }
    Segment last = session.segments().getLast();
    return switch (draft.situation.observed().feeder()) {
      case FeederView.Running feeder -> {
        if (mine(session, feeder.session(), feeder.number())) {
          yield Optional.empty();
        }
        if (last.end().isEmpty() || feeder.number() > session.feeders()) {
          draft.step(
              new Step.KillFeeder(
                  feeder.session(), feeder.number(), "it is not the one remembered"));
          yield Optional.empty();
        }
        yield Optional.of(session.startedAt());
      }
      case FeederView.Ended ended -> {
        if (mine(session, ended.session(), ended.number())) {
          if (last.end().isEmpty() && wroteUnseen(last, ended, running)) {
            yield vanished(draft, session, last, running, session.feeders(), Duration.ZERO);
          }
          if (last.end().isEmpty()) {
            closeSegment(draft, session, last, ended, running, filler);
          }
          yield Optional.of(ended.at());
        }
        boolean neverStarted = mine(session, ended.session(), ended.number() + 1);
        if (last.end().isEmpty() && neverStarted && !reached(last, running)) {
          // a hub that ended before it could start this one leaves the one before it
          closeAt(draft, session, last, last.begin());
          yield Optional.of(ended.at());
        }
        boolean later = ended.session() == session.number() && ended.number() > session.feeders();
        yield later
            ? vanished(draft, session, last, running, ended.number(), written(ended).plus(LEADS))
            : vanished(draft, session, last, running, session.feeders(), Duration.ZERO);
      }
      case FeederView.Cut cut -> {
        if (!mine(session, cut.session(), cut.number())) {
          yield vanished(draft, session, last, running, session.feeders(), Duration.ZERO);
        }
        if (last.end().isEmpty() || last.end().get().compareTo(cut.reached()) > 0) {
          cutOff(draft, session, cut.reached());
        }
        yield Optional.of(cut.at());
      }
      case FeederView.Absent absent ->
          vanished(draft, session, last, running, session.feeders(), Duration.ZERO);
    };
  }

  /**
   * Nobody can tell how far the last feeder came: a hub died just before it was started, or with
   * its newest records lost. What it wrote is known once all of it is sent.
   *
   * @param feeders how many were started, as far as is known now
   * @param more what was written after the last that is remembered, as far as is known
   */
  private static Optional<Instant> vanished(
      Draft draft,
      Session session,
      Segment last,
      PublisherView.Running running,
      long feeders,
      Duration more) {
    if (last.end().isPresent() && feeders == session.feeders()) {
      return Optional.of(session.startedAt());
    }
    if (!Drain.allRead(draft, running)) {
      draft.lookAgain(draft.now.plus(Drain.DRAINED));
      return Optional.empty();
    }
    Duration sent = running.output().map(PublisherView.Output::position).orElse(Duration.ZERO);
    Duration known = last.end().orElse(last.begin());
    Duration reached = sent.compareTo(known.plus(more)) > 0 ? sent : known.plus(more);
    Duration end = reached.compareTo(known) > 0 ? reached.plus(UNREPORTED) : known;
    closeAt(draft, session.withFeeders(feeders), last, end);
    return Optional.of(session.startedAt());
  }

  /** Nothing of what was fed is shown from a point on. */
  private static void cutOff(Draft draft, Session session, Duration reached) {
    List<Segment> left = new ArrayList<>();
    for (Segment segment : session.segments()) {
      if (left.isEmpty() || segment.begin().compareTo(reached) < 0) {
        Duration end = segment.end().filter(e -> e.compareTo(reached) < 0).orElse(reached);
        left.add(segment.withEnd(longer(end, segment.begin())));
      }
    }
    // also where the cut went through a hole, nothing may begin before it
    Segment last = left.removeLast();
    left.add(last.withEnd(longer(reached, last.begin())));
    draft.session = Optional.of(session.withSegments(left));
  }

  private static void closeAt(Draft draft, Session session, Segment last, Duration end) {
    List<Segment> segments = new ArrayList<>(session.segments());
    segments.set(segments.size() - 1, last.withEnd(end));
    draft.session = Optional.of(session.withSegments(segments));
  }

  /**
   * Whether the feeder of a segment never came to life, through no fault of its item: it is to be
   * started again.
   */
  static boolean neverFed(Draft draft, Segment segment) {
    return segment.end().equals(Optional.of(segment.begin())) && !hasFailed(draft, segment);
  }

  /** Whether an item failed in any session, and not so long ago that it may be tried again. */
  private static boolean hasFailed(Draft draft, Segment segment) {
    return segment
        .item()
        .map(Position::item)
        .flatMap(item ->
            Quarantine.of(draft.setAside, item.path(), stamp(draft, item.path()), draft.now))
        .isPresent();
  }

  private static boolean mine(Session session, long ofSession, long number) {
    return ofSession == session.number() && number == session.feeders();
  }

  private static void closeSegment(
      Draft draft,
      Session session,
      Segment last,
      FeederView.Ended ended,
      PublisherView.Running running,
      Filler filler) {
    boolean noted = isNoted(draft, last, ended, running);
    Duration written = noted ? written(ended) : reckoned(draft, last, running);
    closeAt(draft, session, last, last.begin().plus(written));
    draft.counters = draft.counters.fed(last.mode().text(), written);
    switch (last.mode()) {
      case STANDBY -> judgeStandby(draft, ended, written, filler);
      case COPY, TRANSCODE -> {
        if (noted) {
          judge(draft, last, ended, written);
        }
      }
    }
  }

  /** Whether one that failed wrote something all the same, and could not note how much. */
  private static boolean wroteUnseen(
      Segment last, FeederView.Ended ended, PublisherView.Running running) {
    return ended.failure().isPresent()
        && ended.videoEnd().isEmpty()
        && ended.audioEnd().isEmpty()
        && reached(last, running);
  }

  /** Whether something of a segment was sent. */
  private static boolean reached(Segment segment, PublisherView.Running running) {
    return running.output().filter(o -> o.position().compareTo(segment.begin()) > 0).isPresent();
  }

  /**
   * Whether a feeder could note where what it wrote ends. One that wrote nothing has nothing to
   * note: it could not only where the run folder cannot be written, and the publisher has something
   * to read.
   */
  private static boolean isNoted(
      Draft draft, Segment last, FeederView.Ended ended, PublisherView.Running running) {
    boolean says =
        ended.failure().isPresent() || ended.videoEnd().isPresent() || ended.audioEnd().isPresent();
    boolean nothingToRead = running.fifoEmptySince().isPresent() && !reached(last, running);
    return says || draft.situation.observed().obstacle().isEmpty() || nothingToRead;
  }

  /**
   * How much a feeder wrote that ended well and could not note it: what is known of the item,
   * unless what was sent shows that to be wrong. A small gap is harmless, an overlap or a long gap
   * is not.
   */
  private static Duration reckoned(Draft draft, Segment last, PublisherView.Running running) {
    Duration sent =
        running
            .output()
            .map(output -> output.position().minus(last.begin()))
            .filter(Duration::isPositive)
            .orElse(CUT_SHORT);
    Duration likely = expected(draft, last).orElse(sent.plus(Feeding.AHEAD_OF_AIR));
    Duration most = sent.plus(ON_ITS_WAY);
    Duration least = likely.compareTo(sent) > 0 ? likely : sent;
    return least.compareTo(most) < 0 ? least : most;
  }

  /**
   * A feeder that failed, or stopped well before its item's end, costs that item a place in the
   * list for a while.
   */
  private static void judge(Draft draft, Segment last, FeederView.Ended ended, Duration written) {
    if (couldNotStart(draft, ended, written)) {
      return;
    }
    ItemIdentity item = last.position().orElseThrow().item();
    Optional<Duration> expected = expected(draft, last);
    boolean toItsEnd = expected.map(e -> written.compareTo(e.minus(CUT_SHORT)) >= 0).orElse(true);
    boolean excused = ended.failure().isEmpty() || expected.isPresent();
    if (toItsEnd && excused && !written.isZero()) {
      draft.setAside = Quarantine.remove(draft.setAside, item.path());
      Incident.isOver(draft, item);
      return;
    }
    String why =
        ended
            .failure()
            .map(Failure::detail)
            .orElse("it ends early: the file is cut short, damaged or says too much of itself")
            .concat(written.isZero() ? "" : after(written, expected));
    String label = ended.failure().map(FeederEnd::label).orElse("media");
    // a file that only claims to be longer than it is plays what it has, every time
    boolean leftOut = ended.failure().isPresent() || written.isZero();
    // where nothing else can be played it is tried every ten seconds
    boolean lastResort = hasFailed(draft, last);
    Incident.News news = leftOut && !lastResort ? Incident.News.EACH_TIME : Incident.News.ONCE;
    if (Incident.happens(draft, item, news)) {
      Feeding.skipped(draft, new Choice.Skipped(item.path(), label, why));
    }
    if (tooSlow(draft, last)) {
      return; // all items may lie on one slow disk: it is not set aside
    }
    if (leftOut) {
      draft.setAside =
          Quarantine.add(draft.setAside, item.path(), stamp(draft, item.path()), why, draft.now);
    } else {
      draft.setAside = Quarantine.remove(draft.setAside, item.path());
    }
  }

  private static String after(Duration written, Optional<Duration> expected) {
    return ", after "
        + Aftermath.seconds(written)
        + expected.map(e -> " of " + Aftermath.seconds(e)).orElse("");
  }

  /** The same of the first item of the session that follows, of which nothing was written. */
  static void failedAhead(Draft draft, Session session) {
    if (draft.situation.observed().feeder() instanceof FeederView.Ended ended
        && ended.session() == session.number() + 1
        && ended.failure().isPresent()) {
      session.ahead().ifPresent(next -> judge(draft, next.first(), ended, Duration.ZERO));
    }
  }

  /** A standby file that cannot be played makes room for the card, and a card for nothing. */
  private static void judgeStandby(
      Draft draft, FeederView.Ended ended, Duration written, Filler filler) {
    boolean asked = ended.failure().filter(Failure.Starved.class::isInstance).isPresent();
    boolean failed = ended.failure().isPresent() || written.isZero();
    if (!asked && !couldNotStart(draft, ended, written)) {
      Optional<String> why =
          failed
              ? ended.failure().map(Failure::detail).or(() -> Optional.of("nothing is in it"))
              : Optional.empty();
      StandingBy.ended(draft, filler, why);
    }
  }

  /** Whether what keeps every FFmpeg from being started kept this one: no item's fault. */
  private static boolean couldNotStart(Draft draft, FeederView.Ended ended, Duration written) {
    return written.isZero()
        && draft.situation.observed().obstacle().isPresent()
        && ended.failure().filter(Failure.Internal.class::isInstance).isPresent();
  }

  /** A failure as the metric of skipped items names it. */
  private static String label(Failure failure) {
    return switch (failure) {
      case Failure.Starved starved -> "starved";
      case Failure.Media media -> "media";
      // killed, or not even started: not the item's fault
      case Failure.Internal internal -> "internal";
      // neither is ever a feeder's
      case Failure.Network network -> "internal";
      case Failure.Busy busy -> "internal";
      case Failure.Rejected rejected -> "internal";
    };
  }

  /** Whether its feeder was ended because it was too slow. */
  private static boolean tooSlow(Draft draft, Segment segment) {
    return draft
        .session
        .flatMap(session -> session.pace().tooSlow())
        .filter(number -> number == segment.number())
        .isPresent();
  }

  /** Whether what is shown of an item is all of it: it is not set aside for a failure. */
  static boolean inFull(Draft draft, Segment segment) {
    boolean empty = segment.end().map(segment.begin()::equals).orElse(true);
    return segment.item().isPresent()
        && !empty
        && !tooSlow(draft, segment)
        && !hasFailed(draft, segment);
  }

  /** What is known of an item; empty where nothing is, or where it cannot be played. */
  static Optional<MediaFacts.Playable> facts(Draft draft, ItemIdentity item) {
    MediaView.Source source = new MediaView.Source(item.path(), item.start());
    return Optional.ofNullable(draft.situation.observed().media().facts().get(source))
        .filter(MediaFacts.Playable.class::isInstance)
        .map(MediaFacts.Playable.class::cast);
  }

  static Optional<Duration> expected(Draft draft, Segment segment) {
    if (segment.item().isEmpty()) {
      return Optional.empty();
    }
    Position position = segment.item().get();
    ItemIdentity item = position.item();
    Optional<Duration> length = facts(draft, item).flatMap(Recipes::length);
    // a cut may reach beyond the file's end; the file's own end then ends it
    Optional<Duration> end =
        item.end()
            .map(cut -> length.filter(l -> l.compareTo(cut) < 0).orElse(cut))
            .or(() -> length);
    return end.map(e -> e.minus(item.start()).minus(position.offset()))
        .map(e -> e.isNegative() ? Duration.ZERO : e);
  }

  /** The file of an item as it was when the list was looked up last. */
  static String stamp(Draft draft, String path) {
    return draft
        .situation
        .observed()
        .media()
        .listing()
        .flatMap(listing -> listing.items().stream().filter(l -> l.path().equals(path)).findFirst())
        .map(listed -> Choice.stamp(listed.stamp()))
        .orElse("");
  }

  private static Duration written(FeederView.Ended ended) {
    Duration first = ended.videoEnd().orElse(Duration.ZERO);
    Duration second = ended.audioEnd().orElse(Duration.ZERO);
    Duration later = first.compareTo(second) > 0 ? first : second;
    return later.isNegative() ? Duration.ZERO : later;
  }
}
