package dev.wildstream.reconcile;

import dev.wildstream.desired.Resume;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.playout.Walk;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where in the list to go on: behind what was fed, or after a break. */
final class Resumption {

  private Resumption() {}

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
  static Optional<Position> withoutList(Draft draft, Session session) {
    return session.segments().isEmpty() ? draft.position : session.segments().getLast().position();
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
    draft.wantedFacts.add(Feeding.source(position));
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
  static void inside(Draft draft) {
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
}
