package dev.wildstream.desired.yaml;

import java.util.OptionalInt;

/**
 * What is wrong with a file that is no YAML, in words for somebody who does not know the parser.
 */
final class SyntaxProblem {

  private SyntaxProblem() {}

  /**
   * @param at the offset the parser stopped at
   * @param words the parser's own; never repeated as they are, since some quote the file
   */
  static Unreadable of(SourceText source, int at, String words) {
    OptionalInt tab = tabInIndentation(source, at);
    if (tab.isPresent()) {
      return unreadable(
          source,
          tab.getAsInt(),
          "a tab is used to indent",
          "use blanks; YAML does not allow tabs there");
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
          source,
          at,
          "a key without its colon",
          "write NAME: VALUE, with a colon and a blank, on the line here or above");
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
          source, at, "the file ends within a value", "close the quote or the bracket above");
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
          "put a comma between values, and close the bracket");
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
