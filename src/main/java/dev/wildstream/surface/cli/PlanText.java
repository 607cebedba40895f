package dev.wildstream.surface.cli;

import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.StreamSpec;
import java.util.ArrayList;
import java.util.List;

/** A plan as a terminal shows it. */
final class PlanText {

  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private PlanText(Ink ink) {
    this.ink = ink;
  }

  /** The streams that change, each with its keys; then how many do what. */
  static List<String> lines(List<Commands.StreamPlan> streams, Ink ink) {
    PlanText text = new PlanText(ink);
    streams.forEach(text::stream);
    if (!text.lines.isEmpty()) {
      text.lines.add("");
    }
    text.lines.add(
        number(streams, Commands.StreamPlan.Action.START)
            + " to start, "
            + number(streams, Commands.StreamPlan.Action.CHANGE)
            + " to change, "
            + number(streams, Commands.StreamPlan.Action.STOP)
            + " to stop, "
            + number(streams, Commands.StreamPlan.Action.UNCHANGED)
            + " unchanged");
    return text.lines;
  }

  private static long number(List<Commands.StreamPlan> streams, Commands.StreamPlan.Action action) {
    return streams.stream().filter(stream -> stream.action() == action).count();
  }

  private void stream(Commands.StreamPlan stream) {
    if (stream.action() == Commands.StreamPlan.Action.UNCHANGED) {
      return;
    }
    String name = stream.name().text();
    String head =
        switch (stream.action()) {
          case START -> ink.green("+ " + name);
          case STOP -> ink.red("- " + name);
          case CHANGE, UNCHANGED -> ink.yellow("~ " + name);
        };
    lines.add(head + ": " + ink.bold(Columns.plain(stream.viewer())));
    if (stream.before().isPresent() && stream.after().isPresent()) {
      stream.costs().forEach((key, cost) -> difference(stream, key, cost));
    } else {
      stream.after().ifPresent(this::whole);
    }
  }

  private void difference(Commands.StreamPlan stream, SpecKey key, String cost) {
    StreamSpec before = stream.before().orElseThrow();
    StreamSpec after = stream.after().orElseThrow();
    String price = ink.faint(" (" + Columns.plain(cost) + ")");
    if (key == SpecKey.ITEMS) {
      lines.add("    items:" + price);
      for (String line : ItemDiff.lines(before.playlist().entries(), after.playlist().entries())) {
        lines.add("      " + coloured(line));
      }
      return;
    }
    String was = Columns.plain(key.written(before));
    String is = Columns.plain(key.written(after));
    String hidden = was.equals(is) ? ", another one" : "";
    lines.add("    " + key.text() + ": " + was + " → " + is + hidden + price);
  }

  private String coloured(String line) {
    if (line.startsWith("- ")) {
      return ink.red(line);
    }
    return line.startsWith("+ ") ? ink.green(line) : line;
  }

  /** What one wants to see of a stream that was not there. */
  private void whole(StreamSpec spec) {
    for (SpecKey key : List.of(SpecKey.ENABLED, SpecKey.TARGET, SpecKey.KEY, SpecKey.PLAYLIST)) {
      if (key != SpecKey.ENABLED || !spec.enabled()) {
        lines.add("    " + key.text() + ": " + Columns.plain(key.written(spec)));
      }
    }
    lines.add("    items: " + Count.of(spec.playlist().entries().size(), "line"));
  }
}
