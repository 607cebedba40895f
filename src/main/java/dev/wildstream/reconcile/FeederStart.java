package dev.wildstream.reconcile;

import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Fitness;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How the feeder of a chosen item is started: from where in the file, and to where on the timeline.
 */
final class FeederStart {

  private FeederStart() {}

  /** Starts the feeder of a chosen item where the one before it ended. */
  static void next(Draft draft, Session session, Walk walk, Choice.Play play) {
    MediaFacts.Playable facts = play.fits().facts();
    Duration begin = Session.BEGIN;
    if (!session.segments().isEmpty()) {
      begin = begin(draft, session, lastWritten(session.segments()), facts);
    }
    startFeeder(draft, session, walk, play, begin);
  }

  /** Starts the feeder of a chosen item at a point of the timeline. */
  static void startFeeder(
      Draft draft, Session session, Walk walk, Choice.Play play, Duration begin) {
    MediaFacts.Playable facts = play.fits().facts();
    ItemIdentity item = play.position().item();
    boolean first = session.segments().isEmpty();
    Duration offset = play.position().offset();
    // within a session a copy must begin at a keyframe, or it would overlap the item before
    Duration from = first || !offset.isZero() ? item.start().plus(offset) : facts.keyframe();
    Format format =
        session.format().or(() -> Fitness.formatOf(facts)).orElseGet(() -> soundOf(draft));
    Recipe.Sound sound =
        play.fits().silent()
            ? new Recipe.Sound.Silence(
                new Recipe.SoundEncoding(
                    format.audioCodec(), format.sampleRate(), format.channels(), 128_000),
                item.end().or(facts::duration).map(end -> end.minus(from)))
            : new Recipe.Sound.Copied();
    long number = session.feeders() + 1;
    List<Segment> segments = new ArrayList<>(session.segments());
    if (!first && isEmpty(segments.getLast())) {
      segments.removeLast(); // nothing of it was ever written, however often that is tried
    }
    segments.add(
        new Segment(
            number, begin, Optional.of(play.position()), Segment.Mode.COPY, Optional.empty()));
    draft.session =
        Optional.of(session.withFormat(format).withSegments(segments).withFeeders(number));
    draft.before = before(session, walk, play.position());
    draft.step(
        new Step.StartFeeder(
            session.number(),
            number,
            new Step.Input(item.path(), from, item.end(), Step.Manner.AHEAD),
            begin,
            new Recipe(new Recipe.Picture.Copied(), sound),
            facts.bitrate(),
            first ? "first item of the session" : "next item"));
    Feeding.lookAhead(draft, walk, draft.session.get());
    Feeding.keepListing(draft);
  }

  /**
   * What comes before an item, nearest first: as the list is now, and what was fed before it and is
   * not shown yet, which may have left the list since.
   */
  private static List<ItemIdentity> before(Session session, Walk walk, Position next) {
    Set<ItemIdentity> before = new LinkedHashSet<>();
    session.segments().reversed().stream()
        .map(Segment::position)
        .flatMap(Optional::stream)
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
      Draft draft, Session session, Segment last, MediaFacts.Playable facts) {
    Duration video =
        longer(
            facts
                .video()
                .map(MediaFacts.Video::lead)
                .orElse(Duration.ZERO)
                .minus(leadOf(draft, last)),
            Duration.ZERO);
    Duration audio = facts.audio().map(MediaFacts.Audio::lead).orElse(Duration.ZERO);
    Duration end = last.end().orElse(last.begin());
    if (draft.situation.observed().feeder() instanceof FeederView.Ended ended
        && ended.session() == session.number()
        && ended.number() == last.number()
        && ended.videoEnd().isPresent()
        && ended.audioEnd().isPresent()) {
      Duration afterVideo = last.begin().plus(ended.videoEnd().get()).plus(video);
      Duration afterAudio = last.begin().plus(ended.audioEnd().get()).plus(audio);
      return longer(end, longer(afterVideo, afterAudio));
    }
    return end.plus(longer(video, audio));
  }

  /** The last one, or the one before it where nothing of that was written. */
  private static Segment lastWritten(List<Segment> segments) {
    Segment last = segments.getLast();
    return isEmpty(last) && segments.size() > 1 ? segments.get(segments.size() - 2) : last;
  }

  private static boolean isEmpty(Segment segment) {
    return segment.end().equals(Optional.of(segment.begin()));
  }

  /** How early the first packet of a segment's picture was. */
  private static Duration leadOf(Draft draft, Segment segment) {
    return FeederEnd.facts(draft, segment.position().orElseThrow().item())
        .map(facts -> facts.video().map(MediaFacts.Video::lead).orElse(Duration.ZERO))
        .orElse(Duration.ZERO);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /**
   * The sound of the first item of the list that is known to have one, for silence that must fit it
   * later.
   */
  private static Format soundOf(Draft draft) {
    MediaView media = draft.situation.observed().media();
    return media.listing().stream()
        .flatMap(listing -> listing.items().stream())
        .map(listed -> media.facts().get(new MediaView.Source(listed.path(), listed.start())))
        .filter(MediaFacts.Playable.class::isInstance)
        .map(MediaFacts.Playable.class::cast)
        .filter(facts -> Fitness.of(facts, Optional.empty()) instanceof Fitness.Fits)
        .flatMap(facts -> Fitness.formatOf(facts).stream())
        .findFirst()
        .orElse(Fitness.SILENCE);
  }
}
