package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.LastFailure;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A break is noticed by what was sent, not by whether a process exists. */
class WatchdogTest {

  /** With what may go unseen (output 0.7 s, bytes 0.4 s) it is ended in the tenth second. */
  private static final Duration STALL = Duration.ofMillis(9_300);

  private final Stage stage = new Stage();

  @BeforeEach
  void tenSeconds() {
    stage.edit(s -> Specs.watchdog(s, Specs.watchdog(Duration.ofSeconds(20), STALL)));
  }

  @Test
  void aPauseThatIsShorterThanTheTimeoutIsNoneHoweverTheLooksFall() {
    stage.edit(s -> Specs.watchdog(s, Watchdog.DEFAULT));
    stage.onAir();
    stage.waits(Duration.ofSeconds(10));
    assertThat(stage.last.wakeAt()).contains(stage.now.plusMillis(700));
    stage.pass(Duration.ofMillis(699));
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    stage.pass(Duration.ofMillis(1));
    stage.settle();
    assertThat(stage.told(Event.Kind.STALLED)).hasSize(1);
  }

  /** The publisher that runs sends on, and from now on nothing of it is acknowledged. */
  private void sendsIntoTheVoid(Duration time) {
    sendsIntoTheVoid(0, (int) time.toSeconds());
  }

  private void sendsIntoTheVoid(int from, int to) {
    for (int second = from + 1; second <= to; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.publisherSends(Duration.between(Stage.BEGIN, stage.now));
      stage.unacknowledged(37_500L * second, Duration.ofSeconds(second));
      stage.settle();
    }
  }

  private void starts() {
    stage.pass(Duration.ofMillis(500));
    stage.publisherSends(Duration.between(Stage.BEGIN, stage.now));
    stage.unacknowledged(0, Duration.ZERO);
    stage.settle();
  }

