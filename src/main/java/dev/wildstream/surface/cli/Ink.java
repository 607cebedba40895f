package dev.wildstream.surface.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether what is printed has colours: on a terminal, unless {@code NO_COLOR} or it cannot. */
enum Ink {
  PLAIN,
  COLOURED;

  private static final String ESCAPE = "\u001b[";

  /** A stream of this process. */
  enum Stream {
    OUT(1),
    ERR(2);

    private final int descriptor;

    Stream(int descriptor) {
      this.descriptor = descriptor;
    }

    /** Whether somebody looks at it. */
    boolean isTerminal() {
      try {
        Path to = Files.readSymbolicLink(Path.of("/proc/self/fd", String.valueOf(descriptor)));
        return to.startsWith("/dev/pts") || to.toString().matches("/dev/(tty.*|console|hvc.*)");
      } catch (IOException | UnsupportedOperationException e) {
        return false;
      }
    }
  }

  /** For one of this process's streams. */
  static Ink of(Map<String, String> environment, Stream stream) {
    boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean unable = environment.getOrDefault("TERM", "dumb").equals("dumb");
    return unwanted || unable || !stream.isTerminal() ? PLAIN : COLOURED;
  }

  String bold(String text) {
    return in("1", text);
  }

  String faint(String text) {
    return in("2", text);
  }

  String red(String text) {
    return in("31", text);
  }

  String green(String text) {
    return in("32", text);
  }

  String yellow(String text) {
    return in("33", text);
  }

  private String in(String code, String text) {
    return switch (this) {
      case PLAIN -> text;
      case COLOURED -> ESCAPE + code + "m" + text + ESCAPE + "0m";
    };
  }
}
