package dev.wildstream.watch;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files that {@code --config} names: one file, or every {@code *.yaml} and {@code *.yml}
 * directly in a folder.
 *
 * @param path as given
 */
public record ConfigurationFiles(Path path) {

  /** The parser refuses files over 1 MiB; one byte more is enough for it to see that. */
  static final int MOST_BYTES = 1024 * 1024 + 1;

  /** A path may lead over so many symbolic links; the kernel allows 40. */
  static final int MOST_LINKS = 40;

  /** What the files hold, or why they cannot be read. */
  public sealed interface Content {
    /** All of them were read. */
    record Files(List<SourceFile> files) implements Content {
      public Files {
        files = List.copyOf(files);
      }
    }

    /** They cannot be read. */
    record Unreadable(List<Problem> problems) implements Content {
      public Unreadable {
        problems = List.copyOf(problems);
      }
    }
  }

  /** Reads all files. */
  public Content read() {
    List<Path> paths;
    try {
      paths = paths();
    } catch (IOException e) {
      return new Content.Unreadable(List.of(problem(path, e)));
    }
    if (paths.isEmpty()) {
      return new Content.Unreadable(
          List.of(
              problem(
                  path,
                  "there is no *.yaml or *.yml file in this folder",
                  "put one there, with streams: {} if nothing is to run")));
    }
    List<SourceFile> files = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (Path file : paths) {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // reading a pipe would wait for whoever writes to it
        problems.add(problem(file, "it is no regular file", "name a file or a folder of files"));
        continue;
      }
      try (InputStream in = Files.newInputStream(file)) {
        files.add(
            new SourceFile(file.toString(), file.toAbsolutePath(), in.readNBytes(MOST_BYTES)));
      } catch (IOException e) {
        problems.add(problem(file, e));
      }
    }
    return problems.isEmpty() ? new Content.Files(files) : new Content.Unreadable(problems);
  }

  /** Whether it is so of any of the files. */
  boolean some(Predicate<Path> so) {
    try {
      return paths().stream().anyMatch(file -> Files.isRegularFile(file) && so.test(file));
    } catch (IOException unreadable) {
      return false;
    }
  }

  private List<Path> paths() throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.filter(ConfigurationFiles::isConfiguration).sorted().toList();
    }
  }

  private static boolean isConfiguration(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !Files.isDirectory(file);
  }

  private static Problem problem(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException missing ->
          problem(file, "the file does not exist", "create it, or name another with --config");
      case AccessDeniedException denied ->
          problem(
              file,
              "it may not be read by user " + System.getProperty("user.name"),
              "change its permissions");
      default ->
          problem(
              file,
              "it cannot be read ("
                  + Optional.ofNullable(e.getMessage()).orElse(e.toString())
                  + ")",
              "look at the disk or the mount");
    };
  }

  private static Problem problem(Path file, String wrong, String remedy) {
    return new Problem(file.toString(), 1, 1, "", wrong, remedy, Optional.empty());
  }

  /**
   * The folders in which a change can change what {@link #read} finds: that of the path, of every
   * symbolic link on the way to the real file, and of the real file itself.
   */
  Set<Path> foldersToWatch() {
    Set<Path> folders = new LinkedHashSet<>();
    Path at = path.toAbsolutePath().normalize();
    if (Files.isDirectory(at)) {
      folders.add(at);
    }
    for (int links = 0; links < MOST_LINKS; links++) {
      Optional.ofNullable(at.getParent()).filter(Files::isDirectory).ifPresent(folders::add);
      try {
        at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
      } catch (IOException | UnsupportedOperationException e) {
        break; // not a link: the way ends here
      }
    }
    try {
      Path real = path.toRealPath();
      folders.add(Files.isDirectory(real) ? real : real.getParent());
    } catch (IOException e) {
      // it does not exist at the moment; its folder is watched
    }
    return folders;
  }
}
