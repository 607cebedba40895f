package dev.wildstream.loop;

import java.time.Duration;
import java.time.Instant;

/** Two clocks: one to decide by, one to show. */
public interface Clock {

  /**
   * Begins as wall time and then only moves forward, at one second per second, whatever is done to
   * the wall clock.
   */
  Instant steady();

  /** What the machine's clock says. */
  Instant wall();

  /**
   * Time since the machine's boot, also while it was suspended: the same for every hub of one boot,
   * whatever is done to the wall clock.
   */
  Duration uptime();
}
