package dev.wildstream.surface.cli;

import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two lists of items against each other: which lines went, and which came. */
final class ItemDiff {

  /** More of it nobody reads on a terminal. */
  static final int MOST_LINES = 20;

  /**
   * The table of a comparison has at most so many cells, 4 MiB of numbers: two lists of 1,000 lines
   * that differ from the first to the last. Of longer ones a moved line is not told from one that
   * stayed.
   */
  private static final int MOST_CELLS = 1_000_000;

  private final List<String> lines = new ArrayList<>();

  private ItemDiff() {}

  /** {@code - gone} and {@code + new}, in the order of the lists; then how many more there are. */
  static List<String> lines(List<PlaylistEntry> before, List<PlaylistEntry> after) {
    ItemDiff diff = new ItemDiff();
    int begin = 0;
    while (begin < Math.min(before.size(), after.size())
        && before.get(begin).equals(after.get(begin))) {
      begin++;
    }
    int end = 0;
    while (end < Math.min(before.size(), after.size()) - begin
        && before.get(before.size() - 1 - end).equals(after.get(after.size() - 1 - end))) {
      end++;
    }
    diff.compare(
        before.subList(begin, before.size() - end), after.subList(begin, after.size() - end));
    return diff.bounded();
  }

  private void compare(List<PlaylistEntry> before, List<PlaylistEntry> after) {
    if ((long) (before.size() + 1) * (after.size() + 1) > MOST_CELLS) {
      compareAsBags(before, after);
      return;
    }
    int[][] common = new int[before.size() + 1][after.size() + 1];
    for (int i = before.size() - 1; i >= 0; i--) {
      for (int j = after.size() - 1; j >= 0; j--) {
        common[i][j] =
            before.get(i).equals(after.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < before.size() || j < after.size()) {
      boolean same = i < before.size() && j < after.size() && before.get(i).equals(after.get(j));
      if (same) {
        i++;
        j++;
      } else if (j == after.size() || i < before.size() && common[i + 1][j] >= common[i][j + 1]) {
        gone(before.get(i++));
      } else {
        came(after.get(j++));
      }
    }
  }

  private void compareAsBags(List<PlaylistEntry> before, List<PlaylistEntry> after) {
    Map<PlaylistEntry, Integer> kept = new HashMap<>();
    after.forEach(entry -> kept.merge(entry, 1, Integer::sum));
    before.stream().filter(entry -> !isTaken(kept, entry)).forEach(this::gone);
    Map<PlaylistEntry, Integer> had = new HashMap<>();
    before.forEach(entry -> had.merge(entry, 1, Integer::sum));
    after.stream().filter(entry -> !isTaken(had, entry)).forEach(this::came);
    if (lines.isEmpty()) {
      lines.add("in another order");
    }
  }

  private static boolean isTaken(Map<PlaylistEntry, Integer> from, PlaylistEntry entry) {
    return from.merge(entry, -1, Integer::sum) >= 0;
  }

  private void gone(PlaylistEntry entry) {
    lines.add("- " + Columns.plain(Written.item(entry)));
  }

  private void came(PlaylistEntry entry) {
    lines.add("+ " + Columns.plain(Written.item(entry)));
  }

  private List<String> bounded() {
    if (lines.size() <= MOST_LINES) {
      return lines;
    }
    List<String> bounded = new ArrayList<>(lines.subList(0, MOST_LINES - 1));
    bounded.add("… and " + Count.of(lines.size() - MOST_LINES + 1, "more line"));
    return bounded;
  }
}
