package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Whatever stalls, at whatever bit rate: it is ended in time, for what it is; and what only looks
 * like a stall is left alone. One hub with a stream for each fault at each rate, all at a time,
 * since they mostly wait.
 */
class StallsIT {

  private static final Duration STALL = Duration.ofSeconds(10);

  /** What is promised beyond the stall timeout, from the last byte that was acknowledged. */
  private static final Duration PROMISED = STALL.plusSeconds(2);

  /** The test itself looks ten times a second. */
  private static final Duration LOOKS = Duration.ofMillis(200);

  /** Kilobits per second. */
  private static final Map<String, Integer> RATES = Map.of("low", 300, "high", 6_000);

  @TempDir static Path folder;

  @TestFactory
  Stream<DynamicContainer> aStallIsSeenInTimeAndNothingElseIsOne() {
    return RealParts.ffmpegs().stream()
        .map(ffmpeg -> {
          String name = ffmpeg.getParent().getFileName() + "/" + ffmpeg.getFileName();
          try (Scene scene = new Scene(folder.resolve(name.replace('/', '-')), ffmpeg)) {
            return DynamicContainer.dynamicContainer(name, scene.play());
          }
        });
  }

  /** Fails with what the fault failed with, by its name; skipped where that was. */
  private static DynamicTest test(String name, CompletableFuture<Void> played) {
    Executable result =
        () -> {
          try {
            played.join();
          } catch (CompletionException failed) {
            throw failed.getCause() instanceof AssertionError wrong
                ? new AssertionError(name + ": " + wrong.getMessage(), wrong)
                : failed.getCause();
          }
        };
    return DynamicTest.dynamicTest(name, result);
  }

  /** A hub, its streams, and where each of them goes. */
  private static final class Scene implements AutoCloseable {

    private final Path folder;
    private final HubProcess hub;
    private final Map<String, NginxRtmp> servers = new TreeMap<>();
    private final List<LongPath> paths = new ArrayList<>();
    private final Optional<FarHost> far;
    private final Acknowledged acknowledged = new Acknowledged();
    private final StringBuilder yaml = new StringBuilder("version: 1\nstreams:\n");
    private final Map<String, CompletableFuture<Void>> played = new TreeMap<>();

    /** By stream: how long after its last byte that was acknowledged. */
    private final Map<String, Duration> endedAfter = new ConcurrentHashMap<>();

    Scene(Path folder, Path ffmpeg) {
      this.folder = folder;
      this.hub = new HubProcess(folder, slowWhereNamedSo(ffmpeg));
      this.far = RealParts.networkNamespaces().map(FarHost::new);
      for (String server : List.of("calm", "frozen", "paused")) {
        servers.put(server, new NginxRtmp(folder.resolve("nginx-" + server)));
      }
      far.ifPresent(host -> servers.put("far", new NginxRtmp(folder.resolve("nginx-far"), host)));
      RATES.forEach((rate, kilobits) -> {
        Clip clip = Clip.of("320x180", 60).withKilobits(kilobits);
        for (String item : List.of("one", "two", "slow")) {
          SampleMedia.put(clip, folder.resolve(rate + "/" + item + ".mp4"));
        }
        stream("frozen-receiver-" + rate, target("frozen"), rate, "one", "two");
        far.ifPresent(host -> stream("pulled-cable-" + rate, target("far"), rate, "one", "two"));
        stream("frozen-publisher-" + rate, target("calm"), rate, "one", "two");
        stream("frozen-feeder-" + rate, target("calm"), rate, "one", "two");
        stream("slow-feeder-" + rate, target("calm"), rate, "slow", "two");
        stream("paused-receiver-" + rate, target("paused"), rate, "one", "two");
        LongPath path = new LongPath(servers.get("calm").port(), kilobits * 125);
        paths.add(path);
        stream("long-path-" + rate, path.target(), rate, "one", "two");
      });
    }

    private String target(String server) {
      return servers.get(server).target();
    }

    private void stream(String name, String target, String rate, String... items) {
      hub.key(name, name);
      yaml.append(
          """
            %s:
              target: %s
              key: { file: keys/%s }
              watchdog: { stallTimeout: 10s, speedWindow: 10s }
              playlist: [ %s ]
          """
              .formatted(
                  name,
                  target,
                  name,
                  String.join(", ", Stream.of(items).map(i -> rate + "/" + i + ".mp4").toList())));
    }

