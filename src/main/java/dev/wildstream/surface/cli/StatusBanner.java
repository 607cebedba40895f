package dev.wildstream.surface.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which commit is in force, and what is wrong with the hub as a whole: what stands below the table.
 */
public final class StatusBanner {

  private StatusBanner() {}

  /** No line where the files are of no repository and nothing is wrong. */
  public static List<String> lines(JsonNode status) {
    List<String> lines = new ArrayList<>();
    JsonNode configuration = status.path("configuration");
    JsonNode problems = configuration.path("problems");
    String path = configuration.path("path").asString("");
    boolean inForce = configuration.path("revision").isString();
    commit(configuration, StatusTable.instant(status.path("at"), Instant.EPOCH))
        .ifPresent(line -> lines.addAll(List.of("", line)));
    if (configuration.path("refusedSince").isString()) {
      Instant at = StatusTable.instant(status.path("at"), Instant.EPOCH);
      Instant since = StatusTable.instant(configuration.path("refusedSince"), at);
      lines.add("");
      lines.add(
          "REFUSED for "
              + Spans.text(Duration.between(since, at))
              + ": "
              + path
              + " has "
              + Count.of(problems.size(), "problem")
              + "; "
              + (inForce ? "the last good revision stays in force" : "no revision is in force"));
      problems.forEach(p ->
          p.path("text")
              .asString("")
              .lines()
              .forEach(line -> lines.add("  " + Columns.plain(line))));
    } else if (!inForce) {
      lines.add("");
      lines.add("NO REVISION in force yet: " + path);
    }
    if (status.path("hub").path("stateTrouble").isString()) {
      lines.add("");
      lines.add(
          "STATE cannot be written, streams run on: "
              + Columns.plain(status.path("hub").path("stateTrouble").stringValue()));
    }
    return lines;
  }

  private static Optional<String> commit(JsonNode configuration, Instant now) {
    JsonNode commit = configuration.path("commit");
    if (!commit.isObject()) {
      return Optional.empty();
    }
    String subject = commit.path("subject").asString("");
    Instant since = StatusTable.instant(configuration.path("appliedAt"), now);
    return Optional.of(
        "REVISION "
            + configuration.path("revision").asString("")
            + (subject.isEmpty() ? "" : " \"" + Columns.plain(subject) + "\"")
            + ", in force for "
            + Spans.text(Duration.between(since, now)));
  }
}
