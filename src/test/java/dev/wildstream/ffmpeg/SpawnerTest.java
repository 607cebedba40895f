package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnerTest {

  @TempDir Path runtime;

  @Test
  void whereTheFifoIsGoneWithItsSessionNothingComesInItsPlace() throws Exception {
    RunFolder run = RunFolder.of(runtime, new StreamName("wild"));
    run.make();
    for (Process late :
        List.of(
            Spawner.feeder(List.of("true"), run, 2), Spawner.publisher(List.of("true"), run, 2))) {
      assertThat(late.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(late.exitValue()).isNotZero();
    }
    assertThat(run.fifo(2)).doesNotExist();
  }
}
