package dev.wildstream.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program git, asked for objects of a repository. */
final class GitProgram {

  /** A commit or a folder's list is read in milliseconds; a disk that hangs shall not hold us. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A folder of a hundred thousand entries, at some hundred bytes each. */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger("git");

  private final String program;

  /**
   * Runs nothing yet.
   *
   * @param program a path, or a name to be looked for on {@code PATH}
   */
  GitProgram(String program) {
    this.program = program;
  }

  /**
   * What a command prints; empty where there is no git, the command fails, or it takes too long.
   *
   * <p>The repository is named outright, so that git does not ask whom it belongs to: a service of
   * another user may well pull it, and a command that reads objects runs nothing of it.
   */
  Optional<byte[]> print(Path gitFolder, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program, "--git-dir=" + gitFolder));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_NO_LAZY_FETCH", "1");
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process git = builder.start();
      Executor tooLate =
          CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      CompletableFuture<Void> end = CompletableFuture.runAsync(git::destroyForcibly, tooLate);
      try (InputStream out = git.getInputStream()) {
        byte[] printed = out.readNBytes(MOST_BYTES);
        return git.waitFor() == 0 ? Optional.of(printed) : Optional.empty();
      } finally {
        end.cancel(false);
        git.destroyForcibly();
      }
    } catch (IOException none) {
      LOG.debug("git cannot be asked detail={}", none.toString());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
