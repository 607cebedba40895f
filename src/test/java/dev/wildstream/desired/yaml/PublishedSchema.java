package dev.wildstream.desired.yaml;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The published schema, asked as an editor would ask it. */
final class PublishedSchema {

  static final Path PATH = Fixtures.repository().resolve("schema/desired-state.schema.json");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(json());

  private PublishedSchema() {}

  static JsonNode json() {
    return JSON.readTree(Fixtures.bytes(PATH));
  }

  /** Empty where the file cannot be said in JSON at all. */
  static Optional<Boolean> accepts(byte[] yaml) {
    LoadSettings settings =
        LoadSettings.builder().setSchema(new CoreSchema()).setAllowDuplicateKeys(false).build();
    try {
      Object value = new Load(settings).loadFromString(new String(yaml, StandardCharsets.UTF_8));
      return isJson(value, 0)
          ? Optional.of(SCHEMA.validate(JSON.<JsonNode>valueToTree(value)).isEmpty())
          : Optional.empty();
    } catch (YamlEngineException e) {
      return Optional.empty();
    }
  }

  /** Keys are texts, numbers are finite, and nothing holds itself. */
  private static boolean isJson(Object value, int level) {
    if (level > 100) {
      return false;
    }
    return switch (value) {
      case Map<?, ?> map ->
          map.keySet().stream().allMatch(String.class::isInstance)
              && map.values().stream().allMatch(inner -> isJson(inner, level + 1));
      case Collection<?> list -> list.stream().allMatch(inner -> isJson(inner, level + 1));
      case Double number -> Double.isFinite(number);
      case null -> true;
      default -> true;
    };
  }
}
