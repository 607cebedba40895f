package dev.wildstream.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WritersTest {

  @TempDir Path folder;

  @Test
  void aFileThatIsOpenForWritingHasSomeUntilItIsClosed() throws Exception {
    Path file = Files.writeString(folder.resolve("s.yaml"), "version: 1\n");
    assertThat(Writers.of(file)).isEqualTo(Writers.NONE);
    try (OutputStream open = Files.newOutputStream(file)) {
      assertThat(Writers.of(file)).isEqualTo(Writers.SOME);
      open.write(1);
    }
    assertThat(Writers.of(file)).isEqualTo(Writers.NONE);
    Process other =
        new ProcessBuilder("sh", "-c", "exec 3>>\"$0\"; echo open; sleep 60", file.toString())
            .start();
    assertThat(other.inputReader().readLine()).isEqualTo("open");
    assertThat(Writers.of(file)).isEqualTo(Writers.SOME);
    other.descendants().forEach(ProcessHandle::destroyForcibly);
    other.destroyForcibly();
    assertThat(other.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whoReadsIsNoWriterAndAMissingFileTellsNothing() throws Exception {
    Path file = Files.writeString(folder.resolve("s.yaml"), "version: 1\n");
    try (var reading = Files.newInputStream(file)) {
      assertThat(reading.read()).isPositive();
      assertThat(Writers.of(file)).isEqualTo(Writers.NONE);
    }
    assertThat(Writers.of(folder.resolve("missing"))).isEqualTo(Writers.UNKNOWN);
    assertThat(Writers.of(folder)).isEqualTo(Writers.UNKNOWN);
  }

  @Test
  void whoOpensItForWritingWhileWeLookIsNeitherRefusedNorEndsUs() throws Exception {
    Path file = Files.writeString(folder.resolve("s.yaml"), "");
    Process writer =
        new ProcessBuilder(
                "sh", "-c", "for i in $(seq 2000); do echo $i >> \"$0\"; done", file.toString())
            .start();
    while (writer.isAlive()) {
      Writers.of(file);
    }
    assertThat(writer.exitValue()).isZero();
    assertThat(Files.readAllLines(file)).hasSize(2000);
  }
}
