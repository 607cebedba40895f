package dev.wildstream.memory.json;

import dev.wildstream.loop.Clock;
import java.time.Duration;

/**
 * When records are handed over, by the machine's uptime. That comes in steps of 10 ms, within which
 * a turn of the loop may hand over several; each is later than the one before it all the same, or
 * nobody could tell which of two records is the newer one.
 */
final class HandoverClock {

  private final Clock clock;
  private Duration last = Duration.ZERO;

  HandoverClock(Clock clock) {
    this.clock = clock;
  }

  /** Now, and later than ever before. */
  synchronized Duration next() {
    Duration now = clock.uptime();
    last = now.compareTo(last) > 0 ? now : last.plusNanos(1);
    return last;
  }
}
