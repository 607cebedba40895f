package dev.wildstream.reconcile;

import static dev.wildstream.reconcile.Durations.longer;
import static dev.wildstream.reconcile.Durations.shorter;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.playout.ChannelFormat;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a feeder is started: from where in the file, to where on the timeline, and what it makes of
 * what it reads.
 */
final class FeederStart {

  private FeederStart() {}

  /**
   * What a feeder is to do.
   *
   * @param position the item; of the standby picture, where the list goes on after it
   * @param picture how long before its begin its first picture is due
   * @param sound the same of its sound
   */
  record Work(
      Step.Input input,
      Recipe recipe,
      Segment.Mode mode,
      Optional<Position> position,
      Duration picture,
      Duration sound,
      long bitrate) {}

  /**
   * What a feeder is to do for a chosen item; empty = something of it is not known or made yet, and
   * is asked for.
   */
  static Optional<Work> work(
      Draft draft, StreamSpec spec, Choice.Play play, Format format, Lead lead) {
    MediaFacts.Playable facts = play.fits().facts();
    ItemIdentity item = play.position().item();
    boolean copies = play.fits().picture().isEmpty();
    Duration offset = play.position().offset();
    Position position = play.position();
    Duration from = item.start().plus(offset);
    if (copies && lead == Lead.FOLLOWS) {
      // a copy must begin at a keyframe here, or it would overlap the item before
      Optional<Duration> keyframe =
          offset.isZero() ? Optional.of(facts.keyframe()) : keyframe(draft, item, from);
      if (keyframe.isEmpty()) {
        return Optional.empty();
      }
      from = keyframe.get();
      if (!offset.isZero()) {
        Duration into = from.minus(item.start());
        position =
            new Position(
                item,
                position.repetition(),
                into.isNegative() ? Duration.ZERO : into,
                position.lap());
      }
    }
    Optional<Recipe.Origin> card =
        facts.video().isEmpty() ? Filler.picture(draft, spec, format) : Optional.empty();
    Optional<Recipe> recipe = Recipes.of(play.fits(), item, from, format, spec.media(), card);
    if (recipe.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Work(
            new Step.Input(item.path(), from, item.end(), Step.Manner.AHEAD),
            recipe.get(),
            recipe.get().mode(),
            Optional.of(position),
            pictureLead(recipe.get(), facts),
            soundLead(recipe.get(), facts),
            Recipes.bitrate(recipe.get(), facts, spec.media())));
  }

  /** Whether something stands on the timeline before it. */
  enum Lead {
    /** It is the first of its session: what is before it is shown to nobody. */
    BEGINS,
    FOLLOWS
  }

  /** What a feeder is to do for the standby picture. */
  static Work work(Filler.Ready filler, Optional<Position> goesOn) {
    return new Work(
        filler.input(),
        filler.recipe(),
        Segment.Mode.STANDBY,
        goesOn,
        filler.picture(),
        filler.sound(),
        filler.bitrate());
  }

  /** The last keyframe before a place inside an item; asked for. */
  private static Optional<Duration> keyframe(Draft draft, ItemIdentity item, Duration at) {
    MediaView.Source source = new MediaView.Source(item.path(), at);
    draft.wantedFacts.add(source);
    return Optional.ofNullable(draft.situation.observed().media().facts().get(source))
        .filter(MediaFacts.Playable.class::isInstance)
        .map(facts -> ((MediaFacts.Playable) facts).keyframe());
  }

  static Duration pictureLead(Recipe recipe, MediaFacts.Playable facts) {
    return switch (recipe.picture()) {
      case Recipe.Picture.Copied copied ->
          facts.video().map(MediaFacts.Video::lead).orElse(Duration.ZERO);
      case Recipe.Picture.Encoded encoded -> encoded.encoding().lead();
    };
  }

  static Duration soundLead(Recipe recipe, MediaFacts.Playable facts) {
    return switch (recipe.sound()) {
      case Recipe.Sound.Copied copied ->
          facts.audio().map(MediaFacts.Audio::lead).orElse(Duration.ZERO);
      case Recipe.Sound.Encoded encoded -> encoded.encoding().lead();
      case Recipe.Sound.Silence silence -> silence.encoding().lead();
    };
  }

  /** Starts the next feeder of a session where the one before it ended. */
  static void start(Draft draft, StreamSpec spec, Session session, Optional<Walk> walk, Work work) {
    List<Segment> segments = new ArrayList<>(session.segments());
    boolean first = segments.isEmpty();
    Duration begin =
        first ? Session.BEGIN : begin(draft, spec, session, lastWritten(segments), work);
    if (!first && isEmpty(segments.getLast())) {
      segments.removeLast(); // nothing of it was ever written, however often that is tried
    }
    long number = session.feeders() + 1;
    Segment next = new Segment(number, begin, work.position(), work.mode(), Optional.empty());
    segments.add(next);
    walk.ifPresent(w -> remember(draft, session, w, next));
    draft.session = Optional.of(session.withSegments(segments).withFeeders(number));
    draft.step(step(session.number(), next, work, first ? "first of the session" : "next"));
  }

  /** Starts the first feeder of the session that follows this one without a pause. */
  static void ahead(Draft draft, Session session, Walk walk, Work work, Format format) {
    Segment first = new Segment(1, Session.BEGIN, work.position(), work.mode(), Optional.empty());
    remember(draft, session, walk, first);
    draft.session = Optional.of(session.withAhead(new Session.Ahead(format, first)));
    draft.step(step(session.number() + 1, first, work, "first of the next session"));
  }

