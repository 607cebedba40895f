package dev.wildstream.memory.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.observed.Facts;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub has probed and the next one need not. */
class JsonProbedMediaTest {

  private static final MediaView.Source WHOLE =
      new MediaView.Source("/media/ü \"x\"\n.mp4", Duration.ZERO);
  private static final MediaView.Source CUT =
      new MediaView.Source("/media/a.mkv", Duration.ofMillis(1_500));

  @TempDir Path folder;

  private JsonProbedMedia media() {
    return new JsonProbedMedia(folder);
  }

  private Path file() {
    return folder.resolve("media.json");
  }

  private static MediaFacts.Playable facts(long size) {
    return new MediaFacts.Playable(
        new FileStamp(size, Instant.parse("2026-03-01T10:00:00.123456789Z")),
        Optional.of(Duration.ofNanos(5_023_456_789L)),
        1_100_000,
        Optional.of(Facts.video("h264", 640, 360, Duration.ofMillis(80))),
        Optional.of(Facts.audio("aac", 48_000, 2, Duration.ofNanos(21_333_333))),
        Duration.ofSeconds(1));
  }

  private static MediaFacts.Playable silentWithoutAnEnd() {
    return new MediaFacts.Playable(
        new FileStamp(0, Instant.EPOCH),
        Optional.empty(),
        1,
        Optional.of(Facts.video("hevc", 0, 0, Duration.ZERO)),
        Optional.empty(),
        Duration.ZERO);
  }

  private Map<MediaView.Source, MediaFacts.Playable> two() {
    Map<MediaView.Source, MediaFacts.Playable> two = new LinkedHashMap<>();
    two.put(WHOLE, facts(7));
    two.put(CUT, silentWithoutAnEnd());
    return two;
  }

  @Test
  void whatWasKeptIsLoadedInItsOrderAndNobodyElseMayReadIt() throws IOException {
    media().keep(Map.of(CUT, facts(1)));
    media().keep(two());
    assertThat(media().load()).containsExactlyEntriesOf(two());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void nothingIsLoadedWhereNothingWasKept() {
    assertThat(media().load()).isEmpty();
    assertThat(new JsonProbedMedia(folder.resolve("gone")).load()).isEmpty();
  }

  @Test
  void aTornFileIsNone() throws IOException {
    media().keep(two());
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThat(media().load()).as("%s bytes", length).isEmpty();
    }
  }

  @Test
  void whatNoProbeCouldSayIsNotBelieved() throws IOException {
    media().keep(two());
    String whole = Files.readString(file());
    Map<String, String> lies =
        Map.of(
            "\"bitrate\":1100000", "\"bitrate\":0",
            "\"width\":640", "\"width\":-640",
            "\"channels\":2", "\"channels\":-2",
            "\"PT5.023456789S\"", "\"PT-5S\"",
            "\"PT1S\"", "\"PT-1S\"",
            "\"codec\":\"aac\"", "\"codec\":null",
            "\"size\":7", "\"size\":-7",
            "\"format\":3", "\"format\":1",
            "\"height\":360", "\"heigth\":360");
    lies.forEach((truth, lie) -> {
      assertThat(whole).contains(truth);
      write(whole.replace(truth, lie));
      assertThat(media().load()).as(lie).isEmpty();
    });
    for (String bad : List.of("null", "[]", "{\"format\":3,\"items\":[null]}", whole + "x")) {
      write(bad);
      assertThat(media().load()).as(bad).isEmpty();
    }
  }

  @Test
  void aFileThatNoHubWroteIsNotReadToItsEnd() {
    write(" ".repeat(9 << 20) + "{\"format\":3,\"items\":[]}");
    assertThat(media().load()).isEmpty();
  }

  /** Takes half of what it is given. */
  private static final class FullDisk implements Disk {
    @Override
    public void create(Path file, byte[] content, Set<PosixFilePermission> mode)
        throws IOException {
      Disk.super.create(file, Arrays.copyOf(content, content.length / 2), mode);
      throw new FileSystemException(file.toString(), null, "No space left on device");
    }
  }

  @Test
  void aFullDiskDoesNoHarmAndLeavesNothingHalf() throws IOException {
    media().keep(two());
    new JsonProbedMedia(folder, new FullDisk()).keep(Map.of(CUT, facts(9)));
    assertThat(media().load()).isEqualTo(two());
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  private void write(String text) {
    try {
      Files.writeString(file(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
