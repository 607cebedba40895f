package dev.wildstream.surface.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The streams of a status as a table. Its layout depends on the names and the width alone, so that
 * a redrawn one does not jump; no line is longer than the width.
 */
public final class StatusTable {

  private static final int LONGEST_NAME = 24;
  private static final int PHASE = 8;
  private static final int ATTEMPT = 7;
  private static final int SINCE = 6;
  private static final int GAPS = 5 * 2;

  /** What is playing and why get at least this, however narrow the terminal. */
  private static final int LEAST_REST = 20;

  private StatusTable() {}

  /**
   * One line of headings, then one per stream.
   *
   * @param status as {@code status.json} holds it
   * @param names of the streams to show, in the order of the status; none = all
   * @param width in columns, at least 60
   */
  public static List<String> lines(JsonNode status, Collection<String> names, int width) {
    List<JsonNode> shown =
        status
            .path("streams")
            .valueStream()
            .filter(s -> names.isEmpty() || names.contains(s.path("name").asString("")))
            .toList();
    int name =
        Math.clamp(
            shown.stream().mapToInt(s -> s.path("name").asString("").length()).max().orElse(4),
            4,
            Math.min(LONGEST_NAME, width - PHASE - ATTEMPT - SINCE - GAPS - LEAST_REST));
    int rest = width - name - PHASE - ATTEMPT - SINCE - GAPS;
    int playing = rest * 55 / 100;
    int[] columns = {name, PHASE, playing, ATTEMPT, SINCE, rest - playing};
    List<String> lines = new ArrayList<>();
    lines.add(line(columns, "NAME", "PHASE", "NOW PLAYING", "ATTEMPT", "SINCE", "REASON"));
    Instant at = instant(status.path("at"), Instant.EPOCH);
    for (JsonNode stream : shown) {
      lines.add(
          line(
              columns,
              stream.path("name").asString(""),
              stream.path("phase").asString(""),
              playing(stream.path("nowPlaying"), playing),
              attempt(stream),
              Spans.text(Duration.between(instant(stream.path("since"), at), at)),
              reason(stream, at)));
    }
    return lines;
  }

  /**
   * Why streams are not on the air, or too slow, in full; for those whose reason the table may have
   * cut.
   */
  public static List<String> reasons(JsonNode status, Collection<String> names) {
    return status
        .path("streams")
        .valueStream()
        .filter(s -> names.isEmpty() || names.contains(s.path("name").asString("")))
        .filter(s ->
            List.of("blocked", "failed", "retrying", "on-air")
                .contains(s.path("phase").asString("")))
        .filter(s -> !s.path("reason").asString("").isBlank())
        .map(s ->
            s.path("name").asString("")
                + " "
                + s.path("phase").asString("")
                + ": "
                + Columns.plain(s.path("reason").asString("")))
        .toList();
  }

  private static String line(int[] columns, String... cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      line.append(i == 0 ? "" : "  ").append(Columns.fit(Columns.plain(cells[i]), columns[i]));
    }
    return line.toString().stripTrailing();
  }

  /** The item gives way before its place does. */
  private static String playing(JsonNode playing, int width) {
    if (!playing.isObject()) {
      return "-";
    }
    String place =
        " %d/%d %s"
            .formatted(
                playing.path("index").asInt(0),
                playing.path("of").asInt(0),
                Spans.place(playing.path("seconds").asDouble(0)));
    String item = Columns.plain(playing.path("item").asString(""));
    return Columns.cut(item, Math.max(0, width - place.length())) + place;
  }

  private static String attempt(JsonNode stream) {
    int made = stream.path("attempts").path("made").asInt(0);
    JsonNode of = stream.path("attempts").path("of");
    if (made == 0) {
      return "-";
    }
    return of.isInt() ? made + "/" + of.intValue() : Integer.toString(made);
  }

  /** What stands beside the phase, when it is tried again, and why it is so. */
  private static String reason(JsonNode stream, Instant at) {
    String flags =
        stream
            .path("flags")
            .valueStream()
            .map(flag -> flag.asString(""))
            .collect(Collectors.joining(", "));
    String why = stream.path("reason").asString("");
    String reason = flags + (flags.isEmpty() || why.isEmpty() ? "" : ": ") + why;
    Instant next = instant(stream.path("nextAttempt"), Instant.MIN);
    return next.equals(Instant.MIN)
        ? reason
        : "next in " + Spans.text(Duration.between(at, next)) + "; " + reason;
  }

  static Instant instant(JsonNode node, Instant otherwise) {
    try {
      return node.isString() ? Instant.parse(node.stringValue()) : otherwise;
    } catch (DateTimeException e) {
      return otherwise;
    }
  }
}
