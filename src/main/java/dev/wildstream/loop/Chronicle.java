package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.Event;
import dev.wildstream.reconcile.Happening;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what happened: to the log, to the store, and to whoever looks at the newest events. */
final class Chronicle {

  /** How many events a snapshot carries. */
  static final int RECENT = 200;

  private static final Logger LOG = LoggerFactory.getLogger("hub");

  private final Clock clock;
  private final Store store;
  private final Deque<Event> recent = new ArrayDeque<>();
  private List<Event> shown = List.of();
  private boolean isShown = true;

  Chronicle(Clock clock, Store store) {
    this.clock = clock;
    this.store = store;
  }

  synchronized void tell(Optional<StreamName> stream, Happening happening, String revision) {
    Event event =
        new Event(
            clock.wall(),
            stream.map(StreamName::text),
            happening.kind(),
            happening.fields(),
            revision);
    recent.addLast(event);
    if (recent.size() > RECENT) {
      recent.removeFirst();
    }
    isShown = false;
    store.append(event);
    String line = line(event);
    switch (happening.kind().level()) {
      case INFO -> LOG.info(line);
      case WARN -> LOG.warn(line);
      case ERROR -> LOG.error(line);
    }
  }

  /** The constant message, then the stream and the other keys. */
  static String line(Event event) {
    String stream = event.stream().map(name -> " stream=" + name).orElse("");
    String fields =
        event.fields().entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + quoted(field))
            .collect(Collectors.joining());
    return event.kind().message() + stream + fields;
  }

  private static String quoted(Map.Entry<String, String> field) {
    String value = field.getValue();
    boolean plain =
        !value.isEmpty()
            && value.chars().noneMatch(c -> c == ' ' || c == '"' || Character.isISOControl(c));
    return plain
        ? value
        : value.chars().mapToObj(Chronicle::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  /**
   * No value begins a line of its own or speaks to a terminal: some come from files and servers.
   */
  private static String escaped(int c) {
    return switch (c) {
      case '\\' -> "\\\\";
      case '"' -> "\\\"";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      default -> Character.isISOControl(c) ? "\\u%04x".formatted(c) : String.valueOf((char) c);
    };
  }

  synchronized List<Event> recent() {
    if (!isShown) {
      shown = List.copyOf(recent);
      isShown = true;
    }
    return shown;
  }
}
