package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.playout.Walk;
import java.util.Optional;

/** What an edit of the playlist does to what is fed already, where it applies at once. */
final class ListEdit {

  private ListEdit() {}

  /**
   * Cuts off an item that is on the air and no longer in the list. One that left the list and is
   * fed but not shown yet is cut off when it comes on the air.
   *
   * @return whether it is being cut off
   */
  static boolean cuts(Draft draft, StreamSpec spec, Session session, Optional<Walk> walk) {
    String digest = Reconciler.playlistDigest(spec);
    if (session.playlist().equals(digest) || walk.isEmpty() || session.segments().isEmpty()) {
      return false;
    }
    boolean now = Edit.ofList(spec.apply()) == Cost.AT_ONCE;
    Segment onAir = session.segments().getFirst();
    if (now && left(onAir, walk.get())) {
      draft.tell(
          Event.Kind.CUT,
          "item",
          onAir.item().orElseThrow().item().path(),
          "reason",
          "it left the list");
      draft.session = Optional.of(session.withPlaylist(digest));
      draft.step(
          new Step.CutFeeder(
              session.number(), session.feeders(), "what is on the air left the list"));
      return true;
    }
    boolean more = session.segments().stream().anyMatch(segment -> left(segment, walk.get()));
    if (!now || !more) {
      draft.session = Optional.of(session.withPlaylist(digest));
    }
    return false;
  }

  private static boolean left(Segment segment, Walk walk) {
    return segment
        .item()
        .filter(position -> walk.program(position.lap()).indexOf(position.item()).isEmpty())
        .isPresent();
  }
}
