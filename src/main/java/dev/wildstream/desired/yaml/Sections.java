package dev.wildstream.desired.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sections of all files together.
 *
 * @param defaults of the first file that has them
 * @param playlists by name, the first of each
 * @param streams by name, the first of each, in the order of the files
 */
record Sections(
    Optional<Value.Mapping> defaults,
    Map<String, Value.Entry> playlists,
    Map<String, Value.Entry> streams) {

  static Sections of(List<Document> documents, Findings findings) {
    return new Sections(
        defaults(documents, findings),
        named("playlists", documents, findings),
        named("streams", documents, findings));
  }

  /** A stream's settings over those of {@code defaults}. */
  Settings settings(Value.Mapping stream) {
    List<Value.Mapping> layers = new ArrayList<>(List.of(stream));
    defaults.ifPresent(layers::add);
    return new Settings(Grammar.STREAM, layers);
  }

  private static Optional<Value.Mapping> defaults(List<Document> documents, Findings findings) {
    List<Value.Entry> written =
        documents.stream()
            .flatMap(
                document -> Optional.ofNullable(document.root().named().get("defaults")).stream())
            .toList();
    written.stream()
        .skip(1)
        .forEach(second ->
            findings.add(
                second.key().place(),
                Where.DOCUMENT.key("defaults"),
                "is in two files, first at " + written.getFirst().key().place().text(),
                "keep defaults in one file"));
    return written.stream()
        .map(Value.Entry::value)
        .filter(Value.Mapping.class::isInstance)
        .map(Value.Mapping.class::cast)
        .findFirst();
  }

  private static Map<String, Value.Entry> named(
      String section, List<Document> documents, Findings findings) {
    Map<String, Value.Entry> all = new LinkedHashMap<>();
    for (Document document : documents) {
      document
          .root()
          .get(section)
          .filter(Value.Mapping.class::isInstance)
          .map(Value.Mapping.class::cast)
          .ifPresent(mapping -> addAll(section, mapping, all, findings));
    }
    return all;
  }

  private static void addAll(
      String section, Value.Mapping mapping, Map<String, Value.Entry> all, Findings findings) {
    mapping
        .named()
        .forEach((name, entry) -> {
          Value.Entry first = all.putIfAbsent(name, entry);
          if (first != null) {
            findings.add(
                entry.key().place(),
                Where.DOCUMENT.key(section).key(name),
                "is in two files, first at " + first.key().place().text(),
                "remove or rename one of them");
          }
        });
  }
}
