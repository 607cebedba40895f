package dev.wildstream.reconcile;

import dev.wildstream.desired.Resume;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a running publisher is fed next. */
final class Feeding {

  /** How long the next item waits for a fresh look at folders; the fifo holds four seconds. */
  static final Duration LISTING_PATIENCE = Duration.ofSeconds(1);

  /** A feeder that writes nothing for so long while the publisher has nothing to read is ended. */
  static final Duration STARVED = Duration.ofSeconds(5);

  /**
   * The fifo empty and nothing sent for so long: all that was fed is on the air. Progress comes
   * twice a second.
   */
  static final Duration DRAINED = Duration.ofSeconds(2);

  /**
   * The next feeder starts when so much of what was fed is left to send: what the fifo is made to
   * hold. Less would not carry the stream over a hub that is away for a moment; more would let an
   * edit come too late for the item after the one on the air.
   */
  static final Duration AHEAD_OF_AIR = Duration.ofSeconds(4);

  /** A publisher with four seconds of everything to read begins to send within one. */
  private static final Duration STARTS = Duration.ofSeconds(5);

  /** How many items passed over at once are told one by one; a whole folder can vanish. */
  private static final int MOST_TOLD = 50;

  /** Progress comes twice a second; output that is older stands still. */
  private static final Duration STILL = Duration.ofSeconds(1);

  /** Output is looked at no more often; where it stands still, nothing comes nearer. */
  private static final Duration NEWS = Duration.ofMillis(200);

  /** A hub that comes to a publisher with nothing to read has yet to look at the next item. */
  private static final Duration FIRST_LOOK = Duration.ofSeconds(2);

  /** How many items ahead are probed, so that the next feeder never waits for it. */
  static final int AHEAD = 3;

  private Feeding() {}

  static void decide(Draft draft, StreamSpec spec, Session session, PublisherView.Running running) {
    if (Formats.isForOtherItems(draft, spec, session)) {
      String why = "the list has another sound than the standby picture";
      Reconciler.end(draft, session, StopCause.PLANNED, why, PlannedReconnect.GRACE);
      return;
    }
    draft.session = Optional.of(session.withFormat(Formats.ofRunning(draft, spec, session)));
    Filler filler = Filler.of(draft, spec, draft.session.get().format());
    PlannedReconnect.prepare(draft, spec, session);
    Optional<Instant> closed = FeederEnd.close(draft, draft.session.get(), running, filler);
    Optional<Walk> walk = walk(draft, spec);
    if (ListEdit.cuts(draft, spec, draft.session.orElseThrow(), walk)) {
      keepListing(draft);
      return;
    }
    Session now = draft.session.orElseThrow();
    if (now.ahead().isPresent()) {
      PlannedReconnect.switchOver(draft, now, running);
      keepListing(draft);
      return;
    }
    if (!now.segments().isEmpty() && PlannedReconnect.inside(draft, spec, now)) {
      return;
    }
    if (closed.isEmpty()) {
      if (now.segments().getLast().mode() == Segment.Mode.STANDBY) {
        StandingBy.decide(draft, spec, now, walk, filler);
      }
      starving(draft, spec, now, running, walk);
      keepListing(draft);
      walk.ifPresent(w -> lookAhead(draft, w, now));
      return;
    }
    if (farAhead(draft, now, running)) {
      draft.listingNotBefore = Optional.of(draft.now.minus(LISTING_PATIENCE));
      walk.ifPresent(w -> lookAhead(draft, w, now));
      return;
    }
    // what was shown may have failed just now
    Filler left = Filler.of(draft, spec, now.format());
    next(draft, spec, now, running, walk, left, closed.get());
  }

