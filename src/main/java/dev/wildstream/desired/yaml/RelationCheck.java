package dev.wildstream.desired.yaml;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What two places of a revision say about each other, in one file or over all of them. */
final class RelationCheck {

  private final Findings findings;
  private final Sections sections;
  private final Completeness completeness;

  /** Whether every file of the revision could be parsed. */
  enum Completeness {
    COMPLETE,
    /** What seems to be missing may stand in a file that could not be read. */
    PARTIAL
  }

  private RelationCheck(Sections sections, Completeness completeness, Findings findings) {
    this.findings = findings;
    this.sections = sections;
    this.completeness = completeness;
  }

  static void check(List<Document> documents, Completeness completeness, Findings findings) {
    Sections sections = Sections.of(documents, findings);
    RelationCheck check = new RelationCheck(sections, completeness, findings);
    check.streamsAreThere(documents);
    sections.defaults().ifPresent(check::defaults);
    sections.playlists().forEach(check::playlist);
    sections.streams().forEach(check::stream);
    check.limits();
    if (completeness == Completeness.COMPLETE) { // else the defaults may not be there
      new HostCheck(sections, findings).allOrNone();
    }
  }

  private void streamsAreThere(List<Document> documents) {
    boolean eachSaysSomething =
        documents.stream()
            .allMatch(document ->
                Grammar.DOCUMENT.keys().stream()
                    .filter(key -> !key.name().equals("version"))
                    .anyMatch(key -> document.root().named().containsKey(key.name())));
    boolean some =
        documents.stream().anyMatch(document -> document.root().named().containsKey("streams"));
    if (completeness == Completeness.COMPLETE && eachSaysSomething && !some) {
      SourceText first = documents.getFirst().source();
      findings.add(
          first.place(0, 0),
          Where.DOCUMENT,
          documents.size() == 1 ? "the file has no streams" : "none of the files has streams",
          () -> "add streams:, or streams: {} if nothing is to be on the air",
          Excerpts.Disclosure.NONE);
    }
  }

  private void limits() {
    if (sections.streams().size() > Grammar.MOST_STREAMS) {
      tooMany(sections.streams().values().stream().toList().get(Grammar.MOST_STREAMS), "streams");
    }
    long items = 0;
    for (Map<String, Value.Entry> section : List.of(sections.playlists(), sections.streams())) {
      for (Value.Entry entry : section.values()) {
        items += items(entry.value());
        if (items > Grammar.MOST_ITEMS) {
          tooMany(entry, "items");
          return;
        }
      }
    }
  }

  private void tooMany(Value.Entry entry, String what) {
    int most = what.equals("streams") ? Grammar.MOST_STREAMS : Grammar.MOST_ITEMS;
    findings.add(
        entry.key().place(),
        Where.DOCUMENT,
        String.format("more than %,d %s in all files together", most, what),
        "name a folder or an M3U list in place of single files, or run a second hub");
  }

  /** Of a playlist's mapping, or of a stream's list in place. */
  private static int items(Value value) {
    return listOf(value, "items").or(() -> listOf(value, "playlist")).orElse(List.of()).size();
  }

  private static Optional<List<Value>> listOf(Value value, String key) {
    return value instanceof Value.Mapping mapping
        ? mapping
            .get(key)
            .filter(Value.Sequence.class::isInstance)
            .map(list -> ((Value.Sequence) list).elements())
        : Optional.empty();
  }

  private void defaults(Value.Mapping defaults) {
    retry(
        Settings.of(Grammar.DEFAULTS, defaults).inside("retry"),
        Where.DOCUMENT.key("defaults").key("retry"));
    standby(defaults, Where.DOCUMENT.key("defaults"));
  }

  private void playlist(String name, Value.Entry entry) {
    Where where = Where.DOCUMENT.key("playlists").key(name).key("items");
    listOf(entry.value(), "items").ifPresent(items -> items(items, where));
  }

  private void stream(String name, Value.Entry entry) {
    if (!(entry.value() instanceof Value.Mapping stream)) {
      return;
    }
    Where where = Where.DOCUMENT.key("streams").key(name);
    stream.get("playlist").ifPresent(playlist -> played(playlist, where.key("playlist")));
    stream
        .get("key")
        .filter(Value.Mapping.class::isInstance)
        .ifPresent(key -> key((Value.Mapping) key, stream, where.key("key")));
    standby(stream, where);
    Settings own = Settings.of(Grammar.STREAM, stream).inside("retry");
    if (Stream.of("delay", "networkDelayMax", "thenEvery")
        .anyMatch(key -> own.written(key).isPresent())) {
      retry(sections.settings(stream).inside("retry"), where.key("retry"));
    }
  }

