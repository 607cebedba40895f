package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.Numbered.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An edit that takes the item on the air off the list: at once, or at the item's end. */
class ListEditIT {

  private static final int PICTURES = 20 * Numbered.PICTURES_A_SECOND;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void withApplyNowItIsOnTheAirWithinASecondInTheSameSession(Path ffmpeg) {
    try (Channel channel = channel(ffmpeg, "now")) {
      Recorder recorder = new Recorder(channel.server.url(Channel.KEY), folder.resolve("seen.flv"));
      try (recorder;
          Viewer viewer =
              new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
        Await.until("it plays", Duration.ofSeconds(15), () -> channel.seconds() > 4);
        channel.items("- 1.mp4\n- 2.mp4\n").write();
        // a second for the file to be seen and the cut, one for what status shows
        Await.until(
            "another item is on the air",
            Duration.ofSeconds(2),
            () -> channel.item().equals("1.mp4"),
            () -> channel.status() + "\n" + channel.hub.logText());
        Await.pass(Duration.ofSeconds(4));
        assertThat(viewer.longestSilence()).isLessThan(Duration.ofSeconds(1));
        assertThat(viewer.holes(true, Duration.ofMillis(200))).isEmpty();
        assertThat(viewer.holes(false, Duration.ofMillis(200))).isEmpty();
      }
      List<Shown> seen = Numbered.in(recorder.file());
      assertThat(seen.stream().filter(shown -> shown.item() == 1)).hasSizeLessThan(PICTURES / 2);
      assertThat(seen).contains(new Shown(2, 0)).allMatch(shown -> shown.item() <= 2);
      assertThat(Recorder.faults(recorder.file())).isEmpty();
      assertOneSession(channel);
    }
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void atABoundaryTheItemOnTheAirPlaysToItsEnd(Path ffmpeg) {
    try (Channel channel = channel(ffmpeg, "boundary")) {
      Recorder recorder = new Recorder(channel.server.url(Channel.KEY), folder.resolve("seen.flv"));
      try (recorder) {
        Await.until("it plays", Duration.ofSeconds(15), () -> channel.seconds() > 4);
        channel.items("- 1.mp4\n- 2.mp4\n").write();
        Await.until(
            "the next item is on the air",
            Duration.ofSeconds(25),
            () -> channel.item().equals("1.mp4") && channel.seconds() > 1,
            () -> channel.status() + "\n" + channel.hub.logText());
      }
      assertThat(Numbered.in(recorder.file()))
          .containsSubsequence(new Shown(1, PICTURES - 1), new Shown(2, 0));
      assertOneSession(channel);
    }
  }

  private Channel channel(Path ffmpeg, String apply) {
    for (int i = 0; i < 3; i++) {
      Numbered.put(i + 1, 20, folder.resolve(i + ".mp4"));
    }
    return new Channel(folder, ffmpeg)
        .settings(
            "apply: "
                + apply
                + "\nmedia: { video: { size: 640x360, fps: 25, preset: ultrafast } }\n")
        .items("- 0.mp4\n- 1.mp4\n- 2.mp4\n")
        .onAir();
  }

  private static void assertOneSession(Channel channel) {
    assertThat(channel.server.calls("publish")).as(channel.hub.logText()).hasSize(1);
    assertThat(channel.server.calls("publish_done")).isEmpty();
    assertThat(channel.hub.logLines("FFmpeg ended")).isEmpty();
  }
}
