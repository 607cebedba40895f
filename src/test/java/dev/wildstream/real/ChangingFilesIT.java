package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that change while they are on the air or next: no reconnect, and one event at most. */
class ChangingFilesIT {

  @TempDir Path folder;

  /** What is done to a file. */
  enum Change {
    REPLACED {
      @Override
      void make(Path file, Path other) throws IOException {
        Path fresh = Files.copy(other, file.resolveSibling("fresh.mp4"));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
    },
    OVERWRITTEN {
      @Override
      void make(Path file, Path other) throws IOException {
        Files.write(file, Files.readAllBytes(other));
      }
    },
    TRUNCATED {
      @Override
      void make(Path file, Path other) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.truncate(channel.size() / 3);
        }
      }
    },
    DELETED {
      @Override
      void make(Path file, Path other) throws IOException {
        Files.delete(file);
      }
    },
    GROWING {
      @Override
      void make(Path file, Path other) throws IOException {
        byte[] whole = Files.readAllBytes(other);
        Files.write(file, Arrays.copyOf(whole, whole.length / 3));
        for (int part = 1; part < 10; part++) {
          Await.pass(Duration.ofMillis(200));
          Files.write(
              file,
              Arrays.copyOfRange(whole, whole.length / 30 * part, whole.length / 30 * (part + 1)),
              StandardOpenOption.APPEND);
        }
      }
    };

    abstract void make(Path file, Path other) throws IOException;
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void onTheAirItCostsNoReconnect(Change change) throws IOException {
    check(change, "0.mp4");
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void asTheNextItCostsNoReconnect(Change change) throws IOException {
    check(change, "1.mp4");
  }

  private void check(Change change, String changed) throws IOException {
    for (int i = 0; i < 3; i++) {
      Numbered.put(i + 1, List.of(12, 6, 40).get(i), folder.resolve(i + ".mp4"));
    }
    Path other = Numbered.put(4, 9, folder.resolve("other.mp4"));
    try (Channel channel =
        new Channel(folder, RealParts.bundledFfmpeg())
            .settings("media: { video: { size: 640x360, fps: 25, preset: ultrafast } }\n")
            .items("- 0.mp4\n- 1.mp4\n- 2.mp4\n")
            .onAir()) {
      try (Viewer viewer =
          new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
        Await.until("it plays", Duration.ofSeconds(15), () -> channel.seconds() > 1);
        change.make(folder.resolve(changed), other);
        Await.until(
            "the last item is on the air",
            Duration.ofSeconds(40),
            () -> channel.item().equals("2.mp4") && channel.seconds() > 2,
            () -> channel.status() + "\n" + channel.hub.logText());
        assertThat(viewer.longestSilence()).isLessThan(Duration.ofSeconds(1));
      }
      List<String> told =
          channel.hub.logText().lines().filter(about(folder.resolve(changed))).toList();
      assertThat(told).as(channel.hub.logText()).hasSizeLessThanOrEqualTo(1);
      if (change == Change.DELETED && changed.equals("1.mp4")) {
        assertThat(told).singleElement().asString().contains("Item skipped", "reason=missing");
      }
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.server.calls("publish_done")).isEmpty();
    }
  }

  /** What is told of the file beside its being on the air or transcoded. */
  private static Predicate<String> about(Path file) {
    return line -> line.contains(file.toString()) && line.contains(" WARN ");
  }
}
