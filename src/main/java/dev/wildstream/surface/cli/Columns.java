package dev.wildstream.surface.cli;

/** Text cut and padded to columns of a terminal. */
final class Columns {

  private Columns() {}

  /** How many columns it takes: wide characters take two, combining ones none. */
  static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  /** Exactly so many columns: cut with an ellipsis, or padded with blanks. */
  static String fit(String text, int columns) {
    String cut = cut(text, columns);
    return cut + " ".repeat(columns - width(cut));
  }

  /** At most so many columns, an ellipsis where something was cut. */
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int point : text.codePoints().toArray()) {
      used += width(point);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return columns < 1 ? "" : kept + "…";
  }

  /** A file's name may hold anything; a terminal must not obey it. */
  static String plain(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(p -> {
          int type = Character.getType(p);
          boolean odd =
              Character.isISOControl(p)
                  || type == Character.FORMAT
                  || type == Character.SURROGATE
                  || type == Character.LINE_SEPARATOR
                  || type == Character.PARAGRAPH_SEPARATOR;
          return odd ? (Character.isWhitespace(p) ? ' ' : '?') : p;
        })
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static int width(int point) {
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        point >= 0x1100 && point <= 0x115F
            || point >= 0x2E80 && point <= 0xA4CF
            || point >= 0xAC00 && point <= 0xD7A3
            || point >= 0xF900 && point <= 0xFAFF
            || point >= 0xFE30 && point <= 0xFE6F
            || point >= 0xFF00 && point <= 0xFF60
            || point >= 0xFFE0 && point <= 0xFFE6
            || point >= 0x1F300 && point <= 0x1FAFF
            || point >= 0x20000 && point <= 0x3FFFD;
    return wide ? 2 : 1;
  }
}
