package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.linux.PidDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FfmpegProcessTest {

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process sleeps() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    started.add(process);
    return process;
  }

  private static FfmpegProcess adopted(Process process) throws IOException {
    return FfmpegProcess.adopted(
        PidDescriptor.open(process.pid()), task -> Thread.ofPlatform().daemon().start(task));
  }

  @Test
  void oneThatHasEndedIsNeverMistakenForTheNext() throws Exception {
    Process first = sleeps();
    FfmpegProcess ended = adopted(first);
    ended.terminate();
    assertThat(ended.onExit().get(20, TimeUnit.SECONDS)).isEmpty();
    Process second = sleeps();
    FfmpegProcess lives = adopted(second); // most likely by the number that was just closed
    ended.terminate();
    ended.kill();
    assertThat(second.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
    lives.kill();
    assertThat(lives.onExit().get(20, TimeUnit.SECONDS)).isEmpty();
  }
}
