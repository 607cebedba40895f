package dev.wildstream.real.chaos;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * How long a fault may keep a channel off the air, by how long it lasted.
 *
 * @param costs off the air at most, by itself
 * @param delays how much longer it may make what another fault costs at the same time
 * @param after how long after its end what it caused may still be seen
 */
record Allowance(UnaryOperator<Duration> costs, UnaryOperator<Duration> delays, Duration after) {

  /**
   * From the decision to start until bytes arrive: 0.5 s measured, on a busy machine four times.
   */
  static final Duration START = Duration.ofSeconds(2);

  /** Before a numbered attempt, as the file says. */
  static final Duration DELAY = Duration.ofSeconds(2);

  /** {@code networkDelayMax} of the file, 4 s, and a tenth more. */
  static final Duration NETWORK_DELAY = Duration.ofMillis(4_400);

  static final Duration START_TIMEOUT = Duration.ofSeconds(5);

  static final Duration STALL_TIMEOUT = Duration.ofSeconds(4);

  /** Promised: a stall is ended so long after the stall timeout at the latest. */
  static final Duration NOTICED = Duration.ofSeconds(2);

  /** One restart without waiting in so long a time. */
  static final Duration HEALTHY_AFTER = Duration.ofSeconds(5);

  /** What is fed ahead of the air. */
  static final Duration FED_AHEAD = Duration.ofSeconds(4);

  /** A feeder that writes nothing while the publisher waits is ended after 5 s. */
  static final Duration STARVED = Duration.ofSeconds(5);

  /** Down within a second of the edit; and the hub takes a second before it takes the next one. */
  static final Duration SETTLED = Duration.ofSeconds(1);

  /** Nothing off the air, whatever comes of it within 12 s: an item's length. */
  static Allowance nothing() {
    return new Allowance(lasted -> Duration.ZERO, lasted -> Duration.ZERO, Duration.ofSeconds(12));
  }

  /** So much after its end, and nothing before. */
  static Allowance after(Duration off) {
    return new Allowance(lasted -> off, lasted -> Duration.ZERO, off.plusSeconds(1));
  }

  /** For as long as it lasts, and so much longer. */
  static Allowance lasting(Duration more) {
    return new Allowance(lasted -> lasted.plus(more), lasted -> Duration.ZERO, more.plusSeconds(1));
  }

  static Allowance of(UnaryOperator<Duration> costs, Duration after) {
    return new Allowance(costs, lasted -> Duration.ZERO, after);
  }

  /**
   * Nothing by itself while what was fed ahead lasts and the next feeder, that may transcode, is
   * started in time; but whoever waits for the hub waits.
   */
  static Allowance hubAway() {
    return new Allowance(
        lasted -> atLeastNothing(lasted.plus(START).minus(FED_AHEAD)),
        lasted -> lasted.plusSeconds(1),
        Duration.ofSeconds(6));
  }

  /** A step waits for its record for a second at most; a restart is two of them. */
  static Allowance slowRecords() {
    return new Allowance(
        lasted -> Duration.ZERO, lasted -> Duration.ofSeconds(2), Duration.ofSeconds(3));
  }

  static Duration atLeastNothing(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
