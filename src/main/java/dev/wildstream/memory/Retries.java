package dev.wildstream.memory;

import java.time.Instant;
import java.util.Optional;

/**
 * What was tried since the stream was last healthy. All instants are of the steady clock.
 *
 * @param attempts numbered attempts made
 * @param networkTries waits for the network or a busy key in a row
 * @param quickDrops sessions in a row that the server ended within 3 s
 * @param next when the next start is due; empty = none is waited for
 * @param lastAtOnce the last restart that did not wait
 * @param reason the metric label of the restart that is due ({@code network}, {@code edit} …)
 */
public record Retries(
    int attempts,
    int networkTries,
    int quickDrops,
    Optional<Instant> next,
    Optional<Instant> lastAtOnce,
    Optional<String> reason) {

  public static final Retries NONE =
      new Retries(0, 0, 0, Optional.empty(), Optional.empty(), Optional.empty());

  public Retries withNext(Instant at, String why) {
    return new Retries(
        attempts, networkTries, quickDrops, Optional.of(at), lastAtOnce, Optional.of(why));
  }

  public Retries withoutNext() {
    return new Retries(
        attempts, networkTries, quickDrops, Optional.empty(), lastAtOnce, Optional.empty());
  }
}
