package dev.wildstream.surface.cli;

import dev.wildstream.desired.Problem;
import java.util.ArrayList;
import java.util.List;

/** A problem as a terminal shows it: where, what, what to do, and the line with a caret. */
final class ProblemText {

  private ProblemText() {}

  static List<String> lines(Problem problem, Ink ink) {
    String place = problem.file() + ":" + problem.line() + ":" + problem.column() + ":";
    List<String> lines = new ArrayList<>();
    for (String line : problem.text().lines().map(Columns::plain).toList()) {
      String shown = Columns.plain(place);
      lines.add(
          lines.isEmpty() && line.startsWith(shown)
              ? ink.bold(shown) + line.substring(shown.length())
              : line.isBlank() || !line.strip().equals("^") ? line : ink.red(line));
    }
    return lines;
  }
}
