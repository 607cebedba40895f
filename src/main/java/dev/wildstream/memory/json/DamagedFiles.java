package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Files that could not be read, kept under a name that says so, for whoever wants to look. */
final class DamagedFiles {

  private static final String MARK = ".damaged-";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private DamagedFiles() {}

  static boolean isSetAside(String name) {
    return name.contains(MARK);
  }

  /** Renames {@code file} and never over another; the new name. */
  static Path put(Path file, Instant wall) throws IOException {
    String name = file.getFileName() + MARK + TIME.format(wall);
    Path aside = file.resolveSibling(name);
    for (int i = 2; Files.exists(aside); i++) {
      aside = file.resolveSibling(name + "-" + i);
    }
    return Files.move(file, aside);
  }

  /** The plain files of a folder by name; none where it is missing. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (var listed = Files.list(folder)) {
      return listed.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
