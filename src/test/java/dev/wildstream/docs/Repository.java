package dev.wildstream.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files of the project, and the parts of its README. */
final class Repository {

  /** What builds and tools make. */
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");

  private Repository() {}

  static Path root() {
    return Path.of(System.getProperty("wildstream.basedir", ".")).toAbsolutePath().normalize();
  }

  static String text(String path) {
    return text(root().resolve(path));
  }

  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String readme() {
    return text("README.md");
  }

  /** Every file below a folder of the project that no tool made. */
  static List<Path> files(String folder) {
    List<Path> found = new ArrayList<>();
    collect(root().resolve(folder).normalize(), found);
    return found;
  }

  private static void collect(Path folder, List<Path> to) {
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.sorted().toList()) {
        if (Files.isDirectory(child)) {
          if (!NOT_OURS.contains(child.getFileName().toString())) {
            collect(child, to);
          }
        } else {
          to.add(child);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The README's fenced blocks of a language, without their fences. */
  static List<String> blocks(String language) {
    Matcher blocks =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(readme());
    return blocks.results().map(block -> block.group(1)).toList();
  }

  /** The README from a heading to the next of its level. */
  static String section(String heading) {
    Matcher section =
        Pattern.compile(
                "^## " + Pattern.quote(heading) + "\n(.*?)(?=^## |\\z)",
                Pattern.MULTILINE | Pattern.DOTALL)
            .matcher(readme());
    if (!section.find()) {
      throw new AssertionError("README.md has no section \"" + heading + "\"");
    }
    return section.group(1);
  }

  /** The cells of the rows of every table in a section, without headings. */
  static List<List<String>> rows(String section) {
    return section
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line ->
            Stream.of(line.substring(1, line.length() - 1).split(" \\| ", -1))
                .map(String::strip)
                .toList())
        .toList();
  }

  /** What stands between backticks. */
  static List<String> codes(String text) {
    return Pattern.compile("`([^`]+)`").matcher(text).results().map(m -> m.group(1)).toList();
  }
}
