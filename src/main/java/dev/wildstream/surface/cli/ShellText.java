package dev.wildstream.surface.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command as one would type it into a shell: every argument arrives as it is, whatever it holds,
 * and what a terminal would obey is written out.
 */
final class ShellText {

  private ShellText() {}

  /** On one line. */
  static String of(List<String> command) {
    return command.stream().map(ShellText::word).collect(Collectors.joining(" "));
  }

  private static String word(String argument) {
    if (argument.matches("[A-Za-z0-9_./:=+,@%-]+")) {
      return argument;
    }
    return Columns.plain(argument).equals(argument)
        ? "'" + argument.replace("'", "'\\''") + "'"
        : "$'" + escaped(argument) + "'";
  }

  /** As bash, zsh and ksh read it between {@code $'} and {@code '}. */
  private static String escaped(String argument) {
    StringBuilder text = new StringBuilder();
    argument
        .codePoints()
        .forEach(point -> {
          String one = Character.toString(point);
          if (one.equals("'") || one.equals("\\")) {
            text.append('\\').append(one);
          } else if (Columns.plain(one).equals(one)) {
            text.append(one);
          } else {
            for (byte each : one.getBytes(StandardCharsets.UTF_8)) {
              text.append("\\%03o".formatted(each & 0xFF));
            }
          }
        });
    return text.toString();
  }
}
