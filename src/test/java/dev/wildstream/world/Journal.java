package dev.wildstream.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened in a world, for whoever looks into a broken promise. */
final class Journal {

  /** Whether anybody will read it: writing it takes most of a world's time. */
  enum Kind {
    KEPT,
    SILENT
  }

  private final Agenda agenda;
  private final Kind kind;
  private final List<String> lines = new ArrayList<>();

  Journal(Agenda agenda, Kind kind) {
    this.agenda = agenda;
    this.kind = kind;
  }

  void note(Supplier<String> what) {
    if (kind == Kind.KEPT) {
      lines.add(time(agenda.now()) + " " + what.get());
    }
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  private static String time(long nanos) {
    Duration d = Duration.ofNanos(nanos);
    return "%4d:%02d:%02d.%03d"
        .formatted(d.toHours(), d.toMinutesPart(), d.toSecondsPart(), d.toMillisPart());
  }
}
