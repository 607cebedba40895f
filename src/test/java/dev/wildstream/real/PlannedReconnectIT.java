package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.Numbered.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sessions that are to end now and then: at an item's end, and what it costs the viewer. */
class PlannedReconnectIT {

  private static final int ITEMS = 3;
  private static final int SECONDS = 5;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aSessionIsFollowedByAnotherAtAnItemsEndAndNoPictureIsLost(Path ffmpeg) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < ITEMS; i++) {
      Numbered.put(i + 1, SECONDS, folder.resolve(i + ".mp4"));
      items.append("- " + i + ".mp4\n");
    }
    try (Channel channel =
        new Channel(folder, ffmpeg)
            .settings(
                "session: { reconnectEvery: 12s }\n"
                    + "media: { video: { size: 640x360, fps: 25, preset: ultrafast } }\n")
            .items(items.toString())) {
      channel.onAir();
      String url = channel.server.url(Channel.KEY);
      Duration silence;
      Recorder recorder = new Recorder(url, folder.resolve("seen.flv"));
      try (recorder;
          Viewer viewer = new Viewer(url, folder.resolve("viewer.log"))) {
        channel.publish(3, Duration.ofSeconds(45));
        Await.pass(Duration.ofSeconds(7));
        silence = viewer.longestSilence();
      }
      assertThat(lost(Numbered.in(recorder.file()))).as(channel.hub.logText()).isEmpty();
      assertThat(silence).as(channel.hub.logText()).isLessThan(Duration.ofMillis(600));
      assertThat(channel.server.calls("publish")).hasSize(3);
      assertThat(channel.server.publishers()).isEqualTo(1);

      assertThat(channel.hub.logLines("Planned reconnect")).hasSize(2);
      assertThat(channel.hub.page("/metrics").text())
          .contains("wildstream_stream_restarts_total{reason=\"planned\",stream=\"wild\"} 2.0");
      assertThat(channel.status().path("attempts").path("made").asInt()).isZero();
      assertThat(channel.hub.logLines(" WARN ")).as(channel.hub.logText()).isEmpty();
      assertThat(channel.hub.logLines("FFmpeg ended")).isEmpty();
    }
  }

  /**
   * Every step from a picture to the next that is not the list's: each once, in its order. From the
   * first whole item on: who joins inside a group of pictures lacks what they refer to. And up to
   * the last three: who leaves there has the picture that two others refer to, and not those.
   */
  private static List<String> lost(List<Shown> all) {
    List<Shown> pictures =
        all.stream().dropWhile(shown -> shown.item() != 2 || shown.picture() != 0).toList();
    assertThat(pictures).hasSizeGreaterThan(20 * Numbered.PICTURES_A_SECOND);
    pictures = pictures.subList(0, pictures.size() - 3);
    List<String> wrong = new ArrayList<>();
    for (int i = 1; i < pictures.size(); i++) {
      Shown before = pictures.get(i - 1);
      boolean last = before.picture() == SECONDS * Numbered.PICTURES_A_SECOND - 1;
      Shown due =
          last
              ? new Shown(before.item() % ITEMS + 1, 0)
              : new Shown(before.item(), before.picture() + 1);
      if (!pictures.get(i).equals(due)) {
        wrong.add(before + " then " + pictures.get(i));
      }
    }
    return wrong;
  }
}
