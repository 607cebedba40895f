package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.TalkingServer;
import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Targets that take no stream and will again: a key that a ghost still publishes, and ports where
 * something else answers. Both versions of FFmpeg at once, each under a hub of its own.
 */
class GhostsIT {

  private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);

  /** ±10 % of a delay, and what it takes to start and to be told of. */
  private static final Duration LATEST = Duration.ofSeconds(25);

  @TempDir Path folder;

  @Test
  void aGhostIsWaitedOutAndWhoSpeaksNoRtmpIsAskedNoMoreOftenThanTheDelaysAllow() {
    List<Path> ffmpegs = RealParts.ffmpegs();
    List<Scene> scenes = new ArrayList<>();
    Path item = SampleMedia.put(Clip.of("426x240", 20), folder.resolve("item.mp4"));
    try (NginxRtmp server = new NginxRtmp(folder.resolve("nginx"))) {
      for (int i = 0; i < ffmpegs.size(); i++) {
        scenes.add(new Scene(folder.resolve("hub" + i), ffmpegs.get(i), server, "key" + i, item));
      }
      scenes.forEach(Scene::start);
      Instant begun = Instant.now();
      scenes.forEach(Scene::isTold);
      Await.pass(Duration.between(Instant.now(), begun.plusSeconds(90)));
      scenes.forEach(Scene::waits);
      scenes.forEach(Scene::ghostsGo);
      Instant gone = Instant.now();
      scenes.forEach(scene -> scene.isOnAir("ghost", gone.plus(LATEST)));
      scenes.forEach(scene -> scene.isOnAir("frozen", gone.plus(LATEST)));
      scenes.forEach(Scene::keptToTheDelays);
    } finally {
      scenes.forEach(Scene::close);
    }
  }

  /** A hub with a stream for each kind of target. */
  private static final class Scene implements AutoCloseable {

    private static final Map<String, TalkingServer.Manner> MANNERS =
        Map.of(
            "silent", TalkingServer.SILENT,
            "closing", TalkingServer.CLOSING,
            "closing-later", TalkingServer.CLOSING_LATER,
            "http", TalkingServer.HTTP,
            "tls", TalkingServer.TLS,
            "http-for-tls", TalkingServer.HTTP,
            "silent-for-tls", TalkingServer.SILENT);

    private final HubProcess hub;
    private final Map<String, TalkingServer> others = new LinkedHashMap<>();
    private final List<Process> ghosts = new ArrayList<>();

    Scene(Path folder, Path ffmpeg, NginxRtmp server, String key, Path item) {
      hub = new HubProcess(folder, ffmpeg);
      hub.key("ghost", key);
      hub.key("frozen", key + "-frozen");
      StringBuilder yaml = new StringBuilder("version: 1\n");
      yaml.append("defaults:\n  watchdog: { startTimeout: 4s }\n");
      yaml.append("  retry: { networkDelayMax: %ds }\n".formatted(LONGEST_DELAY.toSeconds()));
      yaml.append("streams:\n");
      for (String name : List.of("ghost", "frozen")) {
        yaml.append(stream(name, server.target(), "{ file: keys/" + name + " }", item));
        ghosts.add(publish(ffmpeg, item, server.url(name.equals("ghost") ? key : key + "-frozen")));
      }
      MANNERS.forEach((name, manner) -> {
        TalkingServer other = talking(manner);
        others.put(name, other);
        String scheme = name.endsWith("-for-tls") ? "rtmps" : "rtmp";
        String target = scheme + "://127.0.0.1:" + other.port() + "/live";
        yaml.append(stream(name, target, "{ plain: abc }", item));
      });
      hub.write(yaml.toString());
      Await.until(
          "the ghosts are on the air",
          Duration.ofSeconds(20),
          () -> server.calls("publish").size() >= 2 * (key.equals("key0") ? 1 : 2));
      HubProcess.signal("STOP", ghosts.getLast().pid());
    }

    private static String stream(String name, String target, String key, Path item) {
      return "  %s:\n    target: %s\n    key: %s\n    playlist: [ %s ]\n"
          .formatted(name, target, key, item);
    }

    private static TalkingServer talking(TalkingServer.Manner manner) {
      try {
        return new TalkingServer(manner);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static Process publish(Path ffmpeg, Path item, String url) {
      try {
        return new ProcessBuilder(
                List.of(
                    ffmpeg.toString(),
                    "-nostdin",
                    "-v",
                    "error",
                    "-re",
                    "-stream_loop",
                    "-1",
                    "-i",
                    item.toString(),
                    "-c",
                    "copy",
                    "-f",
                    "flv",
                    url))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void start() {
      hub.start();
    }

    /** Each says what is the matter, in its own words. */
    void isTold() {
      Map<String, String> words =
          Map.of(
              "ghost", "this key is already publishing",
              "frozen", "this key is already publishing",
              "silent", "the target took the connection and did not answer within 4.0s",
              "closing", "does not answer as an RTMP server",
              "closing-later", "does not answer as an RTMP server",
              "http", "does not answer as an RTMP server",
              "tls", "does not answer as an RTMP server",
              "http-for-tls", "no TLS with 127.0.0.1:");
      words.forEach((name, text) -> {
        hub.awaitPhase(name, "retrying", Duration.ofSeconds(20));
        says(name, text);
      });
      for (String name : List.of("ghost", "frozen")) {
        assertThat(hub.logLines("FFmpeg ended stream=" + name).getFirst()).contains("reason=busy");
        says(name, "tried again until the target lets go of it");
      }
      says("http", "tried again until it works");
    }

    /** Between two attempts, that is: while one is made it says something else. */
    private void says(String name, String text) {
      Await.until(
          name + " says " + text,
          Duration.ofSeconds(20),
          () -> reason(name).contains(text),
          () -> "it says " + reason(name));
    }

    void waits() {
      assertThat(hub.logLines("Max restart attempts reached")).isEmpty();
      assertThat(hub.logLines("On air stream=ghost")).isEmpty();
      assertThat(hub.logLines("Restart attempt stream=ghost")).isEmpty();
      assertThat(hub.phase("ghost")).isIn("retrying", "starting");
    }

    void ghostsGo() {
      ghosts.forEach(Process::destroyForcibly);
    }

    void isOnAir(String name, Instant atLatest) {
      hub.awaitPhase(name, "on-air", Duration.between(Instant.now(), atLatest));
      assertThat(hub.logLines("Stream restarted stream=" + name).getLast()).contains("reason=busy");
    }

    /** 5 s, 10 s, and then 20 s between the end of one and the begin of the next. */
    void keptToTheDelays() {
      others.forEach((name, other) -> {
        List<Instant> attempts = other.accepted();
        assertThat(attempts).as(name).hasSizeBetween(4, 7);
        for (int i = 1; i < attempts.size(); i++) {
          Duration delay = Duration.ofSeconds(Math.min(LONGEST_DELAY.toSeconds(), 5L << (i - 1)));
          assertThat(Duration.between(attempts.get(i - 1), attempts.get(i)))
              .as("%s, attempt %d of %s\n%s", name, i + 1, attempts, hub.logText())
              .isGreaterThan(delay.multipliedBy(9).dividedBy(10).minusMillis(200));
        }
        assertThat(hub.logLines("Max restart attempts reached")).as(name).isEmpty();
        assertThat(hub.phase(name)).as(name).isIn("retrying", "starting", "stopping");
      });
    }

    private String reason(String name) {
      return hub.stream(name).path("reason").asString("");
    }

    @Override
    public void close() {
      hub.close();
      ghosts.forEach(Process::destroyForcibly);
      others
          .values()
          .forEach(other -> {
            try {
              other.close();
            } catch (IOException closed) {
              // already
            }
          });
    }
  }
}