  /**
   * Whether enough is fed for now. A publisher reads some seconds ahead of what it sends, most at
   * its start, so that the fifo alone would let short items in long before they are due, and an
   * edit would come too late for them.
   */
  private static boolean farAhead(Draft draft, Session session, PublisherView.Running running) {
    if (session.segments().isEmpty()) {
      return false;
    }
    Optional<PublisherView.Output> output = running.output();
    // at its start it takes in all there is before it sends anything; that is no hunger yet
    Instant hungryAt =
        output
            .map(o -> o.advancedAt().plus(STILL))
            .orElse(running.fifoEmptySince().orElse(draft.now).plus(STARTS));
    boolean waits = running.fifoEmptySince().isPresent() && !draft.now.isBefore(hungryAt);
    if (waits) {
      return false;
    }
    Segment last = session.segments().getLast();
    Duration sent =
        output
            .map(
                o -> o.position().plus(shorter(Duration.between(o.advancedAt(), draft.now), STILL)))
            .orElse(Session.BEGIN);
    Duration ahead = last.end().orElse(last.begin()).minus(sent);
    if (ahead.compareTo(AHEAD_OF_AIR) <= 0) {
      return false;
    }
    draft.lookAgain(draft.now.plus(longer(ahead.minus(AHEAD_OF_AIR), NEWS)));
    return true;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** Ends a feeder that lets the publisher starve; the next item follows. */
  private static void starving(
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

  private static void next(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      Optional<Walk> walk,
      Filler filler,
      Instant closedAt) {
    draft.listingNotBefore = Optional.of(closedAt);
    // also while it waits for the listing: what is no longer wanted is no longer known
    walk.ifPresent(w -> lookAhead(draft, w, session));
    if (session.segments().stream().anyMatch(s -> s.mode() == Segment.Mode.STANDBY)) {
      draft.wantedFacts.addAll(draft.situation.observed().media().facts().keySet());
    }
    boolean fresh =
        draft
            .situation
            .observed()
            .media()
            .listing()
            .filter(listing -> walk.isPresent())
            .map(listing -> !listing.asOf().isBefore(closedAt))
            .orElse(false);
    if (couldNotStart(draft, session) && !passed(draft, closedAt)) {
      draft.lookAgain(closedAt.plus(DRAINED));
      return;
    }
    Instant patience = closedAt.plus(LISTING_PATIENCE);
    if (walk.isEmpty() || (!fresh && draft.now.isBefore(patience))) {
      if (draft.now.isBefore(patience)) {
        draft.lookAgain(patience);
      } else if (StandingBy.isHungry(draft, running)) {
        StandingBy.begin(
            draft, spec, session, filler, goesOn(draft, session), "reading the playlist");
      }
      return;
    }
    Incident.goesOn(draft, session);
    Optional<Position> from = from(draft, spec, session, walk.get());
    Choice choice = choose(draft, spec, walk.get(), from, Optional.of(session.format()));
    switch (choice) {
      case Choice.Play play -> play(draft, spec, session, running, walk.get(), filler, play);
      case Choice.Unknown unknown -> {
        draft.wantedFacts.add(unknown.source());
        untilKnown(draft, spec, session, running, filler, unknown.position());
      }
      case Choice.Finished finished ->
          drained(draft, spec, session, running, StopCause.FINISHED, "all laps are played");
      case Choice.Nothing nothing -> {
        draft.listingNotBefore = Optional.of(draft.now.minus(StandingBy.AGAIN));
        String why = Start.nothingPlayable(nothing.reasons());
        switch (filler) {
          case Filler.Ready ready -> StandingBy.begin(draft, spec, session, ready, from, why);
          case Filler.Pending pending -> draft.lookAgain(draft.now.plusSeconds(1));
          case Filler.Missing missing ->
              drained(
                  draft,
                  spec,
                  session,
                  running,
                  StopCause.NOTHING_PLAYABLE,
                  missing.why().isEmpty() ? why : why + "; " + missing.why());
        }
      }
    }
  }

  private static void play(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      Walk walk,
      Filler filler,
      Choice.Play play) {
    if (PlannedReconnect.atBoundary(draft, spec, session, walk, play)) {
      return;
    }
    FeederStart.Lead lead =
        session.segments().isEmpty() ? FeederStart.Lead.BEGINS : FeederStart.Lead.FOLLOWS;
    Optional<FeederStart.Work> work = FeederStart.work(draft, spec, play, session.format(), lead);
    if (work.isEmpty()) {
      untilKnown(draft, spec, session, running, filler, play.position());
      return;
    }
    if (!session.segments().isEmpty()
        && session.segments().getLast().mode() == Segment.Mode.STANDBY) {
      draft.tell(Event.Kind.STANDBY_OVER, "item", play.position().item().path());
    }
    FeederStart.remark(draft, spec, play);
    FeederStart.start(draft, spec, session, Optional.of(walk), work.get());
    lookAhead(draft, walk, draft.session.orElseThrow());
    keepListing(draft);
  }

  /** The standby picture is shown where what is to be played is not known and nothing is left. */
  private static void untilKnown(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      Filler filler,
      Position goesOn) {
    boolean askedLongAgo =
        session.segments().isEmpty()
            || !draft.now.isBefore(draft.situation.hub().hubStartedAt().plus(FIRST_LOOK));
    if (askedLongAgo && StandingBy.isHungry(draft, running)) {
      StandingBy.begin(
          draft, spec, session, filler, Optional.of(goesOn), "probing " + goesOn.item().path());
    } else {
      draft.lookAgain(draft.now.plus(NEWS));
    }
  }

  /** Whether the newest feeder wrote nothing while something keeps all from being started. */
  private static boolean couldNotStart(Draft draft, Session session) {
    return draft.situation.observed().obstacle().isPresent()
        && !session.segments().isEmpty()
        && FeederEnd.neverFed(draft, session.segments().getLast());
  }

  /** Where in the list to go on; empty = the laps are over, or the list is empty. */
  static Optional<Position> from(Draft draft, StreamSpec spec, Session session, Walk walk) {
    if (session.segments().isEmpty()) {
      return resume(draft, spec, walk);
    }
    Segment last = session.segments().getLast();
    if (last.mode() == Segment.Mode.STANDBY) {
      return last.position()
          .map(position -> walk.resume(position, draft.before))
          .orElseGet(() -> afterNothing(draft, spec, walk));
    }
    Position position = last.position().orElseThrow();
    return FeederEnd.neverFed(draft, last)
        ? walk.resume(position, draft.before)
        : walk.next(position, draft.before);
  }

  /** Where to go on in a list that was empty: an item that is over is among those before. */
  private static Optional<Position> afterNothing(Draft draft, StreamSpec spec, Walk walk) {
    return draft
        .position
        .filter(shown -> draft.before.contains(shown.item()))
        .map(shown -> walk.following(draft.before, shown.lap()))
        .orElseGet(() -> resume(draft, spec, walk));
  }

  /** The same without a list to look into. */
  private static Optional<Position> goesOn(Draft draft, Session session) {
    return session.segments().isEmpty() ? draft.position : session.segments().getLast().position();
  }

  /** Makes the publisher send all that was fed: nothing follows it in this session. */
  static void flush(Draft draft) {
    Session session = draft.session.orElseThrow();
    if (!session.wasFlushed() && !session.segments().isEmpty()) {
      draft.session = Optional.of(session.withFlushed());
      draft.step(new Step.Flush(session.number(), "nothing follows"));
    }
  }

  /** Ends the session once all that was fed is on the air. */
  private static void drained(
      Draft draft,
      StreamSpec spec,
      Session session,
      PublisherView.Running running,
      StopCause cause,
      String reason) {
    boolean nothingToSend =
        running.output().isEmpty()
            && (nothingWritten(session)
                || passed(draft, running.startedAt().plus(spec.watchdog().startTimeout())));
    // one that starved before has its last frames still to send
    boolean flushed = session.segments().isEmpty() || session.wasFlushed();
    if ((nothingToSend && fifoIsEmpty(draft, running)) || (flushed && allSent(draft, running))) {
      Reconciler.end(draft, session, cause, reason, Reconciler.OFF_GRACE);
    } else {
      flush(draft);
      draft.lookAgain(draft.now.plus(DRAINED));
    }
  }

  /** The publisher reads ahead, so an empty fifo alone does not say that all was sent. */
  static boolean allSent(Draft draft, PublisherView.Running running) {
    return fifoIsEmpty(draft, running)
        && running.output().map(output -> passed(draft, output.advancedAt())).orElse(false);
  }

  /** Whether the publisher has nothing left to read, and has sent what it read if it sends. */
  static boolean allRead(Draft draft, PublisherView.Running running) {
    return running.output().isPresent() ? allSent(draft, running) : fifoIsEmpty(draft, running);
  }

  private static boolean fifoIsEmpty(Draft draft, PublisherView.Running running) {
    return running.fifoEmptySince().map(since -> passed(draft, since)).orElse(false);
  }

  private static boolean nothingWritten(Session session) {
    return session.segments().stream()
        .allMatch(segment -> segment.end().equals(Optional.of(segment.begin())));
  }

  private static boolean passed(Draft draft, Instant since) {
    return !draft.now.isBefore(since.plus(DRAINED));
  }

  /** Chooses, remembers what was passed over, and tells of it. */
  static Choice choose(
      Draft draft, StreamSpec spec, Walk walk, Optional<Position> from, Optional<Format> format) {
    Choice choice =
        Choice.of(
            walk,
            from,
            draft.before,
            draft.situation.observed().media().facts(),
            draft.setAside,
            format,
            spec.media(),
            shown(draft),
            draft.now);
    draft.setAside = choice.setAside();
    List<Choice.Skipped> skipped =
        choice.skipped().stream().filter(one -> !Incident.isTold(draft, one.path())).toList();
    skipped.stream().limit(MOST_TOLD).forEach(one -> skipped(draft, one));
    if (skipped.size() > MOST_TOLD) {
      List<Choice.Skipped> others = skipped.subList(MOST_TOLD, skipped.size());
      others.forEach(one -> draft.counters = draft.counters.skipped(one.label()));
      draft.tell(
          Event.Kind.ITEM_SKIPPED, "item", others.size() + " more", "reason", "like those before");
    }
    return choice;
  }

  private static Choice.Shown shown(Draft draft) {
    boolean items =
        draft
            .session
            .filter(session -> !session.segments().isEmpty())
            .filter(session -> session.segments().getLast().item().isPresent())
            .isPresent();
    return items ? Choice.Shown.ITEMS : Choice.Shown.NOTHING;
  }

  static void skipped(Draft draft, Choice.Skipped skipped) {
    draft.counters = draft.counters.skipped(skipped.label());
    draft.tell(
        Event.Kind.ITEM_SKIPPED,
        "item",
        skipped.path(),
        "reason",
        skipped.label(),
        "detail",
        skipped.why());
  }

  /** Where to go on after a break. */
  static Optional<Position> resume(Draft draft, StreamSpec spec, Walk walk) {
    if (draft.position.isEmpty() || spec.resume() == Resume.START) {
      return walk.first();
    }
    Position position = draft.position.get();
    Optional<Position> found = walk.resume(position, before(draft, position.item()));
    boolean same = found.map(f -> f.item().equals(position.item())).orElse(false);
    if (!same) {
      return found;
    }
    // asked for as long as it counts, or its length would be known and forgotten by turns
    draft.wantedFacts.add(source(position));
    return switch (spec.resume()) {
      case ITEM, START ->
          found.map(f -> new Position(f.item(), f.repetition(), Duration.ZERO, f.lap()));
      case POSITION -> atEnd(draft, position) ? walk.next(position, draft.before) : found;
    };
  }

  /**
   * What came before an item that is on the air, nearest first: those that are remembered come
   * before the last one that was fed, which may be some items ahead.
   */
  private static List<ItemIdentity> before(Draft draft, ItemIdentity item) {
    int here = draft.before.indexOf(item);
    return draft.before.subList(here + 1, draft.before.size());
  }

  /** What was on the air at the break is not over, whatever was fed behind it. */
  static void goesOnInside(Draft draft) {
    draft.position.ifPresent(position -> draft.before = before(draft, position.item()));
  }

  /** Whether nothing worth starting a feeder for is left of an item. */
  private static boolean atEnd(Draft draft, Position position) {
    Segment from =
        new Segment(0, Duration.ZERO, Optional.of(position), Segment.Mode.COPY, Optional.empty());
    return FeederEnd.expected(draft, from)
        .map(left -> left.compareTo(Duration.ofMillis(500)) < 0)
        .orElse(false);
  }

  /** The walk over the playlist as it was looked up last; empty = it has not been yet. */
  static Optional<Walk> walk(Draft draft, StreamSpec spec) {
    String digest = Reconciler.playlistDigest(spec);
    return draft
        .situation
        .observed()
        .media()
        .listing()
        .filter(listing -> listing.playlist().equals(digest))
        .map(listing -> new Walk(spec.playlist(), listing, draft.situation.memory().shuffleSeed()));
  }

  static void keepListing(Draft draft) {
    if (draft.listingNotBefore.isEmpty()) {
      draft.listingNotBefore =
          draft
              .situation
              .observed()
              .media()
              .listing()
              .map(Listing::asOf)
              .or(() -> Optional.of(draft.now));
    }
  }

  static void lookAhead(Draft draft, Walk walk, Session session) {
    if (session.segments().isEmpty()) {
      return;
    }
    Optional<Position> fed = session.segments().getLast().position();
    fed.ifPresent(position -> draft.wantedFacts.add(source(position)));
    Optional<Position> next = fed.flatMap(position -> walk.skip(position, draft.before));
    for (int i = 0; i < AHEAD && next.isPresent(); i++) {
      draft.wantedFacts.add(source(next.get()));
      next = walk.skip(next.get(), draft.before);
    }
  }

  static MediaView.Source source(Position position) {
    return new MediaView.Source(position.item().path(), position.item().start());
  }

  static void blocked(Draft draft, String why) {
    if (draft.phase != Phase.BLOCKED || !draft.reason.equals(why)) {
      draft.tell(Event.Kind.BLOCKED, "reason", why);
    }
    draft.enter(Phase.BLOCKED, why);
  }
}
