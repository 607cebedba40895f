package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** By the files of its run folder a stream is watched; it does not depend on them. */
class FullRunFolderIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  static java.util.List<Path> ffmpegs() {
    return RealParts.ffmpegs();
  }

  @ParameterizedTest
  @MethodSource("ffmpegs")
  void aFullRunFolderTakesNothingOffTheAirAndCostsNoAttempt(Path ffmpeg) {
    try (FullFolder run = new FullFolder(folder.resolve("run"));
        Channel channel = new Channel(folder, ffmpeg)) {
      channel.settings("watchdog: { stallTimeout: 5s }").onAir();
      Await.pass(Duration.ofSeconds(3));

      run.fill();
      Duration three = Duration.ofSeconds(45); // items of 20, 20 and 12 s
      long end = System.nanoTime() + three.toNanos();
      while (System.nanoTime() < end) {
        assertThat(stream(channel).path("phase").asString(""))
            .as(channel.hub.logText())
            .isEqualTo("on-air");
        Await.pass(Duration.ofMillis(200));
      }
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.hub.logLines("Item skipped")).isEmpty();
      assertThat(channel.hub.logLines("Output stands still")).isEmpty();

      HubProcess.signal("KILL", channel.hub.publisherPid());
      Await.until(
          "blocked",
          Duration.ofSeconds(10),
          () -> stream(channel).path("phase").asString("").equals("blocked"),
          () -> channel.hub.logText());
      assertThat(stream(channel).path("reason").asString(""))
          .contains("runtime folder " + channel.hub.runtime(), "No space left", "--runtime");
      Await.pass(Duration.ofSeconds(5));
      assertThat(channel.hub.logLines("Restart attempt")).isEmpty();

      run.empty();
      channel.publish(2, Duration.ofSeconds(15));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(15));
      assertThat(channel.hub.logLines("Restart attempt")).isEmpty();
      assertThat(channel.hub.logLines("Item skipped")).isEmpty();
    }
  }

  /** By HTTP: status.json cannot be written either. */
  private static JsonNode stream(Channel channel) {
    return JSON.readTree(channel.hub.page("/api/v1/streams/wild").text());
  }
}
