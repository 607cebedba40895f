package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.FeederView;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A break is noticed by what was sent, not by whether a process exists. */
class WatchdogTest {

  private final Stage stage = new Stage();

  @Test
  void outputThatStandsStillIsEndedAfterTheStallTimeoutAndRestarted() {
    stage.onAir();
    stage.waits(Duration.ofSeconds(9));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.EndPublisher.class)).hasSize(1);
    assertThat(stage.told(Event.Kind.STALLED)).containsExactly(Map.of("for", "10.0s"));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("stall", 1L));
  }

  @Test
  void aPublisherThatIgnoresSigtermIsKilledAfterTheGrace() {
    stage.ignoresTerm = true;
    stage.onAir();
    stage.waits(Duration.ofSeconds(10));
    assertThat(stage.phase()).isEqualTo(Phase.STOPPING);
    assertThat(stage.steps(Step.KillPublisher.class)).isEmpty();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.KillPublisher.class)).isEmpty();
    assertThat(stage.steps(Step.EndPublisher.class)).as("it is asked once").hasSize(1);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.KillPublisher.class)).hasSize(1);
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  @Test
  void aPublisherThatSendsNothingIsEndedAfterTheStartTimeoutAndWaitsLikeTheNetwork() {
    stage.settle();
    stage.waits(Duration.ofSeconds(19));
    assertThat(stage.phase()).isEqualTo(Phase.STARTING);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.memory.retries().networkTries()).isEqualTo(1);
    assertThat(stage.memory.retries().attempts()).isZero();
    assertThat(stage.memory.lastFailure().orElseThrow().reason()).isEqualTo("start-timeout");
    stage.waits(Duration.ofSeconds(5));
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("start-timeout", 1L));
  }

  @Test
  void theTimeoutsOfTheFileAreTheOnesThatCount() {
    stage.edit(s -> Specs.watchdog(s, new Watchdog(Duration.ofSeconds(4), Duration.ofSeconds(3))));
    stage.onAir();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.told(Event.Kind.STALLED)).hasSize(1);
    stage.waits(Duration.ofSeconds(4));
    assertThat(stage.memory.lastFailure().orElseThrow().reason()).isEqualTo("start-timeout");
  }

  @Test
  void aPublisherWithNothingToReadIsNeverBlamed() {
    stage.onAir();
    stage.feederEnds(Stage.ITEM, java.util.Optional.empty());
    stage.unprobed.addAll(stage.files);
    stage.fifoIsEmpty();
    stage.waits(Duration.ofMinutes(5));
    assertThat(stage.steps(Step.EndPublisher.class)).isEmpty();
    assertThat(stage.steps(Step.KillPublisher.class)).isEmpty();
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void aFeederThatHangsWhileThePublisherStarvesIsEndedAndTheNextItemFollows() {
    stage.onAir();
    stage.fifoIsEmpty();
    stage.settle();
    stage.waits(Duration.ofSeconds(4));
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.KillFeeder.class)).hasSize(1);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getLast())
        .containsEntry("item", "/a.mp4")
        .containsEntry("reason", "starved");
  }

  @Test
  void aFeederThatIsOnlySlowIsLeftToItsWork() {
    stage.onAir();
    stage.fifoIsEmpty();
    for (int second = 1; second <= 30; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.feederWrites(Duration.ofMillis(100L * second));
      stage.settle();
    }
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    assertThat(stage.feeder).isInstanceOf(FeederView.Running.class);
  }

  @Test
  void anEmptyFifoBeforeTheFirstPictureDoesNotRunTheStartTimeout() {
    stage.settle();
    stage.fifoIsEmpty();
    for (int second = 1; second <= 60; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.feederWrites(Duration.ofMillis(10L * second));
      stage.settle();
    }
    assertThat(stage.phase()).isEqualTo(Phase.STARTING);
    assertThat(stage.steps(Step.EndPublisher.class)).isEmpty();
  }

  @Test
  void aProcessThatNobodyRemembersIsKilled() {
    stage.onAir();
    stage.memory = dev.wildstream.memory.StreamMemory.fresh("boot-1", 7, stage.now);
    stage.turn();
    assertThat(stage.steps(Step.KillPublisher.class)).hasSize(1);
    assertThat(stage.publishersStarted()).as("before another is started").isEqualTo(1);
  }
}
