package dev.wildstream.desired;

import java.time.Duration;

/**
 * When a process that lives counts as hung.
 *
 * @param startTimeout spawned, but nothing sent
 * @param stallTimeout output time stands still
 */
public record Watchdog(Duration startTimeout, Duration stallTimeout) {
  public static final Watchdog DEFAULT =
      new Watchdog(Duration.ofSeconds(20), Duration.ofSeconds(10));
}
