package dev.wildstream.desired.yaml;

import java.util.OptionalInt;

/**
 * What is wrong with a file that is no YAML, in words for somebody who does not know the parser.
 */
final class SyntaxProblem {

  private SyntaxProblem() {}

  /**
   * @param begin the offset of what the parser was reading
   * @param at the offset it stopped at
   * @param words the parser's own; never repeated as they are, since some quote the file
   */
  static Unreadable of(SourceText source, int begin, int at, String words) {
    OptionalInt tab = tabInIndentation(source, at);
    if (tab.isPresent()) {
      return unreadable(
          source,
          tab.getAsInt(),
          "a tab is used to indent",
          "use blanks; YAML does not allow tabs there");
    }
    if (begin < source.length() && source.character(begin) == '*') {
      return unreadable(
          source,
          begin,
          "a text that begins with a star, which is an alias to YAML",
          "put quotes around the text");
    }
    if (words.contains("mapping values are not allowed here")) {
      return unreadable(
          source,
          at,
          "a colon that cannot stand here",
          "check the indentation, and put quotes around a text that holds \": \"");
    }
    if (words.contains("could not find expected ':'")) {
      return unreadable(
          source, begin, "a key without its colon", "write NAME: VALUE, a colon and a blank");
    }
    if (words.contains("that cannot start any token")) {
      return unreadable(
          source, at, "a character that cannot begin a value", "put quotes around the text");
    }
    if (words.contains("sequence entries are not allowed here")) {
      return unreadable(
          source, at, "a list element that cannot stand here", "begin it on a line of its own");
    }
    if (words.contains("unexpected end of stream")
        || words.contains("unexpected document separator")
        || words.contains("<stream end>")) {
      return unreadable(
          source,
          begin,
          begin == source.length() ? "the file ends within a value" : "what begins here has no end",
          "close the quote or the bracket");
    }
    if (words.contains("expected <block end>")) {
      return unreadable(
          source,
          at,
          "this does not belong to the lines above",
          "check the indentation, and that quotes and brackets are closed");
    }
    if (words.contains("expected ',' or")) {
      return unreadable(
          source,
          at,
          "this does not belong into the brackets",
          "put a comma between values, and close the bracket of line "
              + (source.lineOf(begin) + 1));
    }
    return unreadable(
        source, at, "this is not valid YAML", "check quotes, brackets and indentation hereabouts");
  }

  private static Unreadable unreadable(SourceText source, int at, String wrong, String remedy) {
    return new Unreadable(source.place(at, at), wrong, remedy, Excerpts.Disclosure.UNPARSED);
  }

  /** The offset of a tab before the first visible character of the line. */
  private static OptionalInt tabInIndentation(SourceText source, int at) {
    int line = source.lineOf(at);
    for (int i = source.lineStart(line); i < source.lineEnd(line); i++) {
      if (source.character(i) == '\t') {
        return OptionalInt.of(i);
      }
      if (source.character(i) != ' ') {
        return OptionalInt.empty();
      }
    }
    return OptionalInt.empty();
  }
}
