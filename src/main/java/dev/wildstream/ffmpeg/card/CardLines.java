package dev.wildstream.ffmpeg.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stream's name in lines, as large as they fit. It is broken after a dash, and inside a word only
 * where that makes the letters twice as large.
 *
 * @param scale pixels from one point of a letter to the next
 */
record CardLines(List<String> lines, double scale) {

  /** From the begin of one letter to that of the next, in points. */
  static final double ADVANCE = CardLetters.WIDTH + 1;

  /** From the top of one line to that of the next, in points. */
  static final double LINE = CardLetters.HEIGHT + 4;

  /** Fewer lines are taken for letters that are no smaller than this part of the largest. */
  private static final double NO_SMALLER = 0.6;

  /** 63 letters of eleven in a line are six; a line more for broken ones. */
  private static final int MOST_LINES = 7;

  /**
   * Finds them.
   *
   * @param width pixels to fit into
   * @param height pixels to fit into
   * @param largest scale
   */
  static CardLines fitting(String name, double width, double height, double largest) {
    Optional<CardLines> atDashes = best(words(name), width, height, largest);
    CardLines anywhere =
        best(name.chars().mapToObj(c -> String.valueOf((char) c)).toList(), width, height, largest)
            .orElseGet(() -> new CardLines(List.of(name), width / (ADVANCE * name.length())));
    return atDashes.filter(l -> 2 * l.scale() >= anywhere.scale()).orElse(anywhere);
  }

  private static Optional<CardLines> best(
      List<String> words, double width, double height, double largest) {
    List<CardLines> found = new ArrayList<>();
    int longest = words.stream().mapToInt(String::length).sum();
    for (int letters = 1; letters <= longest; letters++) {
      List<String> lines = filled(words, letters);
      int widest = lines.stream().mapToInt(String::length).max().orElse(1);
      double scale =
          Math.min(
              largest,
              Math.min(width / (widest * ADVANCE - 1), height / (lines.size() * LINE - LINE + 7)));
      if (lines.size() <= MOST_LINES) {
        found.add(new CardLines(lines, scale));
      }
    }
    double top = found.stream().mapToDouble(CardLines::scale).max().orElse(0);
    return found.stream()
        .filter(l -> l.scale() >= NO_SMALLER * top)
        .min(
            java.util.Comparator.<CardLines>comparingInt(l -> l.lines().size())
                .thenComparing(CardLines::scale, java.util.Comparator.reverseOrder()));
  }

  /** As many words in each line as so many letters hold; a longer word has a line of its own. */
  private static List<String> filled(List<String> words, int letters) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty() && line.length() + word.length() > letters) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> words(String name) {
    return List.of(name.split("(?<=-)"));
  }
}
