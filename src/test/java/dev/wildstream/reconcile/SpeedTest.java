package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Pace;
import dev.wildstream.memory.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A stream that is too slow to watch says so, and a slow item makes room for the next. */
class SpeedTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final Stage stage = new Stage();
  private double sent = 0.5;
  private double written;

  private SpeedTest onAir() {
    stage.files.forEach(file -> stage.facts.put(file, Stage.h264(LONG)));
    stage.onAir();
    return this;
  }

  private static Watchdog watchdog(double minSpeed, Duration window) {
    Watchdog d = Watchdog.DEFAULT;
    return new Watchdog(d.startTimeout(), d.stallTimeout(), minSpeed, window);
  }

  /** The publisher goes on at this speed, whatever it is that keeps it. */
  private void goes(double speed, int seconds, Runnable evidence) {
    for (int second = 0; second < seconds; second++) {
      stage.pass(Duration.ofSeconds(1));
      sent += speed;
      stage.publisherSends(Duration.ofMillis((long) (1_000 * sent)));
      evidence.run();
      stage.settle();
    }
  }

  private void isFed(double speed) {
    written += speed;
    stage.feederWrites(Duration.ofMillis((long) (1_000 * written)));
  }

  /** The target takes so much of it, and the rest waits. */
  private void targetTakes(double speed, int seconds) {
    goes(
        speed,
        seconds,
        () -> {
          isFed(speed);
          stage.unacknowledged(500_000, Duration.ZERO);
        });
  }

  /** The feeder writes so much of it, and the publisher waits for it. */
  private void feederWrites(double speed, int seconds) {
    goes(
        speed,
        seconds,
        () -> {
          isFed(speed);
          stage.fifoIsEmpty();
          stage.unacknowledged(0, Duration.ZERO);
        });
  }

  private Optional<Pace.Slow> slow() {
    return stage.memory.session().orElseThrow().pace().slow();
  }

  @Test
  void aTargetThatTakesTooLittleIsToldOnceAndNothingIsEndedForIt() {
    onAir().targetTakes(1, 120);
    assertThat(slow()).isEmpty();
    targetTakes(0.5, 10);
    assertThat(slow()).as("a few slow seconds are none in a minute").isEmpty();
    targetTakes(0.5, 7);
    assertThat(slow().orElseThrow().cause()).isEqualTo(Pace.Cause.TARGET);
    targetTakes(0.5, 300);
    assertThat(stage.told(Event.Kind.SLOW)).hasSize(1);
    assertThat(stage.told(Event.Kind.SLOW).getFirst())
        .containsEntry("over", "60.0s")
        .containsEntry("cause", "target")
        .containsEntry("detail", "the target takes too little");
    assertThat(stage.memory.reason()).isEqualTo("0.50 of its pace: the target takes too little");
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    assertThat(stage.memory.counters().slowSpells()).isEqualTo(1);
    assertThat(stage.steps(Step.KillPublisher.class)).isEmpty();
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
  }

  @Test
  void beingFastEnoughAgainIsToldOnce() {
    onAir().targetTakes(1, 60);
    targetTakes(0.5, 60);
    Instant since = slow().orElseThrow().since();
    targetTakes(1, 40);
    assertThat(slow()).as("the slow minute is still in the window").isPresent();
    targetTakes(1, 120);
    assertThat(slow()).isEmpty();
    assertThat(stage.memory.reason()).isEmpty();
    assertThat(stage.told(Event.Kind.FAST_AGAIN)).hasSize(1);
    assertThat(Duration.between(since, stage.now)).isGreaterThan(Duration.ofMinutes(1));
  }

  @Test
  void aSessionYoungerThanTheWindowIsNotJudged() {
    onAir().targetTakes(0.5, 59);
    assertThat(slow()).isEmpty();
    targetTakes(0.5, 2);
    assertThat(slow()).isPresent();
  }

  @Test
  void theSpeedAndTheWindowOfTheFileAreTheOnesThatCount() {
    stage.edit(s -> Specs.watchdog(s, watchdog(0.4, Duration.ofSeconds(10))));
    onAir().targetTakes(0.45, 120);
    assertThat(slow()).isEmpty();
    targetTakes(0.3, 12);
    assertThat(slow()).isPresent();
    assertThat(stage.told(Event.Kind.SLOW).getFirst()).containsEntry("over", "10.0s");
  }

  @Test
  void aSpeedThatWaversIsToldAtMostOnceAWindow() {
    onAir().targetTakes(1, 60);
    for (int i = 0; i < 300; i++) {
      targetTakes(i % 20 < 10 ? 0.7 : 1.1, 1);
    }
    assertThat(stage.told(Event.Kind.SLOW).size()).isBetween(1, 5);
    assertThat(stage.told(Event.Kind.FAST_AGAIN).size()).isLessThanOrEqualTo(5);
  }

  @Test
  void outputThatStandsStillIsSlowToo() {
    onAir().feederWrites(1, 60);
    stage.feederEnds(Duration.ofSeconds(60), Optional.empty());
    stage.unprobed.addAll(stage.files);
    for (int second = 0; second < 10; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.fifoIsEmpty();
      stage.settle();
    }
    assertThat(slow().orElseThrow().cause()).isEqualTo(Pace.Cause.FEEDER);
  }

  @Test
  void neitherHungryNorWaitingForTheTargetItIsThePublishersOwnDoing() {
    onAir().goes(0.5, 70, () -> stage.unacknowledged(0, Duration.ZERO));
    assertThat(slow().orElseThrow().cause()).isEqualTo(Pace.Cause.PUBLISHER);
    assertThat(stage.memory.reason()).isEqualTo("0.50 of its pace: FFmpeg does not keep up");
  }

  @Test
  void aSlowFeederIsEndedTheNextItemFollowsAndItIsNotSetAside() {
    onAir().feederWrites(0.5, 59);
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    feederWrites(0.5, 2);
    assertThat(stage.steps(Step.KillFeeder.class))
        .extracting(Step.KillFeeder::reason)
        .containsExactly("it was read at 0.50 of its pace for 60.0s");
    assertThat(stage.told(Event.Kind.SLOW).getFirst()).containsEntry("cause", "feeder");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getLast())
        .containsEntry("item", "/a.mp4")
        .containsEntry("reason", "starved");
    assertThat(stage.memory.counters().itemsSkipped()).isEqualTo(Map.of("starved", 1L));
    assertThat(stage.memory.setAside()).as("all may lie on one slow disk").isEmpty();
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    written = 0;
    goes(1, 10, () -> isFed(1));
    assertThat(stage.memory.counters().itemsPlayed()).as("it was not played").isZero();
  }

  @Test
  void eachSlowFeederHasAWindowOfItsOwn() {
    onAir().feederWrites(0.5, 61);
    assertThat(stage.steps(Step.KillFeeder.class)).hasSize(1);
    written = 0;
    feederWrites(0.5, 58);
    assertThat(stage.steps(Step.KillFeeder.class)).hasSize(1);
    feederWrites(0.5, 5);
    assertThat(stage.steps(Step.KillFeeder.class)).hasSize(2);
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
  }

  @Test
  void aSlowFeederIsBetterThanItsOwnBeginAgainAndAgain() {
    stage.files = List.of("/a.mp4");
    onAir().feederWrites(0.5, 300);
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    assertThat(slow()).isPresent();
  }

  @Test
  void aFeederThatWaitsForASlowTargetIsNotTooSlow() {
    onAir().targetTakes(0.3, 100);
    stage.fifoIsEmpty();
    targetTakes(1, 1);
    assertThat(stage.steps(Step.KillFeeder.class))
        .as("the target's recovery empties the fifo for a moment")
        .isEmpty();
    feederWrites(1, 59);
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
  }

  @Test
  void aFeederThatKeepsPaceWithAnEmptyFifoIsNotTooSlow() {
    onAir().feederWrites(0.97, 300);
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
  }

  @Test
  void aHubThatWasAwayBlamesNobodyForWhatWasNotSentMeanwhile() {
    onAir().targetTakes(1, 120);
    stage.hubIsReplaced(Duration.ofSeconds(40));
    sent += 5; // then there was nothing left to send
    feederWrites(1, 120);
    assertThat(stage.told(Event.Kind.ADOPTED)).hasSize(1);
    assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    targetTakes(0.5, 60);
    assertThat(stage.told(Event.Kind.SLOW)).as("it is measured all the same").hasSize(1);
  }

  @Test
  void whatWasSlowBeforeTheHubWasAwayIsSlowUntilItIsMeasuredAnew() {
    onAir().targetTakes(0.5, 70);
    stage.hubIsReplaced(Duration.ofSeconds(40));
    targetTakes(1, 30);
    assertThat(slow()).isPresent();
    targetTakes(1, 60);
    assertThat(slow()).isEmpty();
    assertThat(stage.told(Event.Kind.SLOW)).hasSize(1);
  }

  @Test
  void aFullSpeedThatComesInStepsIsFullSpeedWhateverIsAskedFor() {
    for (int window : new int[] {10, 60}) {
      stage.edit(s -> Specs.watchdog(s, watchdog(1, Duration.ofSeconds(window))));
      onAir();
      for (int i = 0; i < 150; i++) {
        targetTakes(i % 2 == 0 ? 0.6 : 1.4, 1);
      }
      assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
    }
    targetTakes(0.9, 80);
    assertThat(slow()).isPresent();
  }

  @Test
  void aFewMarksAreKeptOfHoweverLongASession() {
    stage.edit(s -> Specs.watchdog(s, watchdog(0.9, Duration.ofSeconds(10))));
    onAir();
    for (int i = 0; i < 300; i++) {
      targetTakes(1, 1);
      assertThat(stage.memory.session().orElseThrow().pace().marks().size()).isLessThan(9);
    }
    stage.edit(s -> Specs.watchdog(s, watchdog(0.9, Duration.ofHours(1))));
    targetTakes(0.5, 3_000);
    assertThat(slow()).as("not yet an hour").isEmpty();
    assertThat(stage.memory.session().orElseThrow().pace().marks().size()).isLessThan(20);
    stage.edit(s -> Specs.watchdog(s, watchdog(0.9, Duration.ofMinutes(1))));
    targetTakes(0.5, 1);
    assertThat(slow()).isPresent();
  }

  @Test
  void theNextSessionBeginsAnew() {
    onAir().targetTakes(0.5, 70);
    assertThat(slow()).isPresent();
    stage.breaks(new dev.wildstream.observed.Failure.Network("Broken pipe"));
    stage.airs(Duration.ofSeconds(10));
    assertThat(slow()).isEmpty();
    assertThat(stage.memory.reason()).isEmpty();
  }

  /** The first item is transcoded; so much of it is written a second. */
  private void encodes(double perSecond, int seconds) {
    for (int i = 0; i < seconds; i++) {
      stage.pass(Duration.ofSeconds(1));
      encoded = encoded.plusMillis((long) (perSecond * 1000));
      stage.feederWrites(encoded);
      stage.publisherSends(Duration.ofMillis(500).plusSeconds(++shown));
      stage.settle();
    }
  }

  private Duration encoded = Duration.ZERO;
  private int shown;

  private void transcodes() {
    stage.facts.put("/a.mp4", Stage.h264(Duration.ofHours(1)));
    stage.edit(s -> {
      MediaPolicy d = MediaPolicy.DEFAULT;
      return Specs.media(
          s,
          new MediaPolicy(MediaPolicy.Mode.TRANSCODE, d.video(), d.audio(), d.copyKeyframeMax()));
    });
    stage.onAir();
    encoded = Duration.ofSeconds(4);
    stage.feederWrites(encoded);
    stage.settle();
  }

  @Test
  void anEncoderThatCannotKeepUpIsSeenBeforeNothingIsLeftToSend() {
    transcodes();
    encodes(0.5, 4);
    assertThat(stage.told(Event.Kind.SLOW).getFirst())
        .containsEntry("cause", "feeder")
        .containsEntry("speed", "0.50");
    assertThat(encoded).isGreaterThan(Duration.ofMillis(500).plusSeconds(shown));
  }

  /** Of a high bit rate it holds fewer seconds than of the low one before. */
  @Test
  void anEncoderThatFindsTheFifoFullIsNotSlowThoughItsLeadMelts() {
    transcodes();
    for (int second = 0; second < 6; second++) {
      stage.fifoIsHalfFull();
      encodes(0.5, 1);
    }
    assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
  }

  /** Its first picture takes some time, and what is told of it is never less than nothing. */
  @Test
  void anEncoderThatHasYetToBeginIsNotSlow() {
    stage.facts.put("/a.mp4", Stage.h264(Duration.ofHours(1)));
    transcodes();
    stage.feederWrites(Duration.ZERO);
    encoded = Duration.ZERO;
    encodes(0, 3);
    assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
  }

  @Test
  void anEncoderThatKeepsUpIsNotSlowHoweverItsReportsWaver() {
    transcodes();
    for (int i = 0; i < 20; i++) {
      encodes(1.5, 1);
      encodes(0.5, 1);
    }
    assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
  }

  @Test
  void anEncoderThatIsAtItsItemsEndAndWaitsForRoomIsNotSlow() {
    transcodes();
    stage.facts.put("/a.mp4", Stage.h264(Duration.ofSeconds(12)));
    encoded = Duration.ofSeconds(11);
    encodes(1, 1);
    encodes(0, 9);
    assertThat(stage.told(Event.Kind.SLOW)).isEmpty();
  }
}
