package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The next video, a broken or a missing one: none costs the RTMP session. */
class OneSessionIT {

  static final Duration ON_AIR = Duration.ofSeconds(10);

  /**
   * One frame of 40 ms, and the two by which an item whose pictures are reordered shows its first
   * later than one whose are not.
   */
  private static final Duration HOLE = Duration.ofMillis(130);

  @TempDir Path folder;

  private static final List<Clip> TEN =
      List.of(
          Clip.of("640x360", 6),
          Clip.of("426x240", 5),
          Clip.of("640x360", 7).withBFrames(3),
          Clip.of("426x240", 9).withBFrames(2),
          Clip.of("640x360", 5),
          Clip.of("426x240", 6).withBFrames(3),
          Clip.of("640x360", 5).withBFrames(2),
          Clip.of("426x240", 8).withBFrames(3),
          Clip.of("640x360", 5).withBFrames(3),
          Clip.of("426x240", 5));

  private static String yaml(NginxRtmp server, HubProcess hub, String items) {
    return """
    version: 1
    streams:
      wild:
        target: %s
        key: { file: %s }
        playlist:
    %s
    """
        .formatted(server.target(), hub.key("wild", "secret-key-1"), items.indent(6));
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void tenItemsOfTwoResolutionsAreOneSessionWithoutAHole(Path ffmpeg) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < TEN.size(); i++) {
      SampleMedia.put(TEN.get(i), folder.resolve("media/" + i + ".mp4"));
      items.append("- media/" + i + ".mp4\n");
    }
    watch(ffmpeg, items.toString(), Duration.ofSeconds(62), List.of());
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aGarbageAndAMissingFileCostNothingButTheirPlace(Path ffmpeg) throws IOException {
    SampleMedia.put(Clip.of("640x360", 6), folder.resolve("media/0.mp4"));
    SampleMedia.put(Clip.of("426x240", 5), folder.resolve("media/1.mp4"));
    SampleMedia.put(Clip.of("640x360", 5), folder.resolve("media/2.mp4"));
    Files.write(folder.resolve("media/garbage.mp4"), new byte[50_000]);
    watch(
        ffmpeg,
        """
        - media/0.mp4
        - media/garbage.mp4
        - media/1.mp4
        - media/missing.mp4
        - media/2.mp4
        """,
        Duration.ofSeconds(18),
        List.of("media/garbage.mp4", "media/missing.mp4"));
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aSoundThatIsASecondShorterThanItsPictureIsNoHoleInThePicture(Path ffmpeg) {
    SampleMedia.put(Clip.of("640x360", 6).withSound(5), folder.resolve("media/0.mp4"));
    SampleMedia.put(Clip.of("640x360", 5), folder.resolve("media/1.mp4"));
    SampleMedia.put(Clip.of("640x360", 6).silent(), folder.resolve("media/2.mp4"));
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, ffmpeg)) {
      hub.write(yaml(server, hub, "- media/0.mp4\n- media/1.mp4\n- media/2.mp4\n"));
      hub.start().awaitPhase("wild", "on-air", ON_AIR);
      try (Viewer viewer = new Viewer(server.url("secret-key-1"), folder.resolve("viewer.log"))) {
        Await.pass(Duration.ofSeconds(20));
        assertThat(viewer.holes(true, HOLE)).isEmpty();
        assertThat(viewer.holes(false, Duration.ofMillis(1_150))).isEmpty();
        assertThat(viewer.media(false).size()).isGreaterThan(500);
        assertThat(viewer.media(true).size()).isGreaterThan(300);
      }
      assertThat(server.calls("publish")).hasSize(1);
    }
  }

  private void watch(Path ffmpeg, String items, Duration time, List<String> skipped) {
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, ffmpeg)) {
      hub.write(yaml(server, hub, items));
      hub.start().awaitPhase("wild", "on-air", ON_AIR);
      try (Viewer viewer = new Viewer(server.url("secret-key-1"), folder.resolve("viewer.log"))) {
        Await.pass(time);
        assertThat(viewer.packets()).as(hub.logText()).isNotEmpty();
        assertThat(server.calls("publish")).as(hub.logText()).hasSize(1);
        assertThat(server.calls("publish_done")).isEmpty();
        assertThat(viewer.holes(true, HOLE)).isEmpty();
        assertThat(viewer.holes(false, Duration.ofMillis(100))).isEmpty();
        assertThat(viewer.longestSilence()).isLessThan(Duration.ofMillis(500));
        Duration seen =
            viewer.media(true).getLast().due().minus(viewer.media(true).getFirst().due());
        assertThat(seen).isGreaterThan(time.minusSeconds(6));
      }
      for (String item : skipped) {
        assertThat(hub.logLines("Item skipped")).anyMatch(line -> line.contains(item));
        assertThat(hub.command("events").text())
            .contains("item-skipped item=" + folder + "/" + item);
      }
      assertThat(hub.logLines("Item skipped")).hasSize(skipped.size());
    }
  }
}
