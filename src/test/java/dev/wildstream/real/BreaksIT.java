package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks a channel, caused for real, and how soon it is back. */
class BreaksIT {

  /** Keyframes of the sample clips are two seconds apart. */
  private static final double KEYFRAMES = 2;

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aKilledPublisherIsBackWithinASecondAtTheSameSecondAndFailsAfterFiveAttempts(Path ffmpeg) {
    try (Channel channel = new Channel(folder, ffmpeg).onAir()) {
      Await.until("five seconds played", Duration.ofSeconds(20), () -> channel.seconds() > 5);
      double before = channel.seconds();
      Instant killed = Instant.now();
      HubProcess.signal("KILL", channel.hub.publisherPid());
      NginxRtmp.Call again = channel.publish(2, Duration.ofSeconds(5));
      assertThat(Duration.between(killed, again.at())).isLessThan(Duration.ofSeconds(1));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(channel.item()).isEqualTo("0.mp4");
      double passed = Duration.between(killed, Instant.now()).toMillis() / 1000.0;
      assertThat(channel.seconds())
          .as(channel.hub.logText() + channel.status())
          .isBetween(before - KEYFRAMES - 1, before + KEYFRAMES + passed);
      assertThat(channel.hub.logLines("Restarting at once")).hasSize(1);

      for (int attempt = 1; attempt <= 5; attempt++) {
        Instant down = Instant.now();
        HubProcess.signal("KILL", channel.hub.publisherPid());
        NginxRtmp.Call next = channel.publish(2 + attempt, Duration.ofSeconds(9));
        assertThat(Duration.between(down, next.at()))
            .isBetween(Duration.ofSeconds(5), Duration.ofMillis(6_500));
        assertThat(channel.hub.logLines("Restart attempt").getLast())
            .contains("attempt=" + attempt + " of=5");
        channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      }
      HubProcess.signal("KILL", channel.hub.publisherPid());
      channel.hub.awaitPhase("wild", "failed", Duration.ofSeconds(5));
      assertThat(channel.hub.logLines("Max restart attempts reached")).hasSize(1);
      assertThat(channel.status().path("reason").asString("")).contains("SIGKILL");
      assertThat(channel.hub.ffmpegs().get("publisher")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aServerThatWasGoneFor40SecondsIsPublishedToWithinTwoOfItsReturn(Path ffmpeg) {
    try (Channel channel = new Channel(folder, ffmpeg).onAir()) {
      channel.server.stop();
      channel.hub.awaitPhase("wild", "retrying", Duration.ofSeconds(5));
      Await.pass(Duration.ofSeconds(40));
      assertThat(channel.hub.phase("wild")).isEqualTo("retrying");
      channel.server.start();
      Instant back = Instant.now();
      NginxRtmp.Call again = channel.publish(2, Duration.ofSeconds(10));
      assertThat(Duration.between(back, again.at())).isLessThan(Duration.ofSeconds(2));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(channel.hub.logLines("Max restart attempts reached")).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aRefusedKeyFailsAfterFiveAttemptsAndAnEditTriesAgainAtOnce(Path ffmpeg) {
    try (Channel channel = new Channel(folder, ffmpeg)) {
      channel.server.refuse(true);
      channel.write();
      channel.hub.start().awaitPhase("wild", "failed", Duration.ofSeconds(60));
      List<NginxRtmp.Call> refused = channel.server.calls("refused");
      assertThat(refused).hasSize(6);
      for (int i = 1; i < refused.size(); i++) {
        assertThat(Duration.between(refused.get(i - 1).at(), refused.get(i).at()))
            .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
      }
      channel.server.refuse(false);
      Instant edited = Instant.now();
      channel.settings("restartedAt: now\n").write();
      NginxRtmp.Call again = channel.publish(1, Duration.ofSeconds(10));
      assertThat(Duration.between(edited, again.at())).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void aKilledHubAndItsKilledFfmpegAreBackAtTheSameItemWithinThreeSeconds() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      Await.until("second item", Duration.ofSeconds(40), () -> channel.item().equals("1.mp4"));
      Await.until("eight seconds of it", Duration.ofSeconds(20), () -> channel.seconds() > 8);
      double before = channel.seconds();
      channel.hub.kill();
      channel.hub.ffmpegs().values().forEach(all -> all.forEach(ProcessHandle::destroyForcibly));
      Instant started = Instant.now();
      channel.hub.start();
      NginxRtmp.Call again = channel.publish(2, Duration.ofSeconds(10));
      assertThat(Duration.between(started, again.at())).isLessThan(Duration.ofSeconds(3));
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));
      assertThat(channel.item()).isEqualTo("1.mp4");
      assertThat(channel.seconds()).isBetween(before - KEYFRAMES - 1, before + KEYFRAMES + 2);
      assertThat(channel.hub.logLines("Detected previous stream state, restoring")).hasSize(1);
      assertThat(channel.hub.logLines("Stream auto-restored")).hasSize(1);
    }
  }

  @Test
  void aMendedKeyFileTriesAFailedStreamAgainAndARenamedStreamTakesOverAtOnce() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg())) {
      channel.server.refuse(true);
      channel.settings("retry: { attempts: 1, delay: 1s }\n").write();
      channel.hub.start().awaitPhase("wild", "failed", Duration.ofSeconds(20));
      channel.server.refuse(false);
      channel.hub.key("wild", "the-right-one");
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(5));

      channel.hub.write(channel.yaml().replace("  wild:", "  tame:"));
      channel.hub.awaitPhase("tame", "on-air", Duration.ofSeconds(6));
      Instant down = channel.server.calls("publish_done").getLast().at();
      Instant up = channel.server.calls("publish").getLast().at();
      assertThat(Duration.between(down, up)).isBetween(Duration.ZERO, Duration.ofMillis(1_300));
      assertThat(channel.hub.logLines("Stream blocked")).isEmpty();
      assertThat(channel.server.publishers()).isEqualTo(1);
    }
  }

  @Test
  void whatAKilledHubLeftRunningAndCannotBeGoneOnWithIsEndedBeforeAnyStart() throws IOException {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      long left = channel.hub.publisherPid();
      channel.hub.kill();
      Files.delete(channel.hub.runtime().resolve("wild/publisher.json"));
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      assertThat(channel.hub.publisherPid()).isNotEqualTo(left);
      assertThat(channel.hub.logLines("Ended FFmpeg of an earlier hub")).isNotEmpty();
      assertThat(channel.server.publishers()).isEqualTo(1);
    }
  }

  @Test
  void aSwitchedOffStreamIsDownWithinASecondAndStaysDownOverAKilledHub() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      Instant edited = Instant.now();
      channel.settings("enabled: false\n").write();
      Await.until(
          "publish_done",
          Duration.ofSeconds(5),
          () -> !channel.server.calls("publish_done").isEmpty());
      Instant down = channel.server.calls("publish_done").getFirst().at();
      assertThat(Duration.between(edited, down)).isLessThan(Duration.ofSeconds(1));
      channel.hub.awaitPhase("wild", "off", Duration.ofSeconds(5));
      channel.hub.kill();
      channel.hub.start().awaitPhase("wild", "off", Duration.ofSeconds(10));
      Await.pass(Duration.ofSeconds(3));
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.hub.ffmpegs().get("publisher")).isEmpty();
    }
  }

  @Test
  void aFrozenPublisherIsEndedAfterTheStallTimeoutAndReplaced() {
    try (Channel channel =
        new Channel(folder, RealParts.bundledFfmpeg())
            .settings("watchdog: { stallTimeout: 3s }\n")
            .onAir()) {
      Await.until("two seconds played", Duration.ofSeconds(20), () -> channel.seconds() > 2);
      Instant frozen = Instant.now();
      HubProcess.signal("STOP", channel.hub.publisherPid());
      NginxRtmp.Call again = channel.publish(2, Duration.ofSeconds(15));
      assertThat(Duration.between(frozen, again.at()))
          .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
      assertThat(channel.hub.logLines("FFmpeg ended").getLast()).contains("reason=stall");
    }
  }

  @Test
  void aFrozenFeederCostsItsItemAndNotTheSession() {
    try (Channel channel =
        new Channel(folder, RealParts.bundledFfmpeg())
            .settings("watchdog: { stallTimeout: 3s }\n")
            .onAir()) {
      Await.until(
          "a feeder runs",
          Duration.ofSeconds(5),
          () -> !channel.hub.ffmpegs().get("feeder").isEmpty());
      HubProcess.signal("STOP", channel.hub.ffmpegs().get("feeder").getFirst().pid());
      Await.until("the next item", Duration.ofSeconds(30), () -> channel.item().equals("1.mp4"));
      assertThat(channel.server.calls("publish")).hasSize(1);
      assertThat(channel.hub.logLines("Item skipped")).hasSize(1);
    }
  }

  @Test
  void aDroppedConnectionIsReplacedAtOnce() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      Await.until("four seconds played", Duration.ofSeconds(20), () -> channel.seconds() > 4);
      Instant dropped = Instant.now();
      channel.server.drop(Channel.KEY);
      NginxRtmp.Call again = channel.publish(2, Duration.ofSeconds(5));
      assertThat(Duration.between(dropped, again.at())).isLessThan(Duration.ofMillis(1_500));
      assertThat(channel.hub.logLines("FFmpeg ended").getLast()).contains("reason=network");
    }
  }

  @Test
  void aKeyOfOneLetterHidesNothingOfWhatFfmpegSays() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg())) {
      channel.hub.key("wild", "t");
      channel.server.stop();
      channel.write();
      channel.hub.start().awaitPhase("wild", "retrying", Duration.ofSeconds(15));
      assertThat(channel.hub.logLines("FFmpeg ended").getFirst()).contains("reason=network");
      channel.server.start();
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(15));
      Await.until("it plays on", Duration.ofSeconds(10), () -> channel.seconds() > 2);
    }
  }

  @Test
  void sigtermEndsEveryStreamInOrderAndLeavesNothingBehind() {
    try (Channel channel = new Channel(folder, RealParts.bundledFfmpeg()).onAir()) {
      assertThat(channel.hub.stop()).isZero();
      assertThat(channel.server.calls("publish_done")).hasSize(1);
      assertThat(channel.hub.ffmpegs().get("publisher")).isEmpty();
      assertThat(channel.hub.ffmpegs().get("feeder")).isEmpty();
      double before = 0;
      channel.hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      assertThat(channel.item()).isEqualTo("0.mp4");
      assertThat(channel.seconds()).isGreaterThanOrEqualTo(before);
      assertThat(channel.hub.logLines("Detected previous stream state, restoring")).hasSize(1);
    }
  }
}
