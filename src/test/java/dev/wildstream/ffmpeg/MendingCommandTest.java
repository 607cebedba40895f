package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.memory.Format;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Which command is named for an item that does not fit; that it works shows an integration test.
 */
class MendingCommandTest {

  private static final Format CHANNEL =
      new Format(
          Optional.of(new Format.Picture(new FrameSize(1280, 720), new FrameRate(30, 1))),
          "aac",
          48_000,
          2);

  private static final FileStamp STAMP = new FileStamp(1, Instant.EPOCH);

  private static MediaFacts facts(
      Optional<MediaFacts.Video> video, Optional<MediaFacts.Audio> audio) {
    return new MediaFacts.Playable(
        STAMP, Optional.of(Duration.ofSeconds(9)), 1_000, video, audio, Duration.ZERO);
  }

  private static MediaFacts facts(String picture, String sound) {
    return facts(
        Optional.of(Facts.video(picture, 1280, 720, Duration.ZERO)),
        Optional.of(Facts.audio(sound, 48_000, 2, Duration.ZERO)));
  }

  private static Optional<List<String>> command(MediaFacts facts, MediaPolicy.Mode mode) {
    MediaPolicy d = MediaPolicy.DEFAULT;
    MediaPolicy policy = new MediaPolicy(mode, d.video(), d.audio(), d.copyKeyframeMax());
    return MendingCommand.of("ffmpeg", "/v/-a b.mkv", facts, CHANNEL, policy);
  }

  @Test
  void whatFitsAndWhatCannotBeReadHaveNone() {
    assertThat(command(facts("h264", "aac"), MediaPolicy.Mode.AUTO)).isEmpty();
    assertThat(command(facts("h264", "aac"), MediaPolicy.Mode.TRANSCODE)).isEmpty();
    assertThat(
            command(
                new MediaFacts.Unplayable(Optional.of(STAMP), "is damaged"), MediaPolicy.Mode.AUTO))
        .isEmpty();
  }

  @Test
  void onlyWhatDoesNotFitIsEncoded() {
    List<String> sound = command(facts("h264", "ac3"), MediaPolicy.Mode.AUTO).orElseThrow();
    assertThat(sound)
        .startsWith("ffmpeg", "-hide_banner", "-n", "-i", "file:/v/-a b.mkv")
        .containsSequence("-map", "0:V:0", "-c:v", "copy")
        .containsSequence("-c:a", "aac")
        .doesNotContain("libx264")
        .endsWith("file:/v/-a b.fits.mp4");
    assertThat(command(facts("hevc", "aac"), MediaPolicy.Mode.AUTO).orElseThrow())
        .containsSequence("-map", "0:a:0", "-c:a", "copy")
        .contains("libx264");
  }

  @Test
  void alsoWhereItWouldBeSkippedSinceItemsAreOnlyCopied() {
    assertThat(command(facts("hevc", "aac"), MediaPolicy.Mode.COPY).orElseThrow())
        .contains("libx264");
  }

  @Test
  void aFileWithoutSoundIsLeftWithoutItSinceSilenceIsAdded() {
    MediaFacts silent =
        facts(Optional.of(Facts.video("hevc", 1280, 720, Duration.ZERO)), Optional.empty());
    assertThat(command(silent, MediaPolicy.Mode.AUTO).orElseThrow())
        .contains("libx264")
        .doesNotContain("-c:a");
  }

  @Test
  void itNeverWritesOverTheItem() {
    assertThat(MendingCommand.written("/v/a.b.mp4")).isEqualTo("/v/a.b.fits.mp4");
    assertThat(MendingCommand.written("/v/noending")).isEqualTo("/v/noending.fits.mp4");
    assertThat(MendingCommand.written("/v/.hidden")).isEqualTo("/v/.hidden.fits.mp4");
    assertThat(MendingCommand.written("/v/a.fits.mp4")).isEqualTo("/v/a.fits.fits.mp4");
  }
}
