package dev.wildstream.keys;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Whether a key file is where others may come to see it. */
final class Exposure {

  /** A large repository answers in milliseconds; one on a mount that hangs never does. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** By which git says that a file is not ignored; tracked ones never are. */
  private static final int NOT_IGNORED = 1;

  private Exposure() {}

  /**
   * What is wrong with where a key file lies, and what to do; empty = nothing. May wait as long as
   * the file system does.
   *
   * @param file real, without symbolic links
   */
  static Optional<String> of(Path file) {
    List<String> wrong = new ArrayList<>();
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        wrong.add("every user of this machine can read it; chmod o-r it");
      }
    } catch (IOException | UnsupportedOperationException unknown) {
      // that it cannot be read is told as such
    }
    workTree(file).flatMap(tree -> inGit(tree, file)).ifPresent(wrong::add);
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  /** The nearest folder above that git has under it: there lies its folder, or a file naming it. */
  private static Optional<Path> workTree(Path file) {
    for (Path at = file.getParent(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve(".git"))) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inGit(Path tree, Path file) {
    String remedy = "move it out, or name it in .gitignore and take a new key if it was pushed";
    try {
      return switch (checkIgnore(tree, file)) {
        case 0 -> Optional.empty();
        case NOT_IGNORED ->
            Optional.of("it lies in the git work tree " + tree + " and is not ignored; " + remedy);
        default -> Optional.of(unknown(tree));
      };
    } catch (IOException noGit) {
      return Optional.of(unknown(tree));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String unknown(Path tree) {
    return "it lies in the git work tree "
        + tree
        + ", and whether it is ignored there cannot be asked; move it out";
  }

  private static int checkIgnore(Path tree, Path file) throws IOException, InterruptedException {
    // whoever owns the repository: nothing of it is carried out
    ProcessBuilder builder =
        new ProcessBuilder(
            "git",
            "-c",
            "safe.directory=*",
            "-c",
            "core.fsmonitor=false",
            "-C",
            tree.toString(),
            "check-ignore",
            "-q",
            "--",
            file.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    File nothing = new File("/dev/null");
    builder.redirectInput(nothing).redirectOutput(nothing).redirectError(nothing);
    Process git = builder.start();
    if (!git.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      git.destroyForcibly();
      throw new IOException("git does not answer");
    }
    return git.exitValue();
  }
}
