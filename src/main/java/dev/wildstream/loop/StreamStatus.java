package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.StreamObservation;
import java.time.Instant;
import java.util.Optional;

/**
 * How one stream stands.
 *
 * @param spec empty for a stream that left the file and is on its way out
 * @param observed instants of the steady clock
 * @param memory instants of the steady clock
 * @param playing what is on the air; empty while nothing is
 * @param nextReconnect when the session on the air is due to be followed by another, by the wall
 *     clock; empty = it is not on the air
 * @param nextAttempt of one that waits for it or has failed, by the wall clock; empty = none
 */
public record StreamStatus(
    StreamName name,
    Optional<StreamSpec> spec,
    StreamObservation observed,
    StreamMemory memory,
    Optional<NowPlaying> playing,
    Optional<Instant> nextReconnect,
    Optional<Instant> nextAttempt) {

  /** Whether output advances now. */
  public boolean onAir() {
    return memory.phase() == dev.wildstream.memory.Phase.ON_AIR;
  }

  /**
   * The item on the air.
   *
   * @param item its file's name
   * @param index in the list, from 1
   * @param of how many items the list has
   * @param seconds into the cut
   * @param lap from 1
   */
  public record NowPlaying(String item, String path, int index, int of, double seconds, int lap) {}
}
