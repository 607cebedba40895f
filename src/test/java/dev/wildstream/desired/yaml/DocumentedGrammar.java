package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** The grammar as the README and the examples tell it, for the tests that hold them to it. */
public final class DocumentedGrammar {

  private DocumentedGrammar() {}

  /** The mappings of the grammar that have keys of our choice, by the path of each. */
  private static Map<String, Shape.Fields> sections() {
    Map<String, Shape.Fields> sections = new TreeMap<>();
    sections.put("the file", Grammar.DOCUMENT);
    sections.put("playlists.NAME", Grammar.PLAYLIST);
    sections.put("an item as a mapping", Grammar.CUT);
    sections.put("streams.NAME", Grammar.STREAM);
    sections.put("streams.NAME.key", Grammar.KEY);
    sections.put("streams.NAME.retry", Grammar.RETRY);
    sections.put("streams.NAME.watchdog", Grammar.WATCHDOG);
    sections.put("streams.NAME.media", MediaGrammar.MEDIA);
    sections.put("streams.NAME.media.video", MediaGrammar.VIDEO);
    sections.put("streams.NAME.media.audio", MediaGrammar.AUDIO);
    sections.put("streams.NAME.session", MediaGrammar.SESSION);
    return sections;
  }

  /** The README's table of each mapping, word for word. */
  public static Map<String, String> tables() {
    Map<String, String> tables = new TreeMap<>();
    sections().forEach((path, fields) -> tables.put(path, table(fields)));
    return tables;
  }

  private static String table(Shape.Fields fields) {
    StringBuilder table = new StringBuilder("| key | type | default | |\n|---|---|---|---|\n");
    for (Key key : fields.keys()) {
      if (key.isTaken()) {
        table.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(key.name(), type(key.shape()), standing(key), key.prose()));
      }
    }
    return table.toString();
  }

  private static String standing(Key key) {
    return switch (key.presence()) {
      case Key.Presence.Required required -> "required";
      case Key.Presence.Optional optional -> "";
      case Key.Presence.Default(String text) -> "`" + (text.isEmpty() ? "\"\"" : text) + "`";
      case Key.Presence.Refused refused -> throw new IllegalArgumentException(key.name());
    };
  }

  private static String type(Shape shape) {
    return switch (shape) {
      case Shape.Flag flag -> "`true`, `false`";
      case Shape.Whole whole -> "number";
      case Shape.WholeOrWord(Shape.Whole whole, String word) -> "number, `" + word + "`";
      case Shape.Ratio ratio -> "number";
      case Shape.Choice(List<String> words) -> "`" + String.join("`, `", words) + "`";
      case Shape.Span span -> "time";
      case Shape.SpanOrWord(Shape.Span span, String word) -> "time, `" + word + "`";
      case Shape.Among among -> "number";
      case Shape.BitRate rate -> "bit rate";
      case Shape.Size size -> "size, `" + size.word() + "`";
      case Shape.Rate rate -> "number, fraction, `" + rate.word() + "`";
      case Shape.Text text -> "text";
      case Shape.WordOrText(List<String> words, Shape.Text text) ->
          "`" + String.join("`, `", words) + "`, " + type(text);
      case Shape.Fields fields -> "mapping";
      case Shape.Named named -> "mapping by name";
      case Shape.Listed listed -> "list";
      case Shape.Either(Shape single, Shape compound) -> type(single) + " or " + type(compound);
      case Shape.Anything anything -> "anything";
    };
  }

  /** Keys that are refused as not supported yet, as {@code streams.NAME.hosts}. */
  public static TreeSet<String> notYet() {
    TreeSet<String> names = new TreeSet<>();
    sections()
        .forEach((path, fields) ->
            fields.keys().stream()
                .filter(key -> key.presence() instanceof Key.Presence.Refused)
                .forEach(key -> names.add(last(path) + key.name())));
    return names;
  }

  private static String last(String path) {
    String last = path.substring(path.lastIndexOf('.') + 1);
    return List.of("key", "retry", "watchdog").contains(last) ? last + "." : "";
  }

  /** What the parser makes of a file, or of a folder's files; fails with the problems it has. */
  public static Revision accepted(Path path) {
    List<SourceFile> files =
        Fixtures.files(path).stream()
            .map(file -> Fixtures.file(file.name(), file.content()))
            .toList();
    return Fixtures.accepted(DesiredStateReader.read(files));
  }

  /** Whether the published schema accepts a file; empty = it is nothing that a schema can judge. */
  public static Optional<Boolean> schemaAccepts(Path file) {
    return PublishedSchema.accepts(Fixtures.bytes(file));
  }

  /** Keys that the grammar takes and a file has not, or not with their default as its value. */
  public static List<String> deviations(Path file) {
    Object document =
        new Load(LoadSettings.builder().setSchema(new FailsafeSchema()).build())
            .loadFromString(new String(Fixtures.bytes(file)));
    List<String> deviations = new ArrayList<>();
    sections()
        .forEach((path, fields) -> {
          List<Map<?, ?>> there = new ArrayList<>();
          collect(document, steps(path), there);
          for (Key key : fields.keys()) {
            if (key.isTaken()) {
              compare(path + "." + key.name(), key, there, deviations);
            }
          }
        });
    return deviations;
  }

  private static void compare(String path, Key key, List<Map<?, ?>> there, List<String> to) {
    List<Object> values =
        there.stream()
            .filter(m -> m.containsKey(key.name()))
            .map(m -> (Object) m.get(key.name()))
            .toList();
    if (values.isEmpty()) {
      to.add(path + " is not there");
    }
    key.defaultText()
        .ifPresent(text ->
            values.stream()
                .filter(value -> !value.toString().equals(text))
                .forEach(value -> to.add(path + " is " + value + ", its default is " + text)));
  }

  private static List<String> steps(String path) {
    return switch (path) {
      case "the file" -> List.of();
      case "an item as a mapping" -> List.of("playlists", "NAME", "items", "NAME");
      default -> List.of(path.split("\\."));
    };
  }

  private static void collect(Object node, List<String> steps, List<Map<?, ?>> to) {
    if (steps.isEmpty()) {
      if (node instanceof Map<?, ?> map) {
        to.add(map);
      }
      return;
    }
    List<String> rest = steps.subList(1, steps.size());
    switch (node) {
      case Map<?, ?> map when steps.getFirst().equals("NAME") ->
          map.values().forEach(value -> collect(value, rest, to));
      case Map<?, ?> map when map.containsKey(steps.getFirst()) ->
          collect(map.get(steps.getFirst()), rest, to);
      case List<?> list -> list.forEach(value -> collect(value, rest, to));
      case null -> {}
      default -> {}
    }
  }
}
