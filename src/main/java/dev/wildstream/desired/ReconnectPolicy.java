package dev.wildstream.desired;

import java.time.Duration;
import java.util.Optional;

/**
 * When a session is ended for a new one, although nothing is wrong with it: some platforms end
 * broadcasts after 12 or 48 hours.
 *
 * @param every how old a session gets before the next item boundary ends it; empty = as old as RTMP
 *     allows
 * @param by how long a boundary is waited for, then it ends inside the item
 */
public record ReconnectPolicy(Optional<Duration> every, Duration by) {

  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(Optional.empty(), Duration.ofMinutes(30));
}
