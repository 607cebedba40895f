package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Items that are not what they say, also those of which FFmpeg makes no error: each is told once,
 * counted as media, and costs no session.
 */
class DamagedItemsIT {

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void eachIsToldInWordsAndCountedAndCostsNoSession(Path ffmpeg) throws IOException {
    try (Channel channel = new Channel(folder, ffmpeg)) {
      Path media = folder.resolve("media");
      Path whole = SampleMedia.put(Clip.of("426x240", 12), media.resolve("whole.mp4"));
      Path fast = copy(whole, media.resolve("fast.mp4"), "-movflags", "+faststart");
      Path matroska = copy(whole, media.resolve("whole.mkv"));
      cut(matroska, media.resolve("cut.mkv"));
      cut(fast, media.resolve("cut.mp4"));
      cut(whole, media.resolve("moovless.mp4"));
      byte[] bytes = Files.readAllBytes(fast);
      byte[] junk = new byte[bytes.length / 10];
      new Random(3).nextBytes(junk);
      System.arraycopy(junk, 0, bytes, bytes.length / 3, junk.length);
      Files.write(media.resolve("corrupt.mp4"), bytes);
      Files.write(media.resolve("empty.mp4"), new byte[0]);
      Files.writeString(media.resolve("text.mp4"), "no video\n".repeat(300));
      SampleMedia.put(Clip.of("426x240", 5), media.resolve("first.mp4"));
      SampleMedia.put(Clip.of("640x360", 30), media.resolve("last.mp4"));
      List<String> damaged =
          List.of("cut.mkv", "cut.mp4", "moovless.mp4", "corrupt.mp4", "empty.mp4", "text.mp4");
      StringBuilder items = new StringBuilder("- media/first.mp4\n");
      damaged.forEach(item -> items.append("- media/" + item + "\n"));
      channel.items(items + "- media/last.mp4\n").onAir();

      Await.until(
          "the last item",
          Duration.ofSeconds(90),
          () -> channel.item().equals("last.mp4"),
          () -> channel.hub.logText());
      Map<String, String> words =
          Map.of(
              "cut.mkv", "cut short",
              "cut.mp4", "cut short",
              "corrupt.mp4", "damaged",
              "moovless.mp4", "moov atom not found: the file is incomplete or no MP4",
              "empty.mp4", "moov atom not found: the file is incomplete or no MP4",
              "text.mp4", "moov atom not found: the file is incomplete or no MP4");
      words.forEach((item, text) -> {
        List<String> told = channel.hub.logLines("/media/" + item + " reason=media");
        assertThat(told).as(item + "\n" + channel.hub.logText()).hasSize(1);
        assertThat(told.getFirst()).contains("Item skipped", "reason=media", text);
      });
      assertThat(channel.hub.logLines("/media/cut.mkv reason=media").getFirst())
          .containsPattern("after [5-7]\\.\\ds of 12\\.\\ds");
      assertThat(channel.hub.page("/metrics").text())
          .contains("wildstream_stream_items_skipped_total{reason=\"media\",stream=\"wild\"} 6.0");
      assertThat(channel.hub.command("events", "wild").text()).contains("item-skipped");
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.hub.logLines("Off air")).isEmpty();
    }
  }

  private static Path copy(Path from, Path to, String... options) {
    List<String> all = new ArrayList<>(List.of("-i", from.toString(), "-c", "copy"));
    all.addAll(Arrays.asList(options));
    return SampleMedia.ffmpeg(all, to);
  }

  private static void cut(Path from, Path to) throws IOException {
    byte[] bytes = Files.readAllBytes(from);
    Files.write(to, Arrays.copyOf(bytes, bytes.length / 2));
  }
}
