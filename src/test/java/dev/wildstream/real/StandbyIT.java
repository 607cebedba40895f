package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A list with nothing to play is no reason to go dark. */
class StandbyIT {

  /** Little work: the machine that tests has other things to do. */
  private static final String COARSE =
      "media: { video: { size: 640x360, fps: 25, preset: ultrafast } }\n";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void anEmptiedFolderIsFollowedByTheCardAndAFilePutBackByItselfInOneSession(Path ffmpeg)
      throws IOException {
    Path a = SampleMedia.put(Clip.of("640x360", 8), folder.resolve("videos/a.mp4"));
    Path b = SampleMedia.put(Clip.of("640x360", 7), folder.resolve("videos/b.mp4"));
    try (Channel channel = new Channel(folder, ffmpeg).settings(COARSE).items("- videos/\n")) {
      channel.onAir();
      try (Viewer viewer =
          new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
        Await.until("an item plays", Duration.ofSeconds(10), () -> channel.seconds() > 1);
        Files.move(a, folder.resolve("a.aside"));
        Files.delete(b);
        awaitStandby(channel, Duration.ofSeconds(20));
        Await.pass(Duration.ofSeconds(4));
        assertThat(isStandby(channel)).isTrue();

        Files.move(folder.resolve("a.aside"), a);
        Await.until(
            "the item is back",
            Duration.ofSeconds(10),
            () -> channel.item().equals("a.mp4") && channel.seconds() > 0,
            () -> channel.status() + "\n" + channel.hub.logText());
        Await.pass(Duration.ofSeconds(3));
        assertThat(isStandby(channel)).isFalse();
        assertThat(viewer.longestSilence()).as(channel.hub.logText()).isLessThan(second());
        assertThat(viewer.holes(true, Duration.ofMillis(100))).isEmpty();
        assertThat(viewer.holes(false, Duration.ofMillis(100))).isEmpty();
      }
      assertOneSession(channel);
      assertThat(channel.hub.logLines("Standby on air")).hasSize(1);
      assertThat(channel.hub.logLines("Standby over")).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void anEmptyFolderAtTheStartIsOnTheAirWithTheCardAndThenWithTheFirstFile(Path ffmpeg)
      throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    try (Channel channel = new Channel(folder, ffmpeg).settings(COARSE).items("- videos/\n")) {
      channel.onAir();
      awaitStandby(channel, Duration.ofSeconds(5));
      try (Viewer viewer =
          new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
        Await.pass(Duration.ofSeconds(5));
        // copied in, so it joins once it has not changed for ten seconds
        SampleMedia.put(Clip.of("640x360", 20), videos.resolve("first.mp4"));
        Await.until(
            "the first file is on the air",
            Duration.ofSeconds(20),
            () -> channel.item().equals("first.mp4") && channel.seconds() > 0,
            () -> channel.status() + "\n" + channel.hub.logText());
        Await.pass(Duration.ofSeconds(2));
        assertThat(viewer.longestSilence()).as(channel.hub.logText()).isLessThan(second());
        assertThat(viewer.media(true)).isNotEmpty();
        assertThat(viewer.media(false)).isNotEmpty();
      }
      assertOneSession(channel);
    }
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aBrokenStandbyFileFallsBackToTheCardInOneSession(Path ffmpeg) throws IOException {
    Files.createDirectories(folder.resolve("videos"));
    Files.write(folder.resolve("standby.mp4"), new byte[50_000]);
    try (Channel channel =
        new Channel(folder, ffmpeg)
            .settings(COARSE + "standby: standby.mp4\n")
            .items("- videos/\n")) {
      channel.onAir();
      awaitStandby(channel, Duration.ofSeconds(5));
      try (Viewer viewer =
          new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
        Await.pass(Duration.ofSeconds(8));
        assertThat(viewer.longestSilence()).as(channel.hub.logText()).isLessThan(second());
        assertThat(viewer.media(true)).hasSizeGreaterThan(50);
      }
      assertOneSession(channel);
      assertThat(channel.hub.logLines("Standby on air"))
          .as(channel.hub.logText())
          .singleElement()
          .asString()
          .contains("shows=testcard");
      assertThat(channel.hub.logLines("Standby file cannot be shown"))
          .as(channel.hub.logText())
          .singleElement()
          .asString()
          .contains("stream=wild", "file=" + folder.resolve("standby.mp4"), "instead=testcard");

      Path mended = SampleMedia.put(Clip.of("640x360", 3), folder.resolve("mended.mp4"));
      Files.move(mended, folder.resolve("standby.mp4"), StandardCopyOption.REPLACE_EXISTING);
      Await.until(
          "the mended file is shown",
          Duration.ofSeconds(10),
          () -> !channel.hub.logLines("shows=" + folder.resolve("standby.mp4")).isEmpty(),
          channel.hub::logText);
      Await.pass(Duration.ofSeconds(4));
      assertThat(isStandby(channel)).isTrue();
      assertOneSession(channel);
    }
  }

  private static Duration second() {
    return Duration.ofSeconds(1);
  }

  private static void awaitStandby(Channel channel, Duration atMost) {
    Await.until(
        "standby is on the air",
        atMost,
        () -> isStandby(channel),
        () -> channel.status() + "\n" + channel.hub.logText());
  }

  private static boolean isStandby(Channel channel) {
    return channel.hub.phase("wild").equals("on-air")
        && channel
            .status()
            .path("flags")
            .valueStream()
            .anyMatch(f -> f.asString("").equals("standby"));
  }

  private static void assertOneSession(Channel channel) {
    assertThat(channel.server.calls("publish")).as(channel.hub.logText()).hasSize(1);
    assertThat(channel.server.calls("publish_done")).isEmpty();
    assertThat(channel.hub.logLines("Off air")).isEmpty();
  }
}
