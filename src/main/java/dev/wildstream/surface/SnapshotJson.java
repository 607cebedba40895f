package dev.wildstream.surface;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.Problem;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Snapshot as JSON: what {@code /api/v1/streams} answers and {@code status.json} holds. Instants
 * are ISO-8601 by the wall clock, durations are in seconds.
 */
public final class SnapshotJson {

  /** How much of a stream is shown. */
  enum Detail {
    /** Items are counted. */
    BRIEF,
    /** Items are listed. */
    FULL
  }

  private SnapshotJson() {}

  /** The whole hub; the items of a stream are counted, not listed. */
  public static ObjectNode of(Snapshot snapshot) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("at", snapshot.at().toString());
    json.set("hub", hub(snapshot.hub()));
    json.set("configuration", configuration(snapshot.configuration()));
    ArrayNode streams = json.putArray("streams");
    snapshot.streams().forEach(s -> streams.add(StreamJson.of(snapshot, s, Detail.BRIEF)));
    return json;
  }

  /** One stream; empty where none has that name. */
  public static Optional<ObjectNode> stream(Snapshot snapshot, String name) {
    return snapshot.streams().stream()
        .filter(s -> s.name().text().equals(name))
        .findFirst()
        .map((StreamStatus s) -> StreamJson.of(snapshot, s, Detail.FULL));
  }

  private static ObjectNode hub(Snapshot.Hub hub) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", hub.version());
    json.put("pid", hub.pid());
    json.put("startedAt", hub.startedAt().toString());
    json.put("ready", hub.ready());
    json.put("stateTrouble", hub.stateTrouble().orElse(null));
    json.put("turns", hub.turns());
    return json;
  }

  private static ObjectNode configuration(Snapshot.Configuration configuration) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("path", configuration.path());
    json.put("revision", configuration.name().orElse(null));
    json.put("digest", configuration.digest().orElse(null));
    json.set("commit", configuration.commit().map(SnapshotJson::commit).orElse(null));
    json.put("appliedAt", configuration.appliedAt().map(Object::toString).orElse(null));
    json.put("refusedSince", configuration.refused().map(Object::toString).orElse(null));
    ArrayNode problems = json.putArray("problems");
    configuration.problems().forEach(p -> problems.add(problem(p)));
    ObjectNode reloads = json.putObject("reloads");
    new TreeMap<>(configuration.reloads()).forEach(reloads::put);
    json.put("watching", configuration.watching());
    return json;
  }

  private static ObjectNode commit(Commit commit) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", commit.id());
    json.put("subject", commit.subject().orElse(null));
    json.put("files", commit.files().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return json;
  }

  private static ObjectNode problem(Problem problem) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", problem.file());
    json.put("line", problem.line());
    json.put("column", problem.column());
    json.put("path", problem.path());
    json.put("wrong", problem.wrong());
    json.put("remedy", problem.remedy());
    json.put("text", problem.text());
    return json;
  }
}
