package dev.wildstream.surface;

import dev.wildstream.memory.Event;
import java.util.Locale;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An event as JSON, with the names it has in the state folder's {@code events.jsonl}. */
public final class EventJson {

  private EventJson() {}

  public static ObjectNode of(Event event) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", event.at().toString());
    event.stream().ifPresent(s -> json.put("stream", s));
    json.put("kind", event.kind().text());
    json.put("level", event.kind().level().name().toLowerCase(Locale.ROOT));
    json.put("message", event.kind().message());
    ObjectNode fields = json.putObject("fields");
    event.fields().forEach(fields::put);
    json.put("revision", event.revision());
    return json;
  }
}
