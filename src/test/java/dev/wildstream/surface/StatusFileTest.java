package dev.wildstream.surface;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusFileTest {

  @TempDir Path runtime;

  @Test
  void theNewestSnapshotIsWhatTheFileHolds() throws IOException {
    Path file = StatusFile.in(runtime);
    try (StatusFile status = new StatusFile(runtime)) {
      for (int i = 0; i < 50; i++) {
        status.publish(Snapshots.of(Snapshots.onAir("s" + i, "b.mp4")));
      }
      waitFor(file, "\"s49\"");
      status.publish(Snapshots.of(Snapshots.onAir("last", "b.mp4")));
      waitFor(file, "\"last\"");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
      try (var files = Files.list(runtime)) {
        assertThat(files).containsExactly(file);
      }
    }
    assertThat(file).as("no hub, no status").doesNotExist();
  }

  private static void waitFor(Path file, String text) throws IOException {
    for (int i = 0; i < 2_000; i++) {
      if (Files.exists(file) && Files.readString(file).contains(text)) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    throw new AssertionError("not within 20 s: " + text);
  }
}
