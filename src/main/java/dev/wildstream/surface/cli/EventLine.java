package dev.wildstream.surface.cli;

import dev.wildstream.memory.Event;
import java.time.temporal.ChronoUnit;

/** An event as a line for people: {@code TIME STREAM KIND key=value…}. */
public final class EventLine {

  private EventLine() {}

  /** Without a line end; an event of the hub itself has a dash for its stream. */
  public static String of(Event event) {
    StringBuilder line = new StringBuilder();
    line.append(event.at().truncatedTo(ChronoUnit.MILLIS))
        .append(' ')
        .append(event.stream().orElse("-"))
        .append(' ')
        .append(event.kind().text());
    event
        .fields()
        .forEach((key, value) -> line.append(' ').append(key).append('=').append(quoted(value)));
    return line.toString();
  }

  private static String quoted(String value) {
    String shown = Columns.plain(value);
    return shown.isEmpty() || shown.contains(" ") || shown.contains("\"")
        ? '"' + shown.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : shown;
  }
}