    /** An FFmpeg that reads what is called slow at half its pace, like a slow disk. */
    private Path slowWhereNamedSo(Path ffmpeg) {
      Path programs = folder.resolve("programs");
      script(
          programs.resolve("ffmpeg"),
          """
          slow=no
          case "$*" in *file:*/slow.mp4*) slow=yes ;; esac
          for argument in "$@"; do
            shift
            if [ "$slow $argument" = "yes -i" ]; then set -- "$@" -readrate 0.5; fi
            set -- "$@" "$argument"
          done
          exec %s "$@"
          """
              .formatted(ffmpeg));
      script(
          programs.resolve("ffprobe"),
          "exec %s \"$@\"\n".formatted(ffmpeg.resolveSibling("ffprobe")));
      return programs.resolve("ffmpeg");
    }

    private static void script(Path file, String lines) {
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + lines);
        SampleMedia.run(List.of("chmod", "+x", file.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Causes every fault and waits for what comes of it. */
    List<DynamicTest> play() {
      hub.write(yaml.toString());
      hub.start();
      RATES
          .keySet()
          .forEach(rate -> {
            together("frozen receiver", rate, this::frozenReceiver);
            together("pulled cable", rate, this::pulledCable);
            together("frozen publisher", rate, this::frozenPublisher);
            together("frozen feeder", rate, this::frozenFeeder);
            together("slow feeder", rate, this::slowFeeder);
            together("paused receiver", rate, this::pausedReceiver);
            together("long path", rate, this::longPath);
          });
      List<DynamicTest> tests = new ArrayList<>();
      played.forEach((name, done) -> {
        done.exceptionally(failed -> null).join();
        tests.add(test(name + measured(name), done));
      });
      return tests;
    }

    private void together(String fault, String rate, Consumer<String> play) {
      CompletableFuture<Void> done = new CompletableFuture<>();
      played.put(fault + ", " + rate, done);
      Thread.ofPlatform()
          .start(() -> {
            try {
              play.accept(rate);
              done.complete(null);
            } catch (Throwable failed) {
              done.completeExceptionally(failed);
            }
          });
    }

    /** For the report: a test that passes says by how much. */
    private String measured(String name) {
      return Optional.ofNullable(endedAfter.get(name.replace(", ", "-").replace(' ', '-')))
          .map(after -> ": ended after %.1f s".formatted(after.toMillis() / 1_000.0))
          .orElse("");
    }

    // ---- faults

    private void frozenReceiver(String rate) {
      String stream = "frozen-receiver-" + rate;
      long publisher = playsAtEachRate("frozen-receiver-", rate);
      servers.get("frozen").freeze();
      endsInTime(stream, publisher);
      assertThat(failure(stream))
          .startsWith("stall network the target has not acknowledged anything for ");
    }

    private void pulledCable(String rate) {
      RealParts.networkNamespacesRequired();
      String stream = "pulled-cable-" + rate;
      long publisher = playsAtEachRate("pulled-cable-", rate);
      far.orElseThrow().pull();
      endsInTime(stream, publisher);
      assertThat(failure(stream))
          .startsWith("stall network the target has not acknowledged anything for ");
    }

    private void frozenPublisher(String rate) {
      String stream = "frozen-publisher-" + rate;
      long publisher = plays(stream);
      HubProcess.signal("STOP", publisher);
      endsInTime(stream, publisher);
      assertThat(failure(stream)).startsWith("stall internal FFmpeg stood still for 1");
    }

    private void frozenFeeder(String rate) {
      String stream = "frozen-feeder-" + rate;
      long publisher = plays(stream);
      HubProcess.signal("STOP", process(stream, "feeder").orElseThrow());
      plays(stream, "two.mp4", Duration.ofSeconds(25));
      assertThat(told(stream, "Item skipped")).singleElement().asString().contains("starved");
      assertThat(hub.stream(stream).at("/remembered/setAside").toString()).contains("one.mp4");
      isLeftAlone(stream, publisher);
    }

    private void slowFeeder(String rate) {
      String stream = "slow-feeder-" + rate;
      long publisher = plays(stream);
      plays(stream, "two.mp4", Duration.ofSeconds(40));
      assertThat(told(stream, "Item skipped"))
          .singleElement()
          .asString()
          .contains("reason=starved", "it was read at 0.", "of its pace for 10.0s");
      assertThat(told(stream, "Too slow to watch").getFirst()).contains("cause=feeder");
      assertThat(hub.stream(stream).at("/remembered/setAside").isEmpty()).isTrue();
      isLeftAlone(stream, publisher);
    }

    private void pausedReceiver(String rate) {
      String stream = "paused-receiver-" + rate;
      long publisher = playsAtEachRate("paused-receiver-", rate);
      servers.get("paused").freeze();
      Await.pass(STALL.minusSeconds(2));
      servers.get("paused").thaw();
      Await.pass(STALL);
      isLeftAlone(stream, publisher);
    }

    private void longPath(String rate) {
      String stream = "long-path-" + rate;
      long publisher = plays(stream);
      Await.pass(STALL.multipliedBy(3));
      isLeftAlone(stream, publisher);
      assertThat(told(stream, "Too slow to watch")).isEmpty();
    }

    // ---- what is seen of a stream

    /** Waits until it has been on the air for some seconds; the pid of its publisher. */
    private long plays(String stream) {
      hub.awaitPhase(stream, "on-air", Duration.ofSeconds(30));
      Await.until(
          stream + " plays",
          Duration.ofSeconds(30),
          () -> hub.stream(stream).at("/nowPlaying/seconds").asDouble(0) > 5,
          () -> hub.stream(stream).toPrettyString() + hub.logText());
      return process(stream, "publisher").orElseThrow();
    }

    /** One server for all rates is frozen for all at a time. */
    private long playsAtEachRate(String fault, String rate) {
      RATES.keySet().forEach(each -> plays(fault + each));
      return process(fault + rate, "publisher").orElseThrow();
    }

    private void plays(String stream, String item, Duration atMost) {
      Await.until(
          stream + " plays " + item,
          atMost,
          () -> hub.stream(stream).at("/nowPlaying/item").asString("").equals(item),
          () -> hub.stream(stream).toPrettyString() + hub.logText());
    }

    private void endsInTime(String stream, long publisher) {
      Await.until(
          stream + " is ended",
          Duration.ofSeconds(60),
          () -> !Files.exists(Path.of("/proc/" + publisher)),
          () -> hub.stream(stream).toPrettyString() + hub.logText());
      Duration after = Duration.between(acknowledged.last(publisher).orElseThrow(), Instant.now());
      endedAfter.put(stream, after);
      assertThat(after).as(stream).isBetween(STALL.minus(LOOKS), PROMISED);
      Await.until(
          stream + " tells of its end",
          Duration.ofSeconds(5),
          () -> !told(stream, "FFmpeg ended").isEmpty());
      assertThat(told(stream, "FFmpeg ended").getFirst()).contains("reason=stall");
      assertThat(told(stream, "Output stands still")).hasSize(1);
    }

    private String failure(String stream) {
      Await.until(
          stream + " says why",
          Duration.ofSeconds(5),
          () -> hub.stream(stream).at("/remembered/lastFailure").isObject());
      JsonNode failure = hub.stream(stream).at("/remembered/lastFailure");
      return failure.path("reason").asString("")
          + " "
          + failure.path("kind").asString("")
          + " "
          + failure.path("detail").asString("");
    }

    private void isLeftAlone(String stream, long publisher) {
      assertThat(process(stream, "publisher")).as(hub.logText()).contains(publisher);
      assertThat(told(stream, "Output stands still")).isEmpty();
    }

    private List<String> told(String stream, String message) {
      return hub.logLines(" " + message + " stream=" + stream + " ");
    }

    private Optional<Long> process(String stream, String role) {
      String own = "file:" + hub.runtime().resolve(stream) + "/" + role + ".progress";
      return hub.ffmpegs().get(role).stream()
          .map(ProcessHandle::pid)
          .filter(pid -> arguments(pid).contains(own))
          .findFirst();
    }

    private static String arguments(long pid) {
      try {
        return Files.readString(
            Path.of("/proc/" + pid + "/cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1);
      } catch (IOException gone) {
        return "";
      }
    }

    @Override
    public void close() {
      hub.close();
      acknowledged.close();
      paths.forEach(LongPath::close);
      servers.values().forEach(NginxRtmp::close);
      far.ifPresent(FarHost::close);
    }
  }
}
