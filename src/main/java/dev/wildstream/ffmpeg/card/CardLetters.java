package dev.wildstream.ffmpeg.card;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The letters of a test card: what a stream's name is made of, and a blank. A server may have no
 * font, and the hub's Java brings none along. Each is drawn on five by seven points; neighbouring
 * points are joined by a stroke with round ends, so that they are smooth at any size.
 */
final class CardLetters {

  /** In points, as is the height. */
  static final int WIDTH = 5;

  static final int HEIGHT = 7;

  private static final Map<Character, List<Stroke>> STROKES = new HashMap<>();

  static {
    letter('a', " ### |#   #|#   #|#####|#   #|#   #|#   #");
    letter('b', "#### |#   #|#   #|#### |#   #|#   #|#### ");
    letter('c', " ### |#   #|#    |#    |#    |#   #| ### ");
    letter('d', "#### |#   #|#   #|#   #|#   #|#   #|#### ");
    letter('e', "#####|#    |#    |#### |#    |#    |#####");
    letter('f', "#####|#    |#    |#### |#    |#    |#    ");
    letter('g', " ### |#   #|#    |#  ##|#   #|#   #| ### ");
    letter('h', "#   #|#   #|#   #|#####|#   #|#   #|#   #");
    letter('i', " ### |  #  |  #  |  #  |  #  |  #  | ### ");
    letter('j', "  ###|    #|    #|    #|    #|#   #| ### ");
    letter('k', "#   #|#  # |# #  |##   |# #  |#  # |#   #");
    letter('l', "#    |#    |#    |#    |#    |#    |#####");
    letter('m', "#   #|## ##|# # #|#   #|#   #|#   #|#   #");
    letter('n', "#   #|##  #|# # #|#  ##|#   #|#   #|#   #");
    letter('o', " ### |#   #|#   #|#   #|#   #|#   #| ### ");
    letter('p', "#### |#   #|#   #|#### |#    |#    |#    ");
    letter('q', " ### |#   #|#   #|#   #|# # #|#  # | ## #");
    letter('r', "#### |#   #|#   #|#### |# #  |#  # |#   #");
    letter('s', " ### |#   #|#    | ### |    #|#   #| ### ");
    letter('t', "#####|  #  |  #  |  #  |  #  |  #  |  #  ");
    letter('u', "#   #|#   #|#   #|#   #|#   #|#   #| ### ");
    letter('v', "#   #|#   #|#   #|#   #|#   #| # # |  #  ");
    letter('w', "#   #|#   #|#   #|#   #|# # #|## ##|#   #");
    letter('x', "#   #|#   #| # # |  #  | # # |#   #|#   #");
    letter('y', "#   #|#   #| # # |  #  |  #  |  #  |  #  ");
    letter('z', "#####|    #|   # |  #  | #   |#    |#####");
    letter('0', " ### |#   #|#  ##|# # #|##  #|#   #| ### ");
    letter('1', "  #  | ##  |# #  |  #  |  #  |  #  |#####");
    letter('2', " ### |#   #|    #|   # |  #  | #   |#####");
    letter('3', " ### |#   #|    #|  ## |    #|#   #| ### ");
    letter('4', "   # |  ## | # # |#  # |#####|   # |   # ");
    letter('5', "#####|#    |#### |    #|    #|#   #| ### ");
    letter('6', " ### |#   #|#    |#### |#   #|#   #| ### ");
    letter('7', "#####|    #|   # |  #  |  #  |  #  |  #  ");
    letter('8', " ### |#   #|#   #| ### |#   #|#   #| ### ");
    letter('9', " ### |#   #|#   #| ####|    #|#   #| ### ");
    letter('-', "     |     |     | ### |     |     |     ");
    letter(' ', "     |     |     |     |     |     |     ");
  }

  private CardLetters() {}

  /** A straight line from one point to another, which may be the same. */
  record Stroke(double fromX, double fromY, double toX, double toY) {

    /** How far a place is from it. */
    double distance(double x, double y) {
      double alongX = toX - fromX;
      double alongY = toY - fromY;
      double length = alongX * alongX + alongY * alongY;
      double part = length == 0 ? 0 : ((x - fromX) * alongX + (y - fromY) * alongY) / length;
      double nearest = Math.clamp(part, 0.0, 1.0);
      return Math.hypot(x - fromX - nearest * alongX, y - fromY - nearest * alongY);
    }
  }

  /**
   * The strokes of a letter, in points from its upper left one.
   *
   * @return nothing for a letter that no stream's name has
   */
  static List<Stroke> strokes(char letter) {
    return STROKES.getOrDefault(letter, List.of());
  }

  private static void letter(char letter, String drawn) {
    STROKES.put(letter, joined(drawn.split("\\|")));
  }

  /** Points side by side are joined; aslant only those that are not joined around the corner. */
  private static List<Stroke> joined(String... rows) {
    List<Stroke> strokes = new ArrayList<>();
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        if (!isSet(rows, x, y)) {
          continue;
        }
        strokes.add(new Stroke(x, y, x, y));
        boolean right = isSet(rows, x + 1, y);
        boolean below = isSet(rows, x, y + 1);
        boolean left = isSet(rows, x - 1, y);
        if (right) {
          strokes.add(new Stroke(x, y, x + 1, y));
        }
        if (below) {
          strokes.add(new Stroke(x, y, x, y + 1));
        }
        if (isSet(rows, x + 1, y + 1) && !right && !below) {
          strokes.add(new Stroke(x, y, x + 1, y + 1));
        }
        if (isSet(rows, x - 1, y + 1) && !left && !below) {
          strokes.add(new Stroke(x, y, x - 1, y + 1));
        }
      }
    }
    return List.copyOf(strokes);
  }

  private static boolean isSet(String[] rows, int x, int y) {
    return y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH && rows[y].charAt(x) == '#';
  }
}
