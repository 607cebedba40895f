package dev.wildstream.loop;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.Problem;
import dev.wildstream.memory.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole hub at one moment, immutable; all that any surface sees.
 *
 * @param at by the wall clock
 * @param steady the same moment by the steady clock
 * @param streams by name
 * @param recent the newest events, oldest first, at most 200
 */
public record Snapshot(
    Instant at,
    Instant steady,
    Hub hub,
    Configuration configuration,
    List<StreamStatus> streams,
    List<Event> recent) {

  public Snapshot {
    streams = List.copyOf(streams);
    recent = List.copyOf(recent);
  }

  /** A steady instant as the wall clock would have shown it. */
  public Instant toWall(Instant steadyInstant) {
    return at.plus(Duration.between(steady, steadyInstant));
  }

  /**
   * The hub itself.
   *
   * @param startedAt by the wall clock
   * @param stateTrouble why the state folder cannot be written; empty = it can
   * @param turns of the loop so far
   * @param lastTurn how long the last one took
   */
  public record Hub(
      String version,
      long pid,
      Instant startedAt,
      Optional<String> stateTrouble,
      boolean ready,
      long turns,
      Duration lastTurn) {}

  /**
   * The configuration.
   *
   * @param path as given with {@code --config}
   * @param digest of the revision in force; empty = none is
   * @param commit that the revision in force was checked out from, if it was
   * @param appliedAt since when it is in force, by the wall clock
   * @param refused since when the files are refused, by the wall clock; empty = they are not
   * @param problems of the refused files
   * @param reloads readings by outcome: applied, unchanged, rejected
   * @param watching whether changes are noticed as they happen
   */
  public record Configuration(
      String path,
      Optional<String> digest,
      Optional<Commit> commit,
      Optional<Instant> appliedAt,
      Optional<Instant> refused,
      List<Problem> problems,
      Map<String, Long> reloads,
      boolean watching) {
    public Configuration {
      problems = List.copyOf(problems);
      reloads = Map.copyOf(reloads);
    }

    /** How people name the revision in force: its commit, else twelve digits of its digest. */
    public Optional<String> name() {
      return commit
          .map(Commit::shortName)
          .or(() -> digest.map(d -> d.substring(0, Math.min(12, d.length()))));
    }
  }
}
