package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two hundred streams over fifty files: an edit of one touches one. A stand-in that does nothing
 * takes the place of FFmpeg, since no machine of two cores carries so many.
 */
class ManyStreamsIT {

  private static final Logger LOG = LoggerFactory.getLogger("many");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int FILES = 50;
  private static final int PER_FILE = 4;

  /** Generous, since the machine may be busy; the poll alone would take longer. */
  private static final Duration BY_AN_EVENT = Duration.ofSeconds(4);

  @TempDir Path folder;

  private Path channels;

  @BeforeEach
  void writeFiles() throws IOException {
    channels = Files.createDirectories(folder.resolve("channels"));
    SampleMedia.put(Clip.of("426x240", 5), folder.resolve("item.mp4"));
    Files.writeString(
        channels.resolve("0.yaml"),
        """
        version: 1
        defaults:
          standby: none
          watchdog: { startTimeout: 1h }
        playlists:
          all: { items: [ ../item.mp4 ] }
        """);
    for (int file = 1; file <= FILES; file++) {
      Files.writeString(channels.resolve(file + ".yaml"), yaml(file, "", PER_FILE));
    }
  }

  private static String yaml(int file, String restartedAt, int streams) {
    StringBuilder yaml = new StringBuilder("version: 1\nstreams:\n");
    for (int i = 1; i <= streams; i++) {
      yaml.append(
          """
            %s:
              target: rtmp://127.0.0.1:1/live
              key: { file: ../keys/%s }
              playlist: all
              restartedAt: "%s"
          """
              .formatted(name(file, i), name(file, i), i == 1 ? restartedAt : ""));
    }
    return yaml.toString();
  }

  private static String name(int file, int stream) {
    return "s" + file + "-" + stream;
  }

  @Test
  void anEditOfOneTouchesOneAndNoOtherFfmpeg() throws IOException {
    try (HubProcess hub = new HubProcess(folder, standIn()).reading(channels)) {
      for (int file = 1; file <= FILES; file++) {
        for (int i = 1; i <= PER_FILE; i++) {
          hub.key(name(file, i), "key-of-" + name(file, i));
        }
      }
      hub.start();
      Await.until(
          "all are started",
          Duration.ofSeconds(60),
          () -> pids(hub).size() == FILES * PER_FILE,
          () -> pids(hub).size() + " are\n" + hub.logText());
      Map<String, Long> before = pids(hub);

      long begun = System.nanoTime();
      put("7.yaml", yaml(7, "now", PER_FILE));
      Await.until(
          "it is restarted",
          BY_AN_EVENT,
          () -> !before.get("s7-1").equals(pids(hub).get("s7-1")) && pids(hub).containsKey("s7-1"));
      LOG.info("Edit of one in {} streams took={}ms", before.size(), millisSince(begun));
      Map<String, Long> restarted = pids(hub);
      assertThat(restarted).as(hub.logText()).hasSameSizeAs(before);
      assertThat(changed(before, restarted)).containsOnlyKeys("s7-1");

      put("9.yaml", yaml(9, "", PER_FILE - 1));
      Await.until("it is down", BY_AN_EVENT, () -> !pids(hub).containsKey("s9-4"));
      Map<String, Long> removed = pids(hub);
      assertThat(removed).hasSize(before.size() - 1);
      assertThat(changed(restarted, removed)).containsOnlyKeys("s9-4");
      assertThat(hub.logLines("Revision applied")).hasSize(3);

      put("11.yaml", yaml(11, "now", PER_FILE) + "    playlst: x\n");
      Await.until(
          "it is refused",
          BY_AN_EVENT,
          () -> !hub.logLines("Revision rejected").isEmpty(),
          hub::logText);
      assertThat(pids(hub)).as(hub.logText()).isEqualTo(removed);
    }
  }

  private static long millisSince(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun).toMillis();
  }

  private void put(String name, String yaml) throws IOException {
    Files.move(
        Files.writeString(channels.resolve("." + name), yaml),
        channels.resolve(name),
        StandardCopyOption.ATOMIC_MOVE);
  }

  /** Those that are gone or another, by the pid they had. */
  private static Map<String, Long> changed(Map<String, Long> before, Map<String, Long> after) {
    Map<String, Long> changed = new TreeMap<>(before);
    changed.entrySet().removeIf(entry -> entry.getValue().equals(after.get(entry.getKey())));
    return changed;
  }

  /** Of the publishers that run, by stream. */
  private static Map<String, Long> pids(HubProcess hub) {
    Map<String, Long> pids = new TreeMap<>();
    for (int file = 1; file <= FILES; file++) {
      for (int i = 1; i <= PER_FILE; i++) {
        try {
          Path note = hub.runtime().resolve(name(file, i)).resolve("publisher.json");
          long pid = JSON.readTree(Files.readAllBytes(note)).path("pid").asLong(0);
          if (pid > 0 && ProcessHandle.of(pid).isPresent()) {
            pids.put(name(file, i), pid);
          }
        } catch (IOException | RuntimeException none) {
          // not started, or being replaced
        }
      }
    }
    return pids;
  }

  /** Feeds a little that nobody reads, publishes nothing, and ends when it is asked to. */
  private Path standIn() throws IOException {
    Path real = RealParts.bundledFfmpeg();
    Path standIn = Files.createDirectories(folder.resolve("bin")).resolve("ffmpeg");
    Files.writeString(
        standIn,
        """
        #!/bin/sh
        case " $* " in
          *feeder.progress*) head -c 65536 /dev/zero; exec sleep 3600 ;;
          *publisher.progress*) exec sleep 3600 ;;
        esac
        exec '%s' "$@"
        """
            .formatted(real));
    Path probe = standIn.resolveSibling("ffprobe");
    Files.writeString(
        probe, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(real.resolveSibling("ffprobe")));
    for (Path program : new Path[] {standIn, probe}) {
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return standIn;
  }
}
