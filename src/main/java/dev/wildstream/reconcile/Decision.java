package dev.wildstream.reconcile;

import dev.wildstream.memory.StreamMemory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows from how things stand.
 *
 * @param memory to keep before any step is taken
 * @param steps to take, in this order
 * @param happenings to tell
 * @param wants to have observed
 * @param wakeAt when to look again at the latest (steady clock); empty = only when something
 *     changes
 */
public record Decision(
    StreamMemory memory,
    List<Step> steps,
    List<Happening> happenings,
    Wants wants,
    Optional<Instant> wakeAt) {

  public Decision {
    steps = List.copyOf(steps);
    happenings = List.copyOf(happenings);
  }
}
