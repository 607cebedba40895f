package dev.wildstream.git;

import dev.wildstream.real.RealParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A real repository with a work tree, spoken to as an owner of channels does. */
public record WorkTree(Path folder) {

  /** An empty one on the branch main. */
  public static WorkTree init(Path folder, String... options) {
    WorkTree tree = new WorkTree(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    List<String> arguments = new ArrayList<>(List.of("init", "-q", "-b", "main"));
    arguments.addAll(List.of(options));
    tree.git(arguments.toArray(String[]::new));
    return tree;
  }

  /** Writes a file and commits it; returns the commit's id. */
  public String commit(String subject, String name, String content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    git("add", "-A");
    git("commit", "-q", "-m", subject);
    return git("rev-parse", "HEAD");
  }

  /** What git prints, without the last line end; fails where git does. */
  public String git(String... arguments) {
    List<String> command = new ArrayList<>(List.of(RealParts.program("git").toString()));
    for (String setting :
        List.of("user.name=A Gardener", "user.email=gardener@example.org", "gc.auto=0")) {
      command.addAll(List.of("-c", setting));
    }
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.redirectErrorStream(true);
    try {
      Process git = builder.start();
      String printed = new String(git.getInputStream().readAllBytes()).stripTrailing();
      if (git.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
