package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Pace;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a session is as fast as its picture, from differences over {@code speedWindow}; a younger
 * one is not judged.
 */
final class Speed {

  /** How many marks there are in a window: it is measured over at most a sixth more than asked. */
  private static final int MARKS = 6;

  /** Progress comes five times a second; output that is older stands still. */
  private static final Duration STILL = Duration.ofSeconds(1);

  /** A feeder that is slow may write in bursts; within this the publisher is hungry again. */
  private static final Duration BURST = Duration.ofSeconds(5);

  /** Reports of both sides come in steps of half a second; over this they say something. */
  private static final Duration LOSING = Duration.ofSeconds(2);

  /** A fifo that was half full so lately is being filled. */
  private static final Duration DRAINS = Duration.ofMillis(1200);

  /** Of the four seconds that are fed ahead; the wavering of two reports is less. */
  private static final Duration MELTED = Duration.ofMillis(1500);

  private Speed() {}

  /**
   * Notes how far the session is, and tells where it becomes too slow or is fast enough again.
   *
   * @return what to show while it is slow; empty text = nothing
   */
  static String follow(
      Draft draft, StreamSpec spec, PublisherView.Running running, PublisherView.Output output) {
    Watchdog watchdog = spec.watchdog();
    Session session = draft.session.orElseThrow();
    // what was not sent while no hub was there to feed it is nobody's slowness
    Pace known = Health.wasAway(draft) ? session.pace().withMarks(List.of()) : session.pace();
    Pace.Mark now = mark(draft, session, running, output);
    Pace pace = known.withMost(most(draft, session, known, now));
    Optional<Double> losing = losing(draft, pace, now, watchdog, running);
    if (losing.isPresent() && pace.slow().isEmpty()) {
      pace =
          pace.withSlow(Optional.of(becomesSlow(draft, losing.get(), LOSING, Pace.Cause.FEEDER)));
    }
    Optional<Pace.Mark> from = from(pace, now, watchdog);
    List<Pace.Mark> noted = noted(pace, now, watchdog);
    if (from.isEmpty()) {
      draft.session = Optional.of(session.withPace(pace.withMarks(noted)));
      return pace.slow().map(slow -> words(slow.cause())).orElse("");
    }
    double speed = ratio(from.get().at(), now.at(), from.get().sent(), now.sent());
    Optional<Pace.Slow> slow = pace.slow();
    if (slow.isEmpty() && speed < least(watchdog)) {
      slow = Optional.of(becomesSlow(draft, speed, watchdog.speedWindow(), cause(now, running)));
    } else if (slow.isPresent()
        && speed >= least(watchdog)
        // told at most once a window, however it wavers
        && !draft.now.isBefore(slow.get().since().plus(watchdog.speedWindow()))) {
      draft.tell(
          Event.Kind.FAST_AGAIN,
          "speed",
          text(speed),
          "for",
          Aftermath.seconds(Duration.between(slow.get().since(), draft.now)));
      slow = Optional.empty();
    }
    draft.session = Optional.of(session.withPace(pace.withMarks(noted).withSlow(slow)));
    return slow.map(s -> text(speed) + " of its pace: " + words(s.cause())).orElse("");
  }

  private static Pace.Slow becomesSlow(Draft draft, double speed, Duration over, Pace.Cause cause) {
    draft.counters = draft.counters.slowed();
    draft.tell(
        Event.Kind.SLOW,
        "speed",
        text(speed),
        "over",
        Aftermath.seconds(over),
        "cause",
        cause.name().toLowerCase(Locale.ROOT),
        "detail",
        words(cause));
    return new Pace.Slow(draft.now, cause);
  }

  /** How far the feeder that encodes was ahead at its best; empty = none runs. */
  private static Optional<Pace.Lead> most(Draft draft, Session session, Pace pace, Pace.Mark now) {
    if (!(draft.situation.observed().feeder() instanceof FeederView.Running feeder)
        || feeder.written().filter(Duration::isPositive).isEmpty() // it has yet to begin
        || session.segments().isEmpty()
        || session.segments().getLast().mode() != Segment.Mode.TRANSCODE
        || isNearItsEnd(draft, session.segments().getLast(), feeder)) {
      return Optional.empty();
    }
    Pace.Lead lead = new Pace.Lead(feeder.number(), draft.now, lead(now));
    return pace.most()
        .filter(best -> best.feeder() == feeder.number())
        .filter(best -> best.lead().compareTo(lead.lead()) >= 0)
        .or(() -> Optional.of(lead));
  }

  /** What is encoded to its end only waits for room in the fifo. */
  private static boolean isNearItsEnd(Draft draft, Segment segment, FeederView.Running feeder) {
    Duration written = feeder.written().orElse(Duration.ZERO);
    return FeederEnd.expected(draft, segment)
        .filter(end -> written.compareTo(end.minus(STILL)) >= 0)
        .isPresent();
  }

  /**
   * How fast a feeder encodes whose lead melts away: told before nothing of it is left and the
   * viewer's player stalls. One that finds the fifo full is not slow, whatever its lead: a fifo
   * holds bytes, which are more seconds of one item than of another.
   */
  private static Optional<Double> losing(
      Draft draft, Pace pace, Pace.Mark now, Watchdog watchdog, PublisherView.Running running) {
    boolean held =
        running.fifoHalfFullAt().filter(at -> at.plus(DRAINS).isAfter(draft.now)).isPresent();
    return pace.most()
        .filter(best -> !held)
        .filter(best -> Duration.between(best.at(), draft.now).compareTo(LOSING) >= 0)
        .filter(best -> lost(best, now).compareTo(MELTED) >= 0)
        .map(best ->
            (double) lost(best, now).toMillis() / Duration.between(best.at(), draft.now).toMillis())
        .map(lost -> Math.max(0, 1 - lost))
        .filter(speed -> speed < watchdog.minSpeed());
  }

