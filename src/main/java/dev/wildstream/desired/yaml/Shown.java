package dev.wildstream.desired.yaml;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What of the file's own text a message may repeat: short, on one line, harmless to a terminal. */
final class Shown {

  private static final int LONGEST = 100;

  /**
   * What a name looks like. {@code {key:abc}}, a forgotten blank, is one name for YAML, with the
   * secret inside: so no colon, and nothing that looks like an address.
   */
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} _.()-]{0," + (LONGEST - 1) + "}");

  private Shown() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** A name, or a word in its place where it does not look like one. */
  static String name(String text) {
    return isName(text) ? text : "(hidden)";
  }

  /** A value, in quotes. */
  static String value(String text) {
    if (text.contains("://")) {
      return "(hidden)";
    }
    StringBuilder shown = new StringBuilder("\"");
    int[] characters = text.codePoints().limit(LONGEST + 1L).toArray();
    for (int i = 0; i < Math.min(characters.length, LONGEST); i++) {
      shown.appendCodePoint(character(characters[i]));
    }
    return shown.append(characters.length > LONGEST ? "…\"" : "\"").toString();
  }

  /** The first ten of them, and how many more there are. */
  static String list(Collection<String> names) {
    String first = names.stream().limit(10).map(Shown::name).collect(Collectors.joining(", "));
    return names.size() > 10 ? first + " and " + (names.size() - 10) + " more" : first;
  }

  /** A character that takes one place and changes nothing else on a terminal. */
  static int character(int character) {
    if (character == '\t') {
      return ' ';
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          '?';
      default -> character;
    };
  }
}
