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
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that change while they are on the air or next: no reconnect, and one event. */
class ChangingFilesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

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
        int part = whole.length / 10 + 1;
        Files.write(file, new byte[0]);
        for (int from = 0; from < whole.length; from += part) {
          Await.pass(Duration.ofMillis(200));
          byte[] more = Arrays.copyOfRange(whole, from, Math.min(from + part, whole.length));
          Files.write(file, more, StandardOpenOption.APPEND);
        }
      }
    };

    /** Whether what is there in the end can be played. */
    boolean leavesItWhole() {
      return this != TRUNCATED && this != DELETED;
    }

    abstract void make(Path file, Path other) throws IOException;
  }

  private static Stream<Arguments> onTheAir() {
    return RealParts.ffmpegs().stream()
        .flatMap(ffmpeg -> Stream.of(Change.values()).map(change -> Arguments.of(change, ffmpeg)));
  }

  @ParameterizedTest
  @MethodSource("onTheAir")
  void onTheAirItCostsNoReconnectAndIsToldOnce(Change change, Path ffmpeg) throws IOException {
    try (Channel channel = channel(ffmpeg, 12)) {
      Duration silence =
          during(
              channel,
              () -> {
                change.make(folder.resolve("0.mp4"), folder.resolve("other.mp4"));
                awaitItem(channel, "2.mp4", 2);
                // in the next lap it is looked at as it is now, and in the one after that it was
                if (change.leavesItWhole()) {
                  awaitItem(channel, "0.mp4", 1);
                } else {
                  Await.until("the next lap", PATIENCE, () -> !channel.item().equals("2.mp4"));
                  assertThat(channel.item()).isEqualTo("1.mp4");
                }
                awaitItem(channel, "2.mp4", 2);
                awaitItem(channel, "1.mp4", 1);
              });
      check(channel, change, "0.mp4", silence);
    }
  }

  @ParameterizedTest
  @EnumSource(Change.class)
  void asTheNextItemItCostsNoReconnectAndIsToldOnce(Change change) throws IOException {
    try (Channel channel = channel(RealParts.bundledFfmpeg(), 9)) {
      Duration silence =
          during(
              channel,
              () -> {
                change.make(folder.resolve("1.mp4"), folder.resolve("other.mp4"));
                awaitItem(channel, "2.mp4", 1);
                awaitItem(channel, "0.mp4", 1);
              });
      check(channel, change, "1.mp4", silence);
    }
  }

  private Channel channel(Path ffmpeg, int seconds) {
    Numbered.put(1, seconds, folder.resolve("0.mp4"));
    Numbered.put(2, 5, folder.resolve("1.mp4"));
    Numbered.put(3, 5, folder.resolve("2.mp4"));
    Numbered.put(4, 7, folder.resolve("other.mp4"));
    return new Channel(folder, ffmpeg)
        .settings("media: { video: { size: 640x360, fps: 25, preset: ultrafast } }\n")
        .items("- 0.mp4\n- 1.mp4\n- 2.mp4\n");
  }

  /** What happens on the air. */
  private interface Events {
    void happen() throws IOException;
  }

  /** The longest pause that a viewer sees. */
  private Duration during(Channel channel, Events events) throws IOException {
    channel.onAir();
    try (Viewer viewer =
        new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
      Await.until("it plays", Duration.ofSeconds(15), () -> channel.seconds() > 1);
      events.happen();
      return viewer.longestSilence();
    }
  }

  private static void awaitItem(Channel channel, String item, int seconds) {
    Await.until(
        item + " is on the air",
        PATIENCE,
        () -> channel.item().equals(item) && channel.seconds() > seconds,
        () -> channel.status() + "\n" + channel.hub.logText());
  }

  private void check(Channel channel, Change change, String changed, Duration silence) {
    String log = channel.hub.logText();
    List<String> told = log.lines().filter(about(folder.resolve(changed))).toList();
    if (change.leavesItWhole()) {
      assertThat(told).as(log).hasSizeLessThanOrEqualTo(1); // it may be read while it changes
    } else {
      assertThat(told).as(log).singleElement().asString().contains("Item skipped");
    }
    if (change == Change.DELETED) {
      assertThat(told).as(log).singleElement().asString().contains("reason=missing");
    }
    assertThat(silence).as(log).isLessThan(Duration.ofSeconds(1));
    assertThat(channel.server.calls("publish")).hasSize(1);
    assertThat(channel.server.calls("publish_done")).isEmpty();
  }

  /** What is told of the file beside its being on the air or transcoded. */
  private static Predicate<String> about(Path file) {
    return line -> line.contains(file.toString()) && line.contains(" WARN ");
  }
}
