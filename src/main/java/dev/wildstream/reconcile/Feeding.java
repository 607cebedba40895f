package dev.wildstream.reconcile;

import static dev.wildstream.reconcile.Durations.longer;
import static dev.wildstream.reconcile.Durations.shorter;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StopCause;
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

  /** Progress comes five times a second; output that is older stands still. */
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
      String why = "the list has another format than the session";
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
      Starvation.look(draft, spec, now, running, walk);
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
    if (couldNotStart(draft, session) && !Drain.isOver(draft, closedAt)) {
      draft.lookAgain(closedAt.plus(Drain.DRAINED));
      return;
    }
    Instant patience = closedAt.plus(LISTING_PATIENCE);
    if (walk.isEmpty() || (!fresh && draft.now.isBefore(patience))) {
      if (draft.now.isBefore(patience)) {
        draft.lookAgain(patience);
      } else if (StandingBy.isHungry(draft, running)) {
        StandingBy.begin(
            draft,
            spec,
            session,
            filler,
            Resumption.withoutList(draft, session),
            "reading the playlist");
      }
      return;
    }
    Incident.goesOn(draft, session);
    Optional<Position> from = Resumption.from(draft, spec, session, walk.get());
    Choice choice = choose(draft, spec, walk.get(), from, Optional.of(session.format()));
    switch (choice) {
      case Choice.Play play -> {
        if (StandingBy.isOneOfManyThatFail(draft, session, running)) {
          String why = "items fail one after the other";
          StandingBy.begin(draft, spec, session, filler, Optional.of(play.position()), why);
        }
        if (draft.session.orElseThrow().feeders() == session.feeders()) {
          play(draft, spec, session, running, walk.get(), filler, play);
        }
      }
      case Choice.Unknown unknown -> {
        draft.wantedFacts.add(unknown.source());
        untilKnown(draft, spec, session, running, filler, unknown.position());
      }
      case Choice.Finished finished ->
          Drain.end(draft, spec, session, running, StopCause.FINISHED, "all laps are played");
      case Choice.Nothing nothing -> {
        draft.listingNotBefore = Optional.of(draft.now.minus(StandingBy.AGAIN));
        String why = Start.nothingPlayable(nothing.reasons());
        switch (filler) {
          case Filler.Ready ready -> StandingBy.begin(draft, spec, session, ready, from, why);
          case Filler.Pending pending -> draft.lookAgain(draft.now.plusSeconds(1));
          case Filler.Missing missing ->
              Drain.end(
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
