package dev.wildstream.memory.json;

import dev.wildstream.memory.Event;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An event as one line of JSON. */
final class EventLines {

  /**
   * The longest field that is kept, in characters: FFmpeg's last words fit, a flood of them does
   * not.
   */
  private static final int LONGEST_FIELD = 4_000;

  private EventLines() {}

  /** With its line end. */
  static byte[] write(Event event) {
    ObjectNode line = Json.MAPPER.createObjectNode();
    line.put("at", event.at().toString());
    event.stream().ifPresent(s -> line.put("stream", s));
    line.put("kind", event.kind().text());
    line.put("level", event.kind().level().name().toLowerCase(Locale.ROOT));
    line.put("message", event.kind().message());
    ObjectNode fields = line.putObject("fields");
    event.fields().forEach((key, value) -> fields.put(key, shortened(value)));
    line.put("revision", event.revision());
    return (Json.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Empty for a torn line, and for a kind that this hub does not know. */
  static Optional<Event> read(String line) {
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      String kind = json.path("kind").asString("").toUpperCase(Locale.ROOT).replace('-', '_');
      Map<String, String> fields = new LinkedHashMap<>();
      json.path("fields").forEachEntry((key, value) -> fields.put(key, value.asString("")));
      return Optional.of(
          new Event(
              Instant.parse(json.path("at").asString("")),
              json.path("stream").stringValueOpt(),
              Event.Kind.valueOf(kind),
              fields,
              json.path("revision").asString("")));
    } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String shortened(String value) {
    return value.length() <= LONGEST_FIELD ? value : value.substring(0, LONGEST_FIELD) + "…";
  }
}
