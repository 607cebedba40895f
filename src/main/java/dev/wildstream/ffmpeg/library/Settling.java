package dev.wildstream.ffmpeg.library;

import dev.wildstream.observed.FileStamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which files that were found may join a playlist: those that have not changed for ten seconds. A
 * file that is still being copied would be played half. One that has joined stays. Not safe for use
 * by several threads.
 */
final class Settling {

  static final Duration QUIET = Duration.ofSeconds(10);

  private final Newcomers newcomers;
  private final Set<String> joined = new HashSet<>();
  private Map<String, Seen> waiting = new HashMap<>();
  private Map<String, Seen> waitingNext = new HashMap<>();
  private final Set<String> met = new HashSet<>();

  private record Seen(FileStamp stamp, Instant since) {}

  /** What becomes of files that changed just now. */
  enum Newcomers {
    WAIT,
    /** Somebody asks what the list will be, and not what is on the air. */
    JOIN
  }

  Settling(Newcomers newcomers) {
    this.newcomers = newcomers;
  }

  /** Begins a look-up: what it does not meet is forgotten when it ends. */
  void begin() {
    waitingNext = new HashMap<>();
    met.clear();
  }

  /**
   * Whether a file may join.
   *
   * @param wall by which its time of change is judged; where that lies in the future, the steady
   *     clock decides
   */
  boolean mayJoin(String path, FileStamp stamp, Instant steady, Instant wall) {
    met.add(path);
    Seen seen = waiting.get(path);
    Instant since = seen != null && seen.stamp().equals(stamp) ? seen.since() : steady;
    boolean quiet =
        newcomers == Newcomers.JOIN
            || !stamp.modified().isAfter(wall.minus(QUIET))
            || !since.plus(QUIET).isAfter(steady);
    if (quiet || joined.contains(path)) {
      joined.add(path);
      return true;
    }
    waitingNext.put(path, new Seen(stamp, since));
    return false;
  }

  /** Lets every file join that the last look-up let wait. */
  void admitWaiting() {
    joined.addAll(waiting.keySet());
  }

  /** Keeps in mind a file that was not looked at, since its folder cannot be reached. */
  void stays(String path) {
    met.add(path);
    joined.add(path);
  }

  void end() {
    waiting = waitingNext;
    joined.retainAll(met);
  }
}
