package dev.wildstream.desired.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What the published schema has to say, told from the parser's own table of keys. */
final class SchemaOfGrammar {

  private SchemaOfGrammar() {}

  static Map<String, Object> document() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("$id", "https://wildstream.dev/schema/desired-state.schema.json");
    schema.put("title", "Wild Stream Hub: the desired state");
    schema.put("description", "What is to be on the air.");
    schema.putAll(of(Grammar.DOCUMENT));
    schema.put("patternProperties", Map.of("^x-", true));
    schema.put(
        "anyOf",
        Grammar.DOCUMENT.taken().stream()
            .filter(key -> !key.equals("version"))
            .map(key -> Map.of("required", List.of(key)))
            .toList());
    return schema;
  }

  private static Map<String, Object> of(Shape shape) {
    return switch (shape) {
      case Shape.Flag flag -> map("type", "boolean");
      case Shape.Whole(int least, int most) when least == most -> map("const", least);
      case Shape.Whole(int least, int most) ->
          map("type", "integer", "minimum", least, "maximum", most);
      case Shape.WholeOrWord(Shape.Whole whole, String word) ->
          map("oneOf", List.of(of(whole), Map.of("const", word)));
      case Shape.Ratio ratio -> map("type", "number", "exclusiveMinimum", 0, "maximum", 1);
      case Shape.Choice(List<String> words) -> map("enum", words);
      case Shape.Span span -> pattern(TimeSpan.PATTERN);
      case Shape.SpanOrWord(Shape.Span span, String word) ->
          map("oneOf", List.of(of(span), Map.of("const", word)));
      case Shape.Among(List<Integer> numbers) -> map("enum", numbers);
      case Shape.BitRate rate -> pattern(BitRateText.PATTERN);
      case Shape.Size size ->
          map("oneOf", List.of(pattern(FrameSizeText.EVEN_SIZE), Map.of("const", size.word())));
      case Shape.Rate(int above, int most, String word) ->
          map(
              "oneOf",
              List.of(
                  map("type", "number", "exclusiveMinimum", above, "maximum", most),
                  pattern(FrameRateText.FRACTION),
                  Map.of("const", word)));
      case Shape.Text text -> text(text);
      case Shape.WordOrText(List<String> words, Shape.Text text) ->
          map("oneOf", List.of(map("enum", words), text(text)));
      case Shape.Fields fields -> fields(fields);
      case Shape.Named named ->
          map(
              "type",
              "object",
              "maxProperties",
              named.most(),
              "propertyNames",
              text(named.names()),
              "additionalProperties",
              of(named.each()));
      case Shape.Listed listed ->
          map("type", "array", "maxItems", listed.most(), "items", of(listed.each()));
      case Shape.Either(Shape single, Shape compound) ->
          map("oneOf", List.of(of(single), of(compound)));
      case Shape.Anything anything -> map();
    };
  }

  private static Map<String, Object> pattern(Pattern pattern) {
    return map("type", "string", "pattern", pattern.pattern());
  }

  private static Map<String, Object> text(Shape.Text text) {
    return map("type", "string", "maxLength", text.longest(), "pattern", text.pattern().pattern());
  }

  private static Map<String, Object> fields(Shape.Fields fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    for (Key key : fields.keys()) {
      if (key.isTaken()) {
        Map<String, Object> property = map("description", key.prose());
        key.defaultText().ifPresent(text -> property.put("default", literal(key.shape(), text)));
        property.putAll(of(key.shape()));
        properties.put(key.name(), property);
      }
    }
    List<String> required =
        fields.keys().stream()
            .filter(key -> key.presence() instanceof Key.Presence.Required)
            .map(Key::name)
            .toList();
    Map<String, Object> schema = map("type", "object");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    if (fields.rule() == Shape.Rule.EXACTLY_ONE) {
      schema.put("minProperties", 1);
      schema.put("maxProperties", 1);
    }
    if (fields == Grammar.STREAM) {
      schema.put("if", plainKey());
      schema.put("then", loopback(TargetText.LOOPBACK));
    }
    return schema;
  }

  private static Map<String, Object> plainKey() {
    return map(
        "required",
        List.of("key"),
        "properties",
        Map.of("key", map("type", "object", "required", List.of("plain"))));
  }

  private static Map<String, Object> loopback(Pattern pattern) {
    return map("properties", Map.of("target", map("pattern", pattern.pattern())));
  }

  private static Object literal(Shape shape, String text) {
    return switch (shape) {
      case Shape.Flag flag -> Boolean.valueOf(text);
      case Shape.Whole whole -> Integer.valueOf(text);
      case Shape.WholeOrWord(Shape.Whole whole, String word) ->
          text.equals(word) ? text : (Object) Integer.valueOf(text);
      case Shape.Ratio ratio -> Double.valueOf(text);
      case Shape.Choice choice -> text;
      case Shape.Span span -> text;
      case Shape.SpanOrWord either -> text;
      case Shape.Among among -> Integer.valueOf(text);
      case Shape.BitRate rate -> text;
      case Shape.Size size -> text;
      case Shape.Rate rate -> text;
      case Shape.Text plain -> text;
      case Shape.WordOrText either -> text;
      case Shape.Fields fields -> throw noDefault(fields);
      case Shape.Named named -> throw noDefault(named);
      case Shape.Listed listed -> List.of();
      case Shape.Either either -> throw noDefault(either);
      case Shape.Anything anything -> throw noDefault(anything);
    };
  }

  private static IllegalStateException noDefault(Shape shape) {
    return new IllegalStateException("a default for " + shape.wanted());
  }

  private static Map<String, Object> map(Object... keysAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}
