package dev.wildstream.desired;

import java.time.Duration;

/**
 * When a process that lives counts as hung, or as too slow.
 *
 * @param startTimeout spawned, but nothing sent
 * @param stallTimeout output time stands still, or nothing of what was sent is acknowledged
 * @param minSpeed output time per time; below it for {@code speedWindow} is too slow to watch; over
 *     0, at most 1
 * @param speedWindow over which speed is measured
 */
public record Watchdog(
    Duration startTimeout, Duration stallTimeout, double minSpeed, Duration speedWindow) {
  public static final Watchdog DEFAULT =
      new Watchdog(Duration.ofSeconds(20), Duration.ofSeconds(10), 0.9, Duration.ofSeconds(60));
}
