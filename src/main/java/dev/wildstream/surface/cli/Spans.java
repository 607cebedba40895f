package dev.wildstream.surface.cli;

import java.time.Duration;

/**
 * Durations for people: {@code 7s}, {@code 3m12s}, {@code 2h05m}, {@code 12d03h}; six columns or
 * so.
 */
final class Spans {

  private Spans() {}

  /** A negative one counts as none. */
  static String text(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return "%dm%02ds".formatted(seconds / 60, seconds % 60);
    }
    if (seconds < 86_400) {
      return "%dh%02dm".formatted(seconds / 3_600, seconds / 60 % 60);
    }
    return "%dd%02dh".formatted(seconds / 86_400, seconds / 3_600 % 24);
  }

  /** A place in an item: {@code 3:12}, {@code 1:02:03}. */
  static String place(double seconds) {
    long whole = (long) Math.max(0, seconds);
    return whole < 3_600
        ? "%d:%02d".formatted(whole / 60, whole % 60)
        : "%d:%02d:%02d".formatted(whole / 3_600, whole / 60 % 60, whole % 60);
  }
}
