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
 * @param sawClosed whether the target was seen to refuse during this wait: only then does its
 *     opening cut the wait short
 * @param reason the metric label of the restart that is due ({@code network}, {@code edit} …)
 */
public record Retries(
    int attempts,
    int networkTries,
    int quickDrops,
    Optional<Instant> next,
    Optional<Instant> lastAtOnce,
    boolean sawClosed,
    Optional<String> reason) {

  public static final Retries NONE =
      new Retries(0, 0, 0, Optional.empty(), Optional.empty(), false, Optional.empty());

  /** As if nothing had been tried, but for the restart at once, which bounds itself. */
  public Retries forgiven() {
    return new Retries(0, 0, 0, Optional.empty(), lastAtOnce, false, Optional.empty());
  }

  public Retries withNext(Instant at, String why) {
    return new Retries(
        attempts, networkTries, quickDrops, Optional.of(at), lastAtOnce, false, Optional.of(why));
  }

  public Retries withoutNext() {
    return new Retries(
        attempts, networkTries, quickDrops, Optional.empty(), lastAtOnce, false, Optional.empty());
  }

  /** The wait is over and the start is made; the reason stays until the stream is on the air. */
  public Retries started() {
    return new Retries(
        attempts, networkTries, quickDrops, Optional.empty(), lastAtOnce, false, reason);
  }

  public Retries withLastAtOnce(Instant at) {
    return new Retries(
        attempts, networkTries, quickDrops, next, Optional.of(at), sawClosed, reason);
  }

  public Retries withSawClosed() {
    return new Retries(attempts, networkTries, quickDrops, next, lastAtOnce, true, reason);
  }
}