  private static Duration lost(Pace.Lead best, Pace.Mark now) {
    return best.lead().minus(lead(now));
  }

  /** What is fed and not sent yet, of what is wanted. */
  private static Duration lead(Pace.Mark now) {
    Duration lead = now.fed().minus(now.sent());
    return lead.compareTo(Feeding.AHEAD_OF_AIR) < 0 ? lead : Feeding.AHEAD_OF_AIR;
  }

  /**
   * Whether the feeder that runs has for a whole window been too slow for a publisher that was
   * hungry all the while; how slow, in words.
   */
  static Optional<String> tooSlow(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      FeederView.Running feeder) {
    if (running.output().isEmpty()) {
      return Optional.empty();
    }
    Duration window = spec.watchdog().speedWindow();
    Pace.Mark now = mark(draft, session, running, running.output().get());
    Optional<Pace.Mark> from = from(session.pace(), now, spec.watchdog());
    boolean hungry =
        running.fifoSeenEmptyAt().map(at -> !at.plus(BURST).isBefore(draft.now)).orElse(false);
    if (from.isEmpty()
        || !hungry
        || draft.now.isBefore(feeder.startedAt().plus(window))
        || !session.pace().marks().stream()
            .filter(mark -> mark.at().isAfter(from.get().at()))
            .allMatch(Pace.Mark::hungry)) {
      return Optional.empty();
    }
    double speed = ratio(from.get().at(), now.at(), from.get().fed(), now.fed());
    return speed < least(spec.watchdog())
        ? Optional.of(
            "it was read at " + text(speed) + " of its pace for " + Aftermath.seconds(window))
        : Optional.empty();
  }

  private static Pace.Mark mark(
      Draft draft, Session session, PublisherView.Running running, PublisherView.Output output) {
    Instant still = draft.now.minus(STILL);
    Instant at = output.advancedAt().isAfter(still) ? output.advancedAt() : still;
    List<Pace.Mark> marks = session.pace().marks();
    boolean hungry =
        running
            .fifoSeenEmptyAt()
            .map(seen -> marks.isEmpty() || seen.isAfter(marks.getLast().at()))
            .orElse(false);
    return new Pace.Mark(at, output.position(), fed(draft, session), hungry);
  }

  /** How far the feeders are on the timeline. */
  private static Duration fed(Draft draft, Session session) {
    if (session.segments().isEmpty()) {
      return Session.BEGIN;
    }
    Segment last = session.segments().getLast();
    Duration written =
        draft.situation.observed().feeder() instanceof FeederView.Running feeder
                && feeder.session() == session.number()
                && feeder.number() == last.number()
            ? feeder.written().orElse(Duration.ZERO)
            : Duration.ZERO;
    return last.end().orElse(last.begin().plus(written));
  }

  /** The newest mark that is a whole window old. */
  private static Optional<Pace.Mark> from(Pace pace, Pace.Mark now, Watchdog watchdog) {
    Instant begin = now.at().minus(watchdog.speedWindow());
    return pace.marks().stream()
        .filter(mark -> !mark.at().isAfter(begin))
        .reduce((older, newer) -> newer);
  }

  /** The marks with {@code now} if it is time for one, without those that no window reaches. */
  private static List<Pace.Mark> noted(Pace pace, Pace.Mark now, Watchdog watchdog) {
    List<Pace.Mark> marks = new ArrayList<>(pace.marks());
    Duration apart = watchdog.speedWindow().dividedBy(MARKS);
    if (marks.isEmpty() || !now.at().isBefore(marks.getLast().at().plus(apart))) {
      marks.add(now);
    }
    Instant begin = now.at().minus(watchdog.speedWindow());
    while (marks.size() > 1 && !marks.get(1).at().isAfter(begin)) {
      marks.removeFirst();
    }
    return marks;
  }

  /** Progress comes in steps, so a speed just below 1 is only told from 1 over a long window. */
  private static double least(Watchdog watchdog) {
    double told = 1 - (double) STILL.toMillis() / watchdog.speedWindow().toMillis();
    return Math.min(watchdog.minSpeed(), told);
  }

  private static double ratio(Instant from, Instant to, Duration begin, Duration end) {
    return (double) end.minus(begin).toMillis() / Duration.between(from, to).toMillis();
  }

  private static Pace.Cause cause(Pace.Mark now, PublisherView.Running running) {
    if (now.hungry()) {
      return Pace.Cause.FEEDER;
    }
    return running.connection().filter(c -> c.unacknowledged() > 0).isPresent()
        ? Pace.Cause.TARGET
        : Pace.Cause.PUBLISHER;
  }

  private static String words(Pace.Cause cause) {
    return switch (cause) {
      case FEEDER -> "its items are read too slowly";
      case TARGET -> "the target takes too little";
      case PUBLISHER -> "FFmpeg does not keep up";
    };
  }

  private static String text(double speed) {
    return String.format(Locale.ROOT, "%.2f", speed);
  }
}
