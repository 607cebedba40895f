package dev.wildstream.desired;

import java.time.Duration;
import java.util.Optional;

/**
 * What follows a break.
 *
 * @param atOnce one restart without waiting, at most one per {@code healthyAfter}
 * @param attempts how many numbered attempts, then the stream is failed
 * @param delay before each numbered attempt
 * @param healthyAfter on air this long without a break takes the counter back to zero
 * @param networkDelayMax the longest wait while the network is the trouble
 * @param thenEvery how often a failed stream tries once again; empty = never
 */
public record RetryPolicy(
    boolean atOnce,
    Attempts attempts,
    Duration delay,
    Duration healthyAfter,
    Duration networkDelayMax,
    Optional<Duration> thenEvery) {

  /** The promise of the README: at once, then 5 times, 5 s apart. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          true,
          new Attempts.Limited(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Optional.empty());

  /** How many numbered attempts there are. */
  public sealed interface Attempts {
    /**
     * So many, then failed.
     *
     * @param count at least 0
     */
    record Limited(int count) implements Attempts {}

    /** Never failed. */
    record Unlimited() implements Attempts {}
  }
}
