package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What may take up room is the same after a thousand restarts as after ten. */
class NothingGrowsIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** So that a thousand restarts take minutes. */
  private static final int STREAMS = 8;

  private static final int RESTARTS = 1_000;

  @TempDir Path folder;

  /**
   * What a hub takes up while all of its streams are on the air.
   *
   * @param heap bytes that are in use after a collection
   * @param instances of the hub's own classes, by name
   * @param files in the runtime and state folders, by {@link #name}
   * @param largest file among them, by what it takes up on the disk, in bytes
   */
  private record Room(
      long descriptors,
      long threads,
      long heap,
      Map<String, Long> instances,
      List<String> files,
      long largest) {}

  @Test
  void aThousandRestartsLeaveNothingBehind() {
    Path item = SampleMedia.put(Clip.of("426x240", 20), folder.resolve("item.mp4"));
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, RealParts.bundledFfmpeg())) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        names.add("s" + i);
        hub.key("s" + i, "key" + i);
      }
      hub.write(yaml(server, item, names));
      hub.start();
      Map<String, Long> killed = new HashMap<>();
      int kills = 0;
      while (kills < 10) {
        kills += killAll(hub, names, killed);
      }
      Room before = room(hub, names);

      while (kills < RESTARTS) {
        kills += killAll(hub, names, killed);
        if (kills % 10 == 0) {
          names.forEach(name -> hub.awaitPhase(name, "on-air", Duration.ofSeconds(60)));
        }
      }
      Room after = room(hub, names);

      assertThat(restarts(hub)).isGreaterThanOrEqualTo(RESTARTS - STREAMS);
      assertThat(after.files()).isEqualTo(before.files());
      assertThat(after.largest()).isLessThan(5 << 20);
      // a look at a file or a page may be under way at either moment
      assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + 8);
      assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + 8);
      assertThat(after.heap()).isLessThan(before.heap() + (2 << 20));
      Map<String, String> grown = new TreeMap<>();
      after
          .instances()
          .forEach((name, count) -> {
            long then = before.instances().getOrDefault(name, 0L);
            if (count > then + 200) {
              grown.put(name, then + " -> " + count);
            }
          });
      assertThat(grown).isEmpty();

      List<String> half = names.subList(0, STREAMS / 2);
      hub.write(yaml(server, item, half));
      Await.until(
          "the run folders of the others are gone",
          Duration.ofSeconds(20),
          () -> runFolders(hub).equals(half),
          () -> runFolders(hub) + "\n" + hub.logText());
    }
  }

  @Test
  void neitherThePublishersNorTheFeedersManyWordsFillTheDisk() throws IOException {
    Path item = SampleMedia.put(Clip.of("426x240", 20), folder.resolve("item.mp4"));
    Path real = RealParts.bundledFfmpeg();
    Path talkative = Files.createDirectories(folder.resolve("bin")).resolve("ffmpeg");
    // ten megabytes at once, then as much again and again for as long as it lives
    Files.writeString(
        talkative,
        """
        #!/bin/sh
        case " $* " in *" -progress "*)
          words() { yes '[warning] a line that says the same again and again' | head -c 10000000; }
          words >&2
          self=$$
          (while kill -0 $self 2>/dev/null; do words; sleep 1; done) >&2 </dev/null &
        esac
        exec '%s' "$@"
        """
            .formatted(real));
    Files.setPosixFilePermissions(talkative, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path probe = talkative.resolveSibling("ffprobe");
    Files.writeString(
        probe, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(real.resolveSibling("ffprobe")));
    Files.setPosixFilePermissions(probe, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"));
        HubProcess hub = new HubProcess(folder, talkative)) {
      hub.key("s0", "key0");
      hub.write(yaml(server, item, List.of("s0")));
      hub.start().awaitPhase("s0", "on-air", Duration.ofSeconds(30));
      for (int i = 0; i < 10; i++) {
        Await.pass(Duration.ofSeconds(1));
        Await.until(
            "the logs are cut",
            Duration.ofSeconds(2),
            () ->
                onDisk(hub.runtime().resolve("s0/publisher.log")) < 2 << 20
                    && onDisk(hub.runtime().resolve("s0/feeder.log")) < 2 << 20);
      }
      assertThat(hub.phase("s0")).isEqualTo("on-air");
      assertThat(hub.logText()).hasSizeLessThan(20_000);
      assertThat(server.calls("publish")).hasSize(1);
    }
  }

  private String yaml(NginxRtmp server, Path item, List<String> names) {
    StringBuilder yaml =
        new StringBuilder(
            """
            version: 1
            defaults:
              retry: { attempts: unlimited, delay: 100ms, healthyAfter: 1s, networkDelayMax: 1s }
            streams:
            """);
    for (String name : names) {
      yaml.append("  %s:\n    target: %s\n".formatted(name, server.target()));
      yaml.append("    key: { file: keys/%s }\n    playlist: [ %s ]\n".formatted(name, item));
    }
    return yaml.toString();
  }

  /** Kills every publisher that was not killed yet; how many. */
  private static int killAll(HubProcess hub, List<String> names, Map<String, Long> killed) {
    int kills = 0;
    for (String name : names) {
      long pid = publisher(hub, name);
      if (pid > 0 && pid != killed.getOrDefault(name, 0L)) {
        killed.put(name, pid);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        kills++;
      }
    }
    Await.pass(Duration.ofMillis(20));
    return kills;
  }

  /** As the run folder has it; 0 while none runs. */
  private static long publisher(HubProcess hub, String name) {
    Path note = hub.runtime().resolve(name).resolve("publisher.json");
    try {
      return Files.exists(note) ? JSON.readTree(Files.readAllBytes(note)).path("pid").asLong(0) : 0;
    } catch (IOException | RuntimeException replaced) {
      return 0;
    }
  }

  private static Room room(HubProcess hub, List<String> names) {
    names.forEach(name -> hub.awaitPhase(name, "on-air", Duration.ofSeconds(60)));
    Await.pass(Duration.ofSeconds(62)); // idle threads of a cached pool live for a minute
    names.forEach(name -> hub.awaitPhase(name, "on-air", Duration.ofSeconds(60)));
    long pid = hub.process().pid();
    Map<String, Long> instances = new HashMap<>();
    long bytes = 0;
    for (String line : jcmd(pid, "GC.class_histogram").lines().toList()) {
      String[] columns = line.strip().split("\\s+");
      if (columns.length >= 4 && columns[0].endsWith(":")) {
        bytes += Long.parseLong(columns[2]);
        if (columns[3].startsWith("dev.wildstream.")) {
          instances.put(columns[3], Long.parseLong(columns[1]));
        }
      }
    }
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"));
        Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      List<Path> files = files(hub);
      return new Room(
          descriptors.count(),
          threads.count(),
          bytes,
          instances,
          files.stream().map(NothingGrowsIT::name).sorted().toList(),
          files.stream().mapToLong(NothingGrowsIT::onDisk).max().orElse(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fifo is of a session; there is to be one, of whichever. */
  private static String name(Path file) {
    return file.toString().replaceFirst("/fifo-[0-9]+$", "/fifo-N");
  }

  private static List<Path> files(HubProcess hub) {
    List<Path> all = new ArrayList<>();
    Await.until(
        "no file goes while they are listed",
        Duration.ofSeconds(5),
        () -> {
          all.clear();
          for (Path root : List.of(hub.runtime(), hub.state())) {
            try (Stream<Path> files = Files.walk(root)) {
              // what is written beside its place is there for a moment
              files.filter(file -> !file.toString().endsWith(".tmp")).forEach(all::add);
            } catch (UncheckedIOException gone) {
              return false;
            }
          }
          return true;
        });
    return all;
  }

  private static List<String> runFolders(HubProcess hub) {
    try (Stream<Path> folders = Files.list(hub.runtime())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a file takes up; its size says less, where FFmpeg writes on behind a hole. */
  private static long onDisk(Path file) {
    return Files.exists(file)
        ? Long.parseLong(SampleMedia.run(List.of("stat", "-c", "%b", file.toString())).strip())
            * 512
        : 0;
  }

  private static long restarts(HubProcess hub) {
    return hub.page("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith("wildstream_stream_restarts_total{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static String jcmd(long pid, String command) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    return SampleMedia.run(List.of(jcmd.toString(), Long.toString(pid), command));
  }
}
