package dev.wildstream.memory.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

  @TempDir Path folder;

  @Test
  void oneHubHasAFolderAndTheNextIsToldWho() throws Exception {
    Path mine = folder.resolve("new/run");
    try (FolderLock lock = ((FolderLock.Outcome.Taken) FolderLock.take(mine)).lock()) {
      assertThat(lock).isNotNull();
      long pid = ProcessHandle.current().pid();
      assertThat(FolderLock.take(mine)).isEqualTo(new FolderLock.Outcome.Held(Optional.of(pid)));
      assertThat(other(mine)).isEqualTo("held by " + pid);
      assertThat(FolderLock.take(mine))
          .as("looking does not lose it")
          .isEqualTo(new FolderLock.Outcome.Held(Optional.of(pid)));
      assertThat(other(mine)).isEqualTo("held by " + pid);
    }
    assertThat(other(mine)).isEqualTo("taken");
  }

  @Test
  void aHubThatWasKilledLeavesTheFolderFree() throws Exception {
    Process process = start(folder, "stay");
    try (var out = process.inputReader()) {
      assertThat(out.readLine()).isEqualTo("taken");
      assertThat(FolderLock.take(folder))
          .isEqualTo(new FolderLock.Outcome.Held(Optional.of(process.pid())));
      process.destroyForcibly().waitFor();
      ((FolderLock.Outcome.Taken) FolderLock.take(folder)).lock().close();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenSaysWhy() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "");
    assertThat(FolderLock.take(file.resolve("run")))
        .isInstanceOfSatisfying(
            FolderLock.Outcome.Unwritable.class,
            u -> assertThat(u.why()).contains(file.toString()));
  }

  /** Asks from another process, as a second hub would. */
  private static String other(Path folder) throws Exception {
    Process process = start(folder, "go");
    try (var out = process.inputReader()) {
      return out.readLine();
    }
  }

  private static Process start(Path folder, String what) throws IOException {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                folder.toString(),
                what))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The other process. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) throws IOException {
      System.out.println(
          switch (FolderLock.take(Path.of(arguments[0]))) {
            case FolderLock.Outcome.Taken taken -> "taken";
            case FolderLock.Outcome.Held held ->
                "held by " + held.pid().map(Object::toString).orElse("nobody");
            case FolderLock.Outcome.Unwritable unwritable -> unwritable.why();
          });
      if (arguments[1].equals("stay")) {
        System.in.read();
      }
    }
  }
}
