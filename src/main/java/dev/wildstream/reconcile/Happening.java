package dev.wildstream.reconcile;

import dev.wildstream.memory.Event;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something a decision wants told. The loop adds when, which stream and which revision.
 *
 * @param fields in the order they are shown
 */
public record Happening(Event.Kind kind, Map<String, String> fields) {

  public Happening {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Keys and values in turn. */
  static Happening of(Event.Kind kind, String... keysAndValues) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      fields.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new Happening(kind, fields);
  }
}
