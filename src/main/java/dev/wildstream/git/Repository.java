package dev.wildstream.git;

import dev.wildstream.desired.Commit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A repository with a work tree, read by its files.
 *
 * @param workTree the folder that holds {@code .git}
 * @param gitFolder that of this work tree: {@code .git} itself, or what the file {@code .git} names
 *     in a linked work tree
 * @param commonFolder where branches and objects are; of a linked work tree, its main one's
 */
record Repository(Path workTree, Path gitFolder, Path commonFolder) {

  /** {@code HEAD}, {@code .git} and a branch hold one line. */
  private static final int MOST_OF_A_LINE = 8192;

  private static final String LINK = "gitdir: ";
  private static final String BRANCH = "ref: ";

  /** The one whose work tree a file or folder lies in, symbolic links resolved. */
  static Optional<Repository> around(Path place) {
    try {
      for (Path at = place.toRealPath(); at != null; at = at.getParent()) {
        Path dotGit = at.resolve(".git");
        if (Files.isDirectory(dotGit)) {
          return Optional.of(new Repository(at, dotGit, common(dotGit)));
        }
        Optional<String> link = line(dotGit).filter(text -> text.startsWith(LINK));
        if (link.isPresent()) {
          Path folder = at.resolve(link.get().substring(LINK.length())).normalize();
          return Optional.of(new Repository(at, folder, common(folder)));
        }
      }
    } catch (IOException gone) {
      return Optional.empty(); // what does not exist is not checked out
    }
    return Optional.empty();
  }

  private static Path common(Path gitFolder) {
    return line(gitFolder.resolve("commondir"))
        .map(gitFolder::resolve)
        .map(Path::normalize)
        .orElse(gitFolder);
  }

  /** Id of the commit that is checked out; empty = none yet, or kept in a way we do not read. */
  Optional<String> head() {
    Optional<String> head = line(gitFolder.resolve("HEAD"));
    Optional<String> branch =
        head.filter(text -> text.startsWith(BRANCH)).map(text -> text.substring(BRANCH.length()));
    if (branch.isEmpty()) {
      return head.filter(Commit::isId);
    }
    return line(commonFolder.resolve(branch.get()))
        .or(() -> packed(branch.get()))
        .filter(Commit::isId);
  }

  private Optional<String> packed(String branch) {
    try (Stream<String> lines =
        Files.lines(commonFolder.resolve("packed-refs"), StandardCharsets.ISO_8859_1)) {
      String ending =
          " " + new String(branch.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      return lines
          .filter(line -> line.endsWith(ending))
          .map(line -> line.substring(0, line.length() - ending.length()))
          .findFirst();
    } catch (IOException | java.io.UncheckedIOException none) {
      return Optional.empty();
    }
  }

  private static Optional<String> line(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(
          new String(in.readNBytes(MOST_OF_A_LINE), StandardCharsets.UTF_8).stripTrailing());
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** There while git changes what is checked out. */
  Path indexLock() {
    return gitFolder.resolve("index.lock");
  }
}
