package dev.wildstream.reconcile;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.StreamObservation;
import java.util.Optional;

/**
 * Everything a decision about one stream depends on, but the time.
 *
 * @param desired what the revision in force says; empty = the stream is not in it
 * @param revision digest of the revision in force; empty text = none
 * @param observed what is true
 * @param memory what is remembered
 * @param hub what goes on around the stream
 */
public record Situation(
    Optional<StreamSpec> desired,
    String revision,
    StreamObservation observed,
    StreamMemory memory,
    Surroundings hub) {

  /**
   * What goes on around a stream.
   *
   * @param leaving the hub ends and takes its streams along
   * @param boot the machine's boot id
   * @param hubStartedAt when this hub began (steady clock)
   * @param rival another stream that has, or is first in line for, the same target and key
   * @param dice a number from -1 to 1, for jitter
   */
  public record Surroundings(
      boolean leaving,
      String boot,
      java.time.Instant hubStartedAt,
      Optional<Rival> rival,
      double dice) {}

  /** Another stream with the same target and key. */
  public sealed interface Rival {
    String stream();

    /** It stands before this one in the file, so this one is blocked. */
    record First(String stream) implements Rival {}

    /** It is on its way out (renamed, moved, disabled) and not down yet, so this one waits. */
    record Leaving(String stream) implements Rival {}
  }
}