  @Test
  void outputThatStandsStillIsEndedAfterTheStallTimeoutAndRestarted() {
    stage.onAir();
    stage.waits(Duration.ofSeconds(9));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.KillPublisher.class))
        .as("killed at once: it would not hear SIGTERM, and has nothing to say")
        .hasSize(1);
    assertThat(stage.told(Event.Kind.STALLED))
        .containsExactly(Map.of("for", "10.0s", "detail", "FFmpeg stood still for 10.0s"));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("stall", 1L));
    assertThat(stage.memory.lastFailure().orElseThrow().kind())
        .isEqualTo(LastFailure.Kind.INTERNAL);
  }

  /** So that a second restart at once does not come in between. */
  private void isHealthyOnlyAfterAnHour() {
    RetryPolicy d = RetryPolicy.DEFAULT;
    RetryPolicy policy =
        new RetryPolicy(
            d.atOnce(),
            d.attempts(),
            d.delay(),
            Duration.ofHours(1),
            d.networkDelayMax(),
            d.thenEvery());
    stage.edit(s -> Specs.retry(s, policy));
  }

  @Test
  void aStallOfItsOwnUsesUpTheNumberedAttempts() {
    isHealthyOnlyAfterAnHour();
    stage.onAir();
    stage.waits(Duration.ofSeconds(10));
    for (int attempt = 1; attempt <= 5; attempt++) {
      starts();
      stage.waits(Duration.ofSeconds(10));
      assertThat(stage.memory.retries().attempts()).isEqualTo(attempt);
      stage.waits(Duration.ofSeconds(5));
      assertThat(stage.told(Event.Kind.RESTART_ATTEMPT).getLast())
          .containsEntry("attempt", String.valueOf(attempt))
          .containsEntry("reason", "stall");
    }
    starts();
    stage.waits(Duration.ofSeconds(10));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void bytesThatNobodyAcknowledgesAreAStallAlthoughOutputGoesOn() {
    stage.onAir();
    sendsIntoTheVoid(Duration.ofSeconds(9));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    assertThat(stage.last.wakeAt()).contains(stage.now.plusMillis(700));
    stage.ignoresTerm = true;
    sendsIntoTheVoid(9, 10);
    assertThat(stage.steps(Step.KillPublisher.class)).hasSize(1);
    assertThat(stage.told(Event.Kind.STALLED))
        .containsExactly(
            Map.of("for", "10.0s", "detail", "the target has not acknowledged anything for 10.0s"));
    assertThat(stage.memory.lastFailure().orElseThrow().reason()).isEqualTo("stall");
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("stall", 1L));
  }

  @Test
  void aTargetThatTakesNothingIsWaitedOutForEverAndItsReturnEndsTheWait() {
    isHealthyOnlyAfterAnHour();
    stage.onAir();
    sendsIntoTheVoid(Duration.ofSeconds(10));
    for (int seconds : new int[] {5, 10, 20, 40, 60, 60, 60}) {
      starts();
      sendsIntoTheVoid(Duration.ofSeconds(10));
      assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
      assertThat(stage.memory.reason()).contains("the target has not acknowledged anything");
      assertThat(Duration.between(stage.now, stage.memory.retries().next().orElseThrow()))
          .isEqualTo(Duration.ofSeconds(seconds));
      assertThat(stage.memory.retries().attempts()).isZero();
      assertThat(stage.last.wants().probe()).isPresent();
      stage.target = new TargetView.Closed(stage.now);
      stage.waits(Duration.ofSeconds(1));
      stage.target = new TargetView.Open(stage.now);
      long before = stage.publishersStarted();
      stage.settle();
      assertThat(stage.publishersStarted()).isEqualTo(before + 1);
      stage.target = new TargetView.Unknown();
    }
    assertThat(stage.told(Event.Kind.RESTART_ATTEMPT)).isEmpty();
    assertThat(stage.told(Event.Kind.FAILED)).isEmpty();
  }

  @Test
  void aLongPathIsNoStall() {
    stage.onAir();
    for (int second = 1; second <= 120; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.publisherSends(Duration.between(Stage.BEGIN, stage.now));
      stage.unacknowledged(225_000, Duration.ofSeconds(2));
      stage.settle();
    }
    assertThat(stage.steps(Step.KillPublisher.class)).isEmpty();
  }

  @Test
  void aReceiverThatCatchesUpAfterAPauseIsNoStall() {
    stage.onAir();
    for (int pause = 0; pause < 5; pause++) {
      sendsIntoTheVoid(Duration.ofSeconds(9));
      starts();
    }
    assertThat(stage.steps(Step.KillPublisher.class)).isEmpty();
  }

  @Test
  void outputThatStandsStillWhileATrickleIsAcknowledgedIsTheTargetsDoing() {
    stage.onAir();
    for (int second = 1; second <= 10; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.unacknowledged(700_000, Duration.ZERO);
      stage.settle();
    }
    assertThat(stage.told(Event.Kind.STALLED))
        .containsExactly(
            Map.of(
                "for",
                "10.0s",
                "detail",
                "output stood still for 10.0s: the target takes too little"));
    assertThat(stage.memory.lastFailure().orElseThrow().kind()).isEqualTo(LastFailure.Kind.NETWORK);
  }

  @Test
  void outputThatStandsStillJustBeforeTheLastByteArrivedIsCalledByTheBytes() {
    stage.onAir();
    for (int second = 1; second <= 10; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.unacknowledged(700_000, Duration.ofMillis(Math.max(0, 1_000L * second - 700)));
      stage.settle();
    }
    assertThat(stage.told(Event.Kind.STALLED).getFirst().get("detail"))
        .isEqualTo("the target has not acknowledged anything for 9.3s");
  }

  @Test
  void anEmptyFifoIsNoExcuseForBytesThatNobodyAcknowledges() {
    stage.onAir();
    stage.fifoIsEmpty();
    for (int second = 1; second <= 10; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.unacknowledged(1_000, Duration.ofSeconds(second));
      stage.settle();
    }
    assertThat(stage.told(Event.Kind.STALLED)).hasSize(1);
  }

  @Test
  void threeQuickStallsAreNoRejection() {
    Duration second = Duration.ofSeconds(1);
    stage.edit(
        s -> Specs.watchdog(s, Specs.watchdog(Duration.ofSeconds(20), Duration.ofMillis(300))));
    stage.onAir();
    for (int stall = 0; stall < 5; stall++) {
      sendsIntoTheVoid(second);
      assertThat(stage.memory.lastFailure().orElseThrow().reason()).isEqualTo("stall");
      for (int wait = 0; wait < 61 && !stage.publisherRuns(); wait++) {
        stage.waits(second);
      }
      starts();
    }
  }

  @Test
  void aHubThatWasAwayBlamesNobodyForWhatItDidNotSee() {
    stage.onAir();
    stage.unacknowledged(1_000, Duration.ZERO);
    stage.pass(Duration.ofMinutes(2));
    stage.turn();
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    assertThat(stage.last.wakeAt()).contains(stage.now.plusSeconds(1));
    stage.publisherSends(Duration.ofSeconds(121));
    stage.unacknowledged(1_000, Duration.ZERO);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    stage.pass(Duration.ofMinutes(2));
    stage.turn();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.told(Event.Kind.STALLED)).as("and a second later it can tell").hasSize(1);
  }

  @Test
  void aPublisherThatIgnoresSigtermIsKilledAfterTheGrace() {
    stage.ignoresTerm = true;
    stage.onAir();
    stage.edit(s -> Specs.restartedAt(s, "now"));
    stage.settle();
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
  void whoDidNotComeToSendIsTheNetworkUnlessTheTargetHasAnswered() {
    Instant lately = Stage.BEGIN.plusSeconds(12);
    Map<Optional<PublisherView.Connection>, String> starts =
        Map.of(
            Optional.empty(),
            "NETWORK no connection to the target within 20.0s",
            Optional.of(new PublisherView.Connection(0, lately, false)),
            "NETWORK_BEHIND_OPEN_PORT the target took the connection and did not answer within 20.0s",
            Optional.of(new PublisherView.Connection(1, lately, false)),
            "NETWORK the target did not answer within 20.0s",
            Optional.of(new PublisherView.Connection(500, lately, true)),
            "NETWORK the target has not acknowledged anything for 8.0s",
            Optional.of(new PublisherView.Connection(0, lately, true)),
            "INTERNAL the target answered, and FFmpeg sent nothing within 20.0s");
    starts.forEach((connection, expected) -> {
      Stage one = new Stage();
      one.settle();
      one.connection(connection);
      one.waits(Duration.ofSeconds(20));
      LastFailure failure = one.memory.lastFailure().orElseThrow();
      assertThat(failure.kind() + " " + failure.detail()).isEqualTo(expected);
      assertThat(failure.reason()).isEqualTo("start-timeout");
      boolean numbered = failure.kind() == LastFailure.Kind.INTERNAL;
      assertThat(one.memory.retries().attempts()).isEqualTo(numbered ? 1 : 0);
      one.waits(Duration.ofSeconds(5));
      assertThat(one.told(Event.Kind.RESTART_ATTEMPT)).hasSize(numbered ? 1 : 0);
    });
  }

  @Test
  void theTimeoutsOfTheFileAreTheOnesThatCount() {
    stage.edit(
        s -> Specs.watchdog(s, Specs.watchdog(Duration.ofSeconds(4), Duration.ofMillis(2_300))));
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
