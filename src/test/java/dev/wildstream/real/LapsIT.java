package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list that ends: what was fed is shown to its end before the session is closed. */
class LapsIT {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aLapIsShownToItsEndAndThenTheStreamIsFinished(Path ffmpeg) {
    try (Channel channel = new Channel(folder, ffmpeg)) {
      channel.hub.write(
          """
          version: 1
          playlists:
            once: { laps: 1, items: [ media/2.mp4 ] }
          streams:
            wild:
              target: %s
              key: { file: keys/wild }
              playlist: once
          """
              .formatted(channel.server.target()));
      channel.hub.start();
      Instant begun = channel.publish(1, Duration.ofSeconds(10)).at();
      channel.hub.awaitPhase("wild", "finished", Duration.ofSeconds(30));
      Instant done = channel.server.calls("publish_done").getFirst().at();
      assertThat(Duration.between(begun, done))
          .isBetween(Duration.ofSeconds(11), Duration.ofSeconds(20));
      channel.hub.kill();
      channel.hub.start().awaitPhase("wild", "finished", Duration.ofSeconds(10));
      Await.pass(Duration.ofSeconds(2));
      assertThat(channel.server.calls("publish")).hasSize(1);
    }
  }
}
