package dev.wildstream.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** How much a process, child or not, has read, as /proc tells it (proc_pid_io(5)). */
public final class BytesRead {

  private static final String ALL = "rchar: ";

  private BytesRead() {}

  /**
   * From files, fifos and pipes; what came through a socket is mostly not counted. Empty where the
   * process is gone, or may not be looked into.
   */
  public static Optional<Long> by(long pid) {
    try {
      Path file = Path.of("/proc", Long.toString(pid), "io");
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith(ALL))
          .map(line -> Long.parseLong(line.substring(ALL.length()).strip()))
          .findFirst();
    } catch (IOException | NumberFormatException notKnown) {
      return Optional.empty();
    }
  }
}
