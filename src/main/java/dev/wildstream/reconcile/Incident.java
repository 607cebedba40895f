package dev.wildstream.reconcile;

import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Session;
import java.util.Optional;

/**
 * An item that failed, as it was told, and what its file was then: so that one change of a file is
 * told once. A file that is cut short or overwritten while it is on the air fails its feeder first,
 * under the size and time it had before, and then its probe; and one that merely claims to be
 * longer than it is ends early at every lap.
 */
final class Incident {

  /** Beside what is told of how an item is played, by its path alone; no path begins like this. */
  private static final String KEY = "failure of ";

  /** Its feeder failed when the file was last seen like this. */
  private static final String FAILED = "failed as ";

  /** Its feeder failed, and then the file was another: that change had made it fail. */
  private static final String CHANGED = "changed to ";

  /** Whether what comes of an item is worth telling where it came of it before. */
  enum News {
    /** It was left out for a while, and that it is again is news. */
    EACH_TIME,
    /** It is not left out, so it comes to pass at every lap. */
    ONCE
  }

  private Incident() {}

  /**
   * Notes that an item failed on the air.
   *
   * @return whether to tell of it
   */
  static boolean happens(Draft draft, ItemIdentity item, News news) {
    String stamp = FeederEnd.stamp(draft, item.path());
    boolean ofTheChange = isTold(draft, item.path());
    boolean fresh = draft.remarks(KEY + item.path(), FAILED + stamp);
    return switch (news) {
      case EACH_TIME -> !ofTheChange;
      case ONCE -> !ofTheChange && fresh;
    };
  }

  /** Nothing is told of an item's failures any more: it was played to its end. */
  static void isOver(Draft draft, ItemIdentity item) {
    draft.forgetRemark(KEY + item.path());
  }

  /** Takes a change that is seen right after a failure for what made it fail. */
  static void goesOn(Draft draft, Session session) {
    Optional<String> last =
        Optional.of(session.segments())
            .filter(segments -> !segments.isEmpty())
            .flatMap(segments -> segments.getLast().item())
            .map(position -> position.item().path());
    last.ifPresent(path -> {
      String stamp = FeederEnd.stamp(draft, path);
      String told = draft.remarks.getOrDefault(KEY + path, FAILED + stamp);
      if (!told.equals(FAILED + stamp)) {
        draft.remarks(KEY + path, CHANGED + stamp);
      }
    });
  }

  /** Whether that an item cannot be played now comes of a change that was told. */
  static boolean isTold(Draft draft, String path) {
    String stamp = FeederEnd.stamp(draft, path);
    return (CHANGED + stamp).equals(draft.remarks.get(KEY + path));
  }
}
