package dev.wildstream.real.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was done and seen, and when: the one clock of a run, which begins at zero. */
final class Journal {

  private final long began = System.nanoTime();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  /** Time since the run began. */
  Duration now() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  void note(String line) {
    lines.add(at(now()) + " " + line);
  }

  String text() {
    return String.join("\n", lines);
  }

  static String at(Duration time) {
    return String.format(Locale.ROOT, "%7.2f", time.toMillis() / 1000.0);
  }
}
