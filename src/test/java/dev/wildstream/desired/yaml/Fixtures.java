package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files under {@code src/test/resources/desired}, and the folder they pretend to be in. */
final class Fixtures {

  static final Path FOLDER = Path.of("/etc/wild-stream-hub");

  private Fixtures() {}

  /** The repository, wherever the tests run. */
  static Path repository() {
    return Path.of(System.getProperty("wildstream.basedir", "."));
  }

  static Path folder(String kind) {
    return repository().resolve("src/test/resources/desired").resolve(kind);
  }

  /** Every revision of that kind: a file, or a folder of files. */
  static List<Path> revisions(String kind) {
    return children(folder(kind)).filter(path -> !path.toString().endsWith(".txt")).toList();
  }

  static String nameOf(Path revision) {
    return revision.getFileName().toString().replace(".yaml", "");
  }

  static List<SourceFile> files(Path revision) {
    Stream<Path> files = Files.isDirectory(revision) ? children(revision) : Stream.of(revision);
    return files.map(path -> file(path.getFileName().toString(), bytes(path))).toList();
  }

  static SourceFile file(String name, byte[] content) {
    return new SourceFile(name, FOLDER.resolve(name), content);
  }

  static Reading read(String yaml) {
    return DesiredStateReader.read(
        List.of(file("streams.yaml", yaml.getBytes(StandardCharsets.UTF_8))));
  }

  static Revision accepted(Reading reading) {
    return switch (reading) {
      case Reading.Accepted(Revision revision) -> revision;
      case Reading.Refused refused -> throw new AssertionError(messages(refused));
    };
  }

  static List<Problem> problems(Reading reading) {
    return switch (reading) {
      case Reading.Accepted accepted -> throw new AssertionError("accepted: " + accepted);
      case Reading.Refused refused -> refused.problems();
    };
  }

  /** Everything a user would see, and the values behind it. */
  static String messages(Reading reading) {
    return problems(reading).stream().map(Problem::text).collect(Collectors.joining("\n")) + "\n";
  }

  static byte[] bytes(Path path) {
    try {
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
