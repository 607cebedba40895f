package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way through it on what the build brings along: no root, no package, no network. */
class WithoutPackagesIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;

  @BeforeEach
  void makeVideos() {
    SampleMedia.put(Clip.of("640x360", 6), folder.resolve("media/0.mp4"));
    SampleMedia.put(Clip.of("640x360", 5), folder.resolve("media/1.mp4"));
  }

  private static String yaml(LocalTarget target) {
    return """
    version: 1
    streams:
      wild:
    %s
        playlist: [ media/0.mp4, media/1.mp4 ]
    """
        .formatted(target.yaml().indent(4).stripTrailing());
  }

  @Test
  void aKilledPublisherIsPutBackAndAnOrderlyEndLeavesNothingBehind() {
    try (LocalTarget target = new LocalTarget(folder);
        HubProcess hub = new HubProcess(folder, RealParts.bundledFfmpeg())) {
      hub.write(yaml(target));
      hub.start().awaitPhase("wild", "on-air", SOON);
      assertThat(hub.command("status").status()).isZero();
      assertThat(hub.page("/-/ready").status()).isEqualTo(200);
      assertThat(hub.page("/metrics").text())
          .contains("wildstream_stream_on_air{stream=\"wild\"} 1.0");

      long killed = hub.publisherPid();
      HubProcess.signal("KILL", killed);
      Await.until(
          "another publisher is on the air",
          SOON,
          () ->
              hub.logLines("Stream restarted").size() == 1
                  && hub.phase("wild").equals("on-air")
                  && hub.publisherPid() != killed,
          hub::logText);
      assertThat(hub.logLines("WARN FFmpeg ended"))
          .singleElement()
          .asString()
          .contains("code=137", "reason=internal");
      assertThat(hub.logLines("Restarting at once")).hasSize(1);
      assertThat(hub.logLines("Restart attempt")).isEmpty();

      assertThat(hub.stop()).isZero();
      assertThat(hub.ffmpegs().values()).allMatch(List::isEmpty);
      assertThat(hub.logLines("Off air")).last().asString().contains("the hub ended");
      assertThat(hub.logText()).doesNotContain("\tat ");
    }
  }
}
