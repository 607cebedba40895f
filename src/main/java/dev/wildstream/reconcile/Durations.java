package dev.wildstream.reconcile;

import java.time.Duration;

/** The order of durations, which Java leaves to {@code compareTo}. */
final class Durations {

  private Durations() {}

  static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
