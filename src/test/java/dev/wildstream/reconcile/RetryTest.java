package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What follows a break: once at once, then five times, five seconds apart; a lost network, for
 * ever.
 */
class RetryTest {

  private static final Failure KILLED = new Failure.Internal("killed by signal 9");
  private static final Failure REFUSED = new Failure.Network("Connection refused");
  private static final Failure NO = new Failure.Rejected("Server error: no such app");

  private final Stage stage = new Stage();

  private static RetryPolicy policy(boolean atOnce, RetryPolicy.Attempts attempts) {
    RetryPolicy d = RetryPolicy.DEFAULT;
    return new RetryPolicy(
        atOnce, attempts, d.delay(), d.healthyAfter(), d.networkDelayMax(), d.thenEvery());
  }

  private Duration wait(Stage at) {
    return Duration.between(at.now, at.memory.retries().next().orElseThrow());
  }

  /** Waits for the next start and ends it before it sends; how long it waited. */
  private Duration attemptEnds(Failure failure) {
    Instant from = stage.now;
    long before = stage.publishersStarted();
    while (stage.publishersStarted() == before) {
      assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
      stage.waits(Duration.ofSeconds(1));
    }
    Duration waited = Duration.between(from, stage.now);
    stage.breaks(failure);
    return waited;
  }

