package dev.wildstream.surface.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a request gets.
 *
 * @param headers beside the usual ones
 */
record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {

  static Answer text(int status, String text) {
    return of(status, "text/plain; charset=utf-8", text + "\n");
  }

  static Answer json(int status, JsonNode json) {
    return of(status, "application/json", json.toPrettyString() + "\n");
  }

  /** An error for scripts. */
  static Answer error(int status, String why) {
    return json(status, JsonNodeFactory.instance.objectNode().put("error", why));
  }

  static Answer of(int status, String contentType, String body) {
    return new Answer(status, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  Answer with(String header, String value) {
    return new Answer(status, contentType, body, Map.of(header, value));
  }
}
