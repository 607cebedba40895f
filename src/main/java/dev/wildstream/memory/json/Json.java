package dev.wildstream.memory.json;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/**
 * How values become JSON: records by their components, instants and durations as ISO-8601. Strict
 * in reading, since what does not fit exactly was not written by us and is better set aside than
 * guessed at.
 */
final class Json {

  /** Attribute of a writer or a reader: a {@link Duration} that is added to every instant. */
  static final String SHIFT = "shift";

  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .withCoercionConfig(
              LogicalType.Textual,
              c ->
                  c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .addModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new ShiftedWriter())
                  .addDeserializer(Instant.class, new ShiftedReader()))
          .build();

  private Json() {}

  private static final class ShiftedWriter extends ValueSerializer<Instant> {
    @Override
    public void serialize(Instant value, JsonGenerator to, SerializationContext context) {
      Object shift = context.getAttribute(SHIFT);
      to.writeString((shift instanceof Duration d ? value.plus(d) : value).toString());
    }
  }

  private static final class ShiftedReader extends ValueDeserializer<Instant> {
    @Override
    public Instant deserialize(JsonParser from, DeserializationContext context) {
      Instant written = Instant.parse(from.getString());
      return context.getAttribute(SHIFT) instanceof Duration d ? written.plus(d) : written;
    }
  }
}
