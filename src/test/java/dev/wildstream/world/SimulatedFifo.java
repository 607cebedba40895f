package dev.wildstream.world;

import dev.wildstream.memory.Session;
import java.util.Optional;

/** The fifo of one session: there from its first feeder or its publisher on, whichever is first. */
final class SimulatedFifo {

  private final long session;
  private final Flow flow;

  /** Who reads it; empty = nobody yet. */
  Optional<SimulatedPublisher> reader = Optional.empty();

  SimulatedFifo(long session, long now) {
    this.session = session;
    this.flow = new Flow(now, Session.BEGIN.toNanos());
  }

  long session() {
    return session;
  }

  Flow flow() {
    return flow;
  }

  /** Whether what is written there will never be sent. */
  boolean isDead() {
    return reader.filter(r -> !r.isAlive()).isPresent();
  }
}
