package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream key appears nowhere: one is planted, and looked for everywhere. */
class SecretsIT {

  /** With all that an URL, an option file or JSON would write otherwise. */
  private static final String KEY = "qZ7-pla nted?a=b&c=\"d\"#e%2F\\f'g";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aPlantedKeyIsInNoArgumentLogPageMetricOrFileButThePreset(Path ffmpeg) throws Exception {
    try (Channel channel = new Channel(folder, ffmpeg)) {
      channel.hub.key("wild", KEY);
      channel.settings("retry: { attempts: 1, delay: 1s }\n").write();
      channel
          .hub
          .start("--log-level", "debug")
          .awaitPhase("wild", "on-air", Duration.ofSeconds(15));
      List<String> found = new ArrayList<>(search(channel));

      // every way a publisher can end says something about its target
      channel.server.drop("no-such");
      HubProcess.signal("KILL", channel.hub.publisherPid());
      channel.publish(2, Duration.ofSeconds(10));
      channel.server.refuse(true);
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      HubProcess.signal("KILL", channel.hub.publisherPid());
      channel.hub.awaitPhase("wild", "failed", Duration.ofSeconds(30));
      found.addAll(search(channel));
      channel.server.stop();
      channel.settings("restartedAt: again\n").write();
      channel.hub.awaitPhase("wild", "retrying", Duration.ofSeconds(20));
      found.addAll(search(channel));
      channel.write();
      Files.writeString(channel.hub.config(), channel.yaml().replace("key:", "kee:"));
      Await.until(
          "refused",
          Duration.ofSeconds(5),
          () -> !channel.hub.logLines("Revision rejected").isEmpty());
      found.addAll(search(channel));
      channel.hub.stop();
      found.addAll(search(channel));
      assertThat(found).isEmpty();
    }
  }

  private List<String> search(Channel channel) throws IOException {
    return KeyHunt.of(channel.hub, folder).search(List.of(KEY, "qZ7-pla", "nted?a=b", "nted%3Fa"));
  }
}