  private static Step step(long session, Segment segment, Work work, String reason) {
    return new Step.StartFeeder(
        session,
        segment.number(),
        work.input(),
        segment.begin(),
        work.recipe(),
        work.bitrate(),
        reason + (work.mode() == Segment.Mode.STANDBY ? ", standby" : " item"));
  }

  private static void remember(Draft draft, Session session, Walk walk, Segment next) {
    if (next.mode() != Segment.Mode.STANDBY) {
      draft.before = before(session, walk, next.position().orElseThrow());
    }
  }

  /** What was fed last comes before whatever follows the standby picture. */
  static void isOver(Draft draft, Session session) {
    Optional<ItemIdentity> last =
        session.segments().isEmpty()
            ? Optional.empty()
            : Optional.of(session.segments().getLast())
                .filter(segment -> !FeederEnd.neverFed(draft, segment))
                .flatMap(Segment::item)
                .map(Position::item);
    last.ifPresent(item -> {
      Set<ItemIdentity> before = new LinkedHashSet<>();
      before.add(item);
      before.addAll(draft.before);
      draft.before = before.stream().limit(Walk.BEFORE).toList();
    });
  }

  /**
   * What comes before an item, nearest first: as the list is now, and what was fed before it and is
   * not shown yet, which may have left the list since.
   */
  private static List<ItemIdentity> before(Session session, Walk walk, Position next) {
    Set<ItemIdentity> before = new LinkedHashSet<>();
    session.segments().reversed().stream()
        .flatMap(segment -> segment.item().stream())
        .filter(fed -> fed.lap() == next.lap() && !fed.item().equals(next.item()))
        .forEach(fed -> before.add(fed.item()));
    before.addAll(walk.before(next));
    return before.stream().limit(Walk.BEFORE).toList();
  }

  /**
   * Where the next item begins: no packet of it may be due before one of the item before. A picture
   * with reordered frames and a sound with priming begin a little before what they show, so each
   * may have to begin that much later than its own kind ended.
   */
  private static Duration begin(
      Draft draft, StreamSpec spec, Session session, Segment last, Work work) {
    // where a cut went through a picture nobody measured, and its file may be another by now
    boolean cut = draft.situation.observed().feeder() instanceof FeederView.Cut;
    Duration known = cut ? Duration.ZERO : leadOf(draft, spec, session, last);
    Duration picture = longer(work.picture().minus(known), Duration.ZERO);
    Duration end = last.end().orElse(last.begin());
    if (draft.situation.observed().feeder() instanceof FeederView.Ended ended
        && ended.session() == session.number()
        && ended.number() == last.number()
        && ended.videoEnd().isPresent()
        && ended.audioEnd().isPresent()) {
      // an earlier hub may have thrown away what was written behind the segment's end
      Duration video = shorter(last.begin().plus(ended.videoEnd().get()), end);
      Duration audio = shorter(last.begin().plus(ended.audioEnd().get()), end);
      return longer(end, longer(video.plus(picture), audio.plus(work.sound())));
    }
    return end.plus(longer(picture, work.sound()));
  }

  /** The last one, or the one before it where nothing of that was written. */
  private static Segment lastWritten(List<Segment> segments) {
    Segment last = segments.getLast();
    return isEmpty(last) && segments.size() > 1 ? segments.get(segments.size() - 2) : last;
  }

  private static boolean isEmpty(Segment segment) {
    return segment.end().equals(Optional.of(segment.begin()));
  }

  /** How early the first packet of a segment's picture was, and so how early its last one is. */
  private static Duration leadOf(Draft draft, StreamSpec spec, Session session, Segment segment) {
    return switch (segment.mode()) {
      case COPY ->
          segment
              .item()
              .flatMap(position -> FeederEnd.facts(draft, position.item()))
              .flatMap(MediaFacts.Playable::video)
              .map(MediaFacts.Video::lead)
              .orElse(Duration.ZERO);
      // its picture may have been copied all the same: the lesser of the two is safe
      case TRANSCODE -> {
        Duration encoded = ChannelFormat.encoded(session.format(), spec.media()).rate().frame();
        Duration copied =
            segment
                .item()
                .flatMap(position -> FeederEnd.facts(draft, position.item()))
                .map(facts -> facts.video().map(MediaFacts.Video::lead).orElse(encoded))
                .orElse(Duration.ZERO);
        yield copied.compareTo(encoded) < 0 ? copied : encoded;
      }
      case STANDBY -> Duration.ZERO;
    };
  }

  /** Tells once of each file what is not as it should be and played all the same. */
  static void remark(Draft draft, StreamSpec spec, Choice.Play play) {
    ItemIdentity item = play.position().item();
    Optional<String> transcoded =
        spec.media().mode() == MediaPolicy.Mode.TRANSCODE ? Optional.empty() : play.fits().why();
    Optional<Duration> keyframes = play.fits().keyframesFarApart();
    if (transcoded.isPresent() && draft.remarks(item.path(), transcoded.get())) {
      draft.tell(Event.Kind.ITEM_TRANSCODED, "item", item.path(), "reason", transcoded.get());
    } else if (keyframes.isPresent()
        && draft.remarks(item.path(), "keyframes " + keyframes.get())) {
      draft.tell(
          Event.Kind.KEYFRAMES_FAR_APART,
          "item",
          item.path(),
          "seconds",
          Aftermath.seconds(keyframes.get()),
          "detail",
          "viewers who join wait for the next one; platforms ask for 2 to 4 s");
    }
  }
}