  @Test
  void aCrashOnTheAirIsRestartedWithoutWaiting() {
    stage.onAir();
    stage.forgetTold();
    stage.breaks(KILLED);
    assertThat(stage.publisherRuns()).isTrue();
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.kinds())
        .containsExactly(
            Event.Kind.OFF_AIR,
            Event.Kind.FFMPEG_ENDED,
            Event.Kind.RESTARTING_AT_ONCE,
            Event.Kind.STARTING);
    assertThat(stage.told(Event.Kind.FFMPEG_ENDED).getFirst())
        .containsExactly(
            Map.entry("code", "1"),
            Map.entry("reason", "internal"),
            Map.entry("detail", "killed by signal 9"));
    assertThat(stage.memory.retries().attempts()).isZero();
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("internal", 1L));
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.kinds()).endsWith(Event.Kind.ON_AIR, Event.Kind.RESTARTED);
  }

  @Test
  void afterTheRestartAtOnceFiveNumberedAttemptsComeFiveSecondsApartAndThenItIsFailed() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    stage.forgetTold();
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(attemptEnds(KILLED)).isEqualTo(Duration.ofSeconds(5));
      assertThat(stage.told(Event.Kind.RESTART_ATTEMPT).getLast())
          .containsExactly(
              Map.entry("attempt", String.valueOf(attempt)),
              Map.entry("of", "5"),
              Map.entry("reason", "internal"));
    }
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    List<Event.Kind> expected = new ArrayList<>();
    for (int attempt = 1; attempt <= 5; attempt++) {
      expected.add(Event.Kind.RESTART_ATTEMPT);
      expected.add(Event.Kind.FFMPEG_ENDED);
    }
    expected.add(Event.Kind.FAILED);
    assertThat(stage.kinds()).containsExactlyElementsOf(expected);
    assertThat(stage.told(Event.Kind.FAILED).getFirst())
        .containsEntry("attempts", "5")
        .containsEntry("reason", "internal");
    assertThat(stage.memory.reason()).contains("edit the stream").contains("restartedAt");
    long started = stage.publishersStarted();
    stage.waits(Duration.ofHours(1));
    assertThat(stage.publishersStarted()).isEqualTo(started);
  }

  private static RetryPolicy thenEvery(Duration every) {
    RetryPolicy d = RetryPolicy.DEFAULT;
    return new RetryPolicy(
        false,
        new RetryPolicy.Attempts.Limited(2),
        d.delay(),
        d.healthyAfter(),
        d.networkDelayMax(),
        Optional.of(every));
  }

  @Test
  void aFailedStreamIsTriedOnceAgainEverySoOften() {
    stage.edit(s -> Specs.retry(s, thenEvery(Duration.ofMinutes(10))));
    stage.onAir();
    stage.breaks(KILLED);
    attemptEnds(KILLED);
    attemptEnds(KILLED);
    stage.forgetTold();
    for (int time = 0; time < 3; time++) {
      assertThat(stage.phase()).isEqualTo(Phase.FAILED);
      assertThat(stage.memory.reason()).contains("to try sooner, edit the stream");
      long started = stage.publishersStarted();
      assertThat(stage.last.wakeAt()).contains(stage.now.plus(Duration.ofMinutes(10)));
      stage.waits(Duration.ofMinutes(10).minusSeconds(1));
      assertThat(stage.publishersStarted()).isEqualTo(started);
      stage.waits(Duration.ofSeconds(1));
      assertThat(stage.publishersStarted()).isEqualTo(started + 1);
      stage.breaks(KILLED);
      assertThat(stage.memory.retries().attempts()).as("still used up").isEqualTo(2);
      assertThat(stage.forgetTold())
          .containsExactly(Event.Kind.STARTING, Event.Kind.FFMPEG_ENDED, Event.Kind.FAILED);
    }
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("internal", 5L));
    stage.waits(Duration.ofMinutes(10));
    stage.airs(Duration.ofSeconds(62));
    assertThat(stage.memory.retries().attempts()).as("and a healthy one is forgiven").isZero();
  }

  @Test
  void aFailedStreamWithoutAKeyIsTriedOnceItHasOne() {
    stage.edit(s -> Specs.retry(s, thenEvery(Duration.ofMinutes(10))));
    stage.settle();
    for (int failure = 0; failure < 3; failure++) {
      stage.waits(Duration.ofSeconds(5));
      stage.breaks(KILLED);
    }
    stage.key = new KeyView.Unusable("no such file");
    stage.waits(Duration.ofMinutes(9));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    stage.waits(Duration.ofMinutes(2));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    stage.key = new KeyView.Readable("key-1");
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anAttemptIsNeverMadeBeforeItsTime() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    stage.pass(Duration.ofMillis(4_999));
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.last.wakeAt()).contains(stage.now.plusMillis(1));
    stage.pass(Duration.ofMillis(1));
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void beingHealthyTakesTheCounterBackToZero() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    stage.waits(Duration.ofSeconds(5));
    stage.airs(Duration.ofSeconds(60));
    assertThat(stage.memory.retries().attempts()).isEqualTo(1);
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.memory.retries().attempts()).isZero();
    stage.breaks(KILLED);
    assertThat(stage.publisherRuns()).as("and there is a restart at once again").isTrue();
  }

  @Test
  void aSecondBreakBeforeItIsHealthyIsNotRestartedAtOnce() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.airs(Duration.ofSeconds(30));
    stage.breaks(KILLED);
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(wait(stage)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void atOnceFalseWaitsBeforeEveryRestart() {
    stage.edit(s -> Specs.retry(s, policy(false, new RetryPolicy.Attempts.Limited(5))));
    stage.onAir();
    stage.breaks(KILLED);
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(wait(stage)).isEqualTo(Duration.ofSeconds(5));
    assertThat(stage.kinds()).doesNotContain(Event.Kind.RESTARTING_AT_ONCE);
  }

  @Test
  void unlimitedAttemptsNeverEndInFailed() {
    stage.edit(s -> Specs.retry(s, policy(true, new RetryPolicy.Attempts.Unlimited())));
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    for (int attempt = 1; attempt <= 100; attempt++) {
      assertThat(attemptEnds(KILLED)).isEqualTo(Duration.ofSeconds(5));
    }
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.told(Event.Kind.RESTART_ATTEMPT).getLast())
        .containsEntry("attempt", "100")
        .containsEntry("of", "unlimited");
  }

  @Test
  void zeroAttemptsFailAfterTheRestartAtOnce() {
    stage.edit(s -> Specs.retry(s, policy(true, new RetryPolicy.Attempts.Limited(0))));
    stage.onAir();
    stage.breaks(KILLED);
    assertThat(stage.publisherRuns()).isTrue();
    stage.breaks(KILLED);
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aRefusedTargetIsWaitedOutWithDoubledDelaysUpToTheMaximumAndNeverFails() {
    stage.settle();
    stage.breaks(REFUSED);
    int[] expected = {5, 10, 20, 40, 60, 60, 60, 60, 60, 60, 60, 60};
    for (int seconds : expected) {
      assertThat(wait(stage)).isEqualTo(Duration.ofSeconds(seconds));
      assertThat(attemptEnds(REFUSED)).isEqualTo(Duration.ofSeconds(seconds));
    }
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.memory.retries().attempts()).isZero();
    assertThat(stage.told(Event.Kind.FAILED)).isEmpty();
  }

  @Test
  void aNetworkWaitIsSpreadByATenthEitherWay() {
    for (double dice : new double[] {-1, -0.5, 0, 0.5, 1}) {
      Stage one = new Stage();
      one.dice = dice;
      one.settle();
      one.breaks(REFUSED);
      assertThat(wait(one)).isEqualTo(Duration.ofMillis((long) (5_000 + 500 * dice)));
    }
  }

  @Test
  void aBusyKeyIsWaitedOutLikeTheNetwork() {
    Failure busy = new Failure.Busy("Already publishing");
    stage.settle();
    stage.breaks(busy);
    for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
      assertThat(attemptEnds(busy)).isEqualTo(Duration.ofSeconds(seconds));
    }
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("busy", 6L));
    stage.target = new TargetView.Closed(stage.now);
    stage.settle();
    stage.target = new TargetView.Open(stage.now);
    stage.settle();
    assertThat(stage.publisherRuns()).as("that the port answers says nothing of the key").isFalse();
  }

  @Test
  void theTargetsTurnFromClosedToOpenBringsTheAttemptForward() {
    stage.settle();
    stage.breaks(REFUSED);
    assertThat(stage.last.wants().probe()).isPresent();
    stage.pass(Duration.ofSeconds(1));
    stage.target = new TargetView.Closed(stage.now);
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    stage.pass(Duration.ofSeconds(1));
    stage.target = new TargetView.Open(stage.now);
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anOpenTargetThatWasNeverSeenClosedDoesNotShortenTheWait() {
    stage.settle();
    stage.breaks(REFUSED);
    stage.target = new TargetView.Open(stage.now);
    assertThat(attemptEnds(REFUSED)).isEqualTo(Duration.ofSeconds(5));
    assertThat(attemptEnds(REFUSED)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aRejectionIsNeverRepeatedAtOnceAndFailsAfterFiveAttempts() {
    stage.onAir();
    stage.breaks(NO);
    for (int attempt = 1; attempt <= 5; attempt++) {
      assertThat(attemptEnds(NO)).isEqualTo(Duration.ofSeconds(5));
    }
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    assertThat(stage.kinds()).doesNotContain(Event.Kind.RESTARTING_AT_ONCE);
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("rejected", 5L));
  }

  @Test
  void threeSessionsInARowThatTheServerEndsAtOnceAreANo() {
    Failure dropped = new Failure.Network("Broken pipe");
    stage.onAir();
    stage.breaks(dropped);
    assertThat(stage.publisherRuns()).isTrue();
    stage.airs(Duration.ofSeconds(1));
    stage.breaks(dropped);
    assertThat(stage.memory.lastFailure().orElseThrow().reason()).isEqualTo("network");
    stage.waits(Duration.ofSeconds(5));
    stage.airs(Duration.ofSeconds(1));
    stage.breaks(dropped);
    assertThat(stage.memory.lastFailure().orElseThrow().reason()).isEqualTo("rejected");
    assertThat(stage.memory.retries().attempts()).isEqualTo(1);
    assertThat(stage.told(Event.Kind.FFMPEG_ENDED).getLast().get("detail"))
        .contains("3 sessions in a row");
  }

  @Test
  void aDropAfterMoreThanThreeSecondsIsNeverCountedAsANo() {
    stage.onAir();
    for (int drop = 0; drop < 10; drop++) {
      stage.airs(Duration.ofSeconds(5));
      stage.breaks(new Failure.Network("Broken pipe"));
      for (int second = 0; second < 70 && !stage.publisherRuns(); second++) {
        stage.waits(Duration.ofSeconds(1));
      }
    }
    assertThat(stage.told(Event.Kind.FFMPEG_ENDED))
        .extracting(fields -> fields.get("reason"))
        .containsOnly("network");
  }

  @Test
  void aConnectionThatIsSaidToBeGoneIsNotWaitedFor() {
    stage.onAir();
    stage.publisherComplains(REFUSED);
    stage.settle();
    assertThat(stage.steps(Step.KillPublisher.class)).hasSize(1);
    assertThat(stage.publishersStarted()).as("and it is restarted at once").isEqualTo(2);
  }

  @Test
  void whatCouldNotBeExplainedOnTheWayUpIsAnAttemptAndNotARestartAtOnce() {
    stage.settle();
    stage.breaks(KILLED);
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.memory.retries().attempts()).isEqualTo(1);
    assertThat(stage.memory.retries().lastAtOnce()).isEqualTo(Optional.empty());
  }
}
