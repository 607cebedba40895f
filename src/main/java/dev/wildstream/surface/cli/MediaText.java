package dev.wildstream.surface.cli;

import dev.wildstream.desired.StreamName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What becomes of the items of some streams, as a terminal shows it. */
final class MediaText {

  /** {@code transcoded}, the longest of them, and two blanks. */
  private static final int FATE = 12;

  private final Ink ink;
  private final List<String> lines = new ArrayList<>();

  private MediaText(Ink ink) {
    this.ink = ink;
  }

  /** A table for each list, then the commands that mend what does not fit, each once. */
  static List<String> lines(List<Commands.MediaReport> reports, Ink ink) {
    MediaText text = new MediaText(ink);
    reports.forEach(text::table);
    Set<String> commands = new LinkedHashSet<>();
    for (Commands.MediaReport report : reports) {
      report.items().stream()
          .filter(item -> !item.mending().isEmpty())
          .forEach(item -> commands.add(ShellText.of(item.mending())));
    }
    if (!commands.isEmpty()) {
      text.lines.add(
          "To have them copied from now on, run these, and put each NAME.fits.mp4 in the place of"
              + " its item:");
      text.lines.add("");
      text.lines.addAll(commands);
      text.lines.add("");
    }
    return text.lines;
  }

  private void table(Commands.MediaReport report) {
    String names =
        report.streams().stream().map(StreamName::text).collect(Collectors.joining(", "));
    lines.add(ink.bold(names) + ": " + report.format());
    if (report.items().isEmpty()) {
      lines.add("  the list is empty");
    }
    for (Commands.ItemReport item : report.items()) {
      String fate = Columns.fit(item.fate().text(), FATE);
      String coloured =
          switch (item.fate()) {
            case COPIED -> ink.green(fate);
            case TRANSCODED -> ink.yellow(fate);
            case SKIPPED -> ink.red(fate);
          };
      String why = item.why().isEmpty() ? "" : ": " + Columns.plain(item.why());
      lines.add("  " + coloured + Columns.plain(item.item()) + why);
    }
    lines.add("");
  }
}
