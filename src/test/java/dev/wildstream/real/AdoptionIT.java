package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hub's own end is no break: what it leaves on the air, the next one goes on with. */
class AdoptionIT {

  private static final String ITEMS =
      "- media/5a.mp4\n- media/5b.mp4\n- media/5c.mp4\n- media/5d.mp4\n";

  @TempDir Path folder;

  private Channel channel(Path ffmpeg) {
    Channel channel = new Channel(folder, ffmpeg);
    for (String name : List.of("5a", "5b", "5c", "5d")) {
      SampleMedia.put(
          Clip.of("640x360", 5).withKilobits(1_000), folder.resolve("media/" + name + ".mp4"));
    }
    return channel.items(ITEMS);
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aHubKilledTenTimesInARowIsNoBreakForTheViewer(Path ffmpeg) {
    tenTimes(ffmpeg, "KILL");
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aHubThatHandsOverTenTimesInARowIsNoBreakForTheViewer(Path ffmpeg) {
    tenTimes(ffmpeg, "USR2");
  }

  private void tenTimes(Path ffmpeg, String signal) {
    try (Channel channel = channel(ffmpeg).onAir();
        Viewer viewer = new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
      Await.pass(Duration.ofSeconds(3));
      long publisher = channel.hub.publisherPid();
      for (int i = 0; i < 10; i++) {
        HubProcess.signal(signal, channel.hub.process().pid());
        int status = channel.hub.waitFor();
        assertThat(status).isEqualTo(signal.equals("KILL") ? 137 : 0);
        Await.pass(Duration.ofSeconds(2));
        channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(5));
        Await.pass(Duration.ofSeconds(1));
      }
      Await.pass(Duration.ofSeconds(6));
      assertThat(channel.server.calls("publish")).as(channel.hub.logText()).hasSize(1);
      assertThat(channel.server.calls("publish_done")).isEmpty();
      assertThat(channel.hub.publisherPid()).isEqualTo(publisher);
      assertThat(channel.hub.logLines("Adopted running FFmpeg")).hasSize(10);
      assertThat(channel.hub.logLines("Off air")).isEmpty();
      assertThat(channel.hub.logLines("Item skipped")).isEmpty();
      assertThat(viewer.longestSilence())
          .as(channel.hub.logText())
          .isLessThan(Duration.ofMillis(500));
      assertThat(viewer.holes(true, Duration.ofMillis(100))).isEmpty();
      assertThat(viewer.holes(false, Duration.ofMillis(100))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aHubDownOverSeveralItemEndsGoesOnAtTheNextItemOfTheSameSession(Path ffmpeg) {
    try (Channel channel = channel(ffmpeg).onAir();
        Viewer viewer = new Viewer(channel.server.url(Channel.KEY), folder.resolve("viewer.log"))) {
      Await.pass(Duration.ofSeconds(3));
      channel.hub.kill();
      Await.pass(Duration.ofSeconds(20));
      int seen = viewer.packets().size();
      Instant started = Instant.now();
      channel.hub.start();
      Await.until("pictures", Duration.ofSeconds(10), () -> viewer.packets().size() > seen + 5);
      assertThat(Duration.between(started, Instant.now()))
          .as(channel.hub.logText())
          .isLessThan(Duration.ofSeconds(2));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(2));
      Await.pass(Duration.ofSeconds(12));
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.hub.logLines("Item skipped")).as(channel.hub.logText()).isEmpty();
      assertThat(viewer.holes(true, Duration.ofMillis(100))).isEmpty();
      assertThat(channel.hub.page("/metrics").text())
          .contains("wildstream_stream_restarts_total{reason=\"restored\",stream=\"wild\"} 0.0");
    }
  }

  @Test
  void theNextHubNeedsNoProbeForItsFirstFeeder() throws Exception {
    Path probes = folder.resolve("probes");
    Path ffmpeg = wrapped("ffmpeg", "");
    wrapped("ffprobe", "echo >>" + probes);
    try (Channel channel = channel(ffmpeg).onAir()) {
      Await.until("all items are known", Duration.ofSeconds(5), () -> lines(probes) == 4);
      channel.hub.kill();
      Await.until(
          "the feeder's end",
          Duration.ofSeconds(10),
          () -> channel.hub.ffmpegs().get("feeder").isEmpty());
      channel.hub.start();
      Await.until(
          "the next feeder",
          Duration.ofSeconds(5),
          () -> !channel.hub.ffmpegs().get("feeder").isEmpty());
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(lines(probes)).as(channel.hub.logText()).isEqualTo(4);
    }
  }

  /** A script that becomes one of the programs brought along, and does something first. */
  private Path wrapped(String program, String first) throws IOException {
    Path real = RealParts.bundledFfmpeg().resolveSibling(program);
    Path script = Files.createDirectories(folder.resolve("bin")).resolve(program);
    Files.writeString(script, "#!/bin/sh\n" + first + "\nexec " + real + " \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static int lines(Path file) {
    try {
      return Files.exists(file) ? Files.readAllLines(file).size() : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEditMadeMeanwhileIsAppliedAtItsOwnCost() throws Exception {
    try (Channel channel = channel(RealParts.bundledFfmpeg()).onAir()) {
      long publisher = channel.hub.publisherPid();
      channel.hub.kill();
      channel.items("- media/5d.mp4\n").settings("retry: { attempts: 3 }\n").write();
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      Await.until("the new list", Duration.ofSeconds(15), () -> channel.item().equals("5d.mp4"));
      assertThat(channel.hub.publisherPid()).isEqualTo(publisher);
      assertThat(channel.server.calls("publish")).hasSize(1);

      channel.hub.kill();
      channel.settings("restartedAt: now\n").write();
      channel.hub.start();
      channel.publish(2, Duration.ofSeconds(5));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(channel.server.calls("publish")).hasSize(2);

      channel.hub.kill();
      channel.settings("enabled: false\nrestartedAt: now\n").write();
      channel.hub.start().awaitPhase("wild", "off", Duration.ofSeconds(5));
      assertThat(channel.hub.ffmpegs().get("publisher")).isEmpty();
      assertThat(channel.hub.ffmpegs().get("feeder")).isEmpty();
      assertThat(channel.server.calls("publish")).hasSize(2);
      assertThat(Files.exists(channel.hub.runtime().resolve("wild/target.ffpreset"))).isFalse();
    }
  }

  @Test
  void whatDiedWhileNoHubWasThereIsRestartedByTheRules() {
    try (Channel channel = channel(RealParts.bundledFfmpeg()).onAir()) {
      channel.hub.kill();
      channel.server.stop(); // its publisher sees a broken pipe
      Await.until(
          "the publisher ends",
          Duration.ofSeconds(10),
          () -> channel.hub.ffmpegs().get("publisher").isEmpty());
      channel.server.start();
      channel.hub.start();
      channel.publish(2, Duration.ofSeconds(5));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(channel.hub.logLines("WARN FFmpeg ended"))
          .singleElement()
          .asString()
          .contains("code=unknown reason=network");
      assertThat(channel.hub.page("/metrics").text())
          .contains("wildstream_stream_restarts_total{reason=\"network\",stream=\"wild\"} 1.0");
    }
  }

  @Test
  void aHubThatIsAskedToEndWhileItBeginsEndsWhatTheOneBeforeLeft() {
    try (Channel channel = channel(RealParts.bundledFfmpeg()).onAir()) {
      channel.hub.kill();
      channel.hub.start();
      Await.until(
          "begun",
          Duration.ofSeconds(15),
          () -> channel.hub.logLines("Hub started").size() == 2,
          () -> channel.hub.logText());
      assertThat(channel.hub.stop()).as(channel.hub.logText()).isZero();
      assertThat(channel.hub.ffmpegs().get("publisher")).isEmpty();
      assertThat(channel.hub.ffmpegs().get("feeder")).isEmpty();
    }
  }

  @Test
  void anAdoptedPublisherIsWatchedLikeOneOfItsOwn() {
    try (Channel channel = channel(RealParts.bundledFfmpeg()).onAir()) {
      channel.hub.kill();
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      Instant killed = Instant.now();
      HubProcess.signal("KILL", channel.hub.publisherPid());
      NginxRtmp.Call again = channel.publish(2, Duration.ofSeconds(5));
      assertThat(Duration.between(killed, again.at())).isLessThan(Duration.ofSeconds(1));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));

      channel.hub.kill();
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(channel.hub.stop()).isEqualTo(0);
      assertThat(channel.hub.ffmpegs().values()).allMatch(List::isEmpty);
      Await.until(
          "the server knows",
          Duration.ofSeconds(2),
          () -> channel.server.calls("publish_done").size() == 2);
    }
  }

  @Test
  void sweepEndsWhatAHubLeftAndOnlyWhereNoneRuns() {
    try (Channel channel = channel(RealParts.bundledFfmpeg()).onAir()) {
      HubProcess.Answer runs = channel.hub.command("sweep");
      assertThat(runs.status()).isEqualTo(1);
      assertThat(runs.text()).contains("pid " + channel.hub.process().pid());
      assertThat(channel.hub.ffmpegs().get("publisher")).hasSize(1);
      channel.hub.kill();
      HubProcess.Answer swept = channel.hub.command("sweep");
      assertThat(swept.status()).as(swept.text()).isEqualTo(0);
      assertThat(swept.text()).contains("wild", "publisher");
      assertThat(channel.hub.ffmpegs().values()).allMatch(List::isEmpty);
      HubProcess.Answer nothing = channel.hub.command("sweep");
      assertThat(nothing.status()).isEqualTo(0);
      assertThat(nothing.text()).contains("nothing");
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(8));
      assertThat(channel.hub.logLines("Stream auto-restored")).hasSize(1);
    }
  }
}