  private void standby(Value.Mapping mapping, Where where) {
    mapping
        .get("standby")
        .filter(Value.Scalar.class::isInstance)
        .ifPresent(standby -> path((Value.Scalar) standby, where.key("standby")));
  }

  private void played(Value playlist, Where where) {
    switch (playlist) {
      case Value.Scalar name when name.isText() -> {
        if (completeness == Completeness.COMPLETE
            && !sections.playlists().containsKey(name.text())) {
          findings.add(
              name.place(),
              where,
              "there is no playlist " + Shown.value(name.text()),
              () -> nearPlaylist(name.text()));
        }
      }
      case Value.Sequence list -> items(list.elements(), where);
      case Value.Scalar other -> {}
      case Value.Mapping mapping -> {}
      case Value.Unusable unusable -> {}
    }
  }

  private String nearPlaylist(String name) {
    if (sections.playlists().isEmpty()) {
      return "add it under playlists";
    }
    return Suggestion.near(name, sections.playlists().keySet())
            .map(near -> "did you mean " + Shown.value(near) + "? ")
            .orElse("")
        + "known: "
        + Shown.list(sections.playlists().keySet());
  }

  private void key(Value.Mapping key, Value.Mapping stream, Where where) {
    key.get("file")
        .filter(Value.Scalar.class::isInstance)
        .ifPresent(file -> path((Value.Scalar) file, where.key("file")));
    Value.Entry plain = key.named().get("plain");
    if (plain != null
        && Settings.of(Grammar.STREAM, stream)
            .written("target")
            .flatMap(target -> TargetText.parse(target.text()))
            .filter(target -> !target.isLoopback())
            .isPresent()) {
      findings.add(
          plain.key().place(),
          where.key("plain"),
          "is only for a target on this machine's loopback",
          "put the key into a file and write key: { file: PATH }");
    }
  }

  private void retry(Settings retry, Where where) {
    notBelowDelay("networkDelayMax", retry, where);
    notBelowDelay("thenEvery", retry, where);
  }

  private void notBelowDelay(String key, Settings retry, Where where) {
    Optional<Duration> delay = retry.span("delay");
    Optional<Duration> longer = retry.span(key);
    if (delay.isEmpty() || longer.isEmpty() || longer.get().compareTo(delay.get()) >= 0) {
      return;
    }
    String blamed = retry.layers().getFirst().named().containsKey(key) ? key : "delay";
    retry
        .written(blamed)
        .or(() -> retry.written("delay"))
        .ifPresent(place ->
            findings.add(
                place.place(),
                where.key(blamed),
                key
                    + " ("
                    + TimeSpan.text(longer.get())
                    + ") is shorter than delay ("
                    + TimeSpan.text(delay.get())
                    + ")",
                "make " + key + " " + TimeSpan.text(delay.get()) + " or longer"));
  }

  private void items(List<Value> items, Where where) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Value.Mapping item) {
        cut(item, where.element(i));
      }
    }
  }

  private void cut(Value.Mapping item, Where where) {
    item.get("path")
        .filter(Value.Scalar.class::isInstance)
        .ifPresent(path -> path((Value.Scalar) path, where.key("path")));
    Settings cut = Settings.of(Grammar.CUT, item);
    Optional<Value.Scalar> written = cut.written("end");
    Optional<Duration> start = cut.span("start");
    Optional<Duration> end = written.flatMap(text -> cut.span("end"));
    if (start.isPresent() && end.isPresent() && end.get().compareTo(start.get()) <= 0) {
      findings.add(
          written.get().place(),
          where.key("end"),
          "end ("
              + TimeSpan.text(end.get())
              + ") is not after start ("
              + TimeSpan.text(start.get())
              + ")",
          "both count from the file's begin; make end later than start");
    }
  }

  private void path(Value.Scalar written, Where where) {
    if (written.isText() && written.text().indexOf('\0') < 0) {
      Optional<Path> path = FilePath.resolve(written);
      if (path.isEmpty()) {
        findings.add(
            written.place(),
            where,
            "holds characters that this machine cannot use in a file's name",
            "run the hub with LC_ALL=C.UTF-8, or rename the file");
      }
    }
  }
}
