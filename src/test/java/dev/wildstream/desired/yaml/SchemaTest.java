package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SchemaTest {

  /**
   * What it has to be is written to {@code target/desired-state.schema.json}; copy it from there.
   */
  @Test
  void thePublishedSchemaSaysOfEveryKeyWhatTheParserDoes() throws IOException {
    ObjectMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Path copy = Fixtures.repository().resolve("target/desired-state.schema.json");
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, json.writeValueAsString(SchemaOfGrammar.document()) + "\n");
    JsonNode wanted = json.readTree(Files.readAllBytes(copy));
    assertThat(PublishedSchema.json()).isEqualTo(wanted);
  }
}
