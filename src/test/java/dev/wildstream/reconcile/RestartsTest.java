package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Resume;
import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Retries;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the next hub, the next boot and another clock make of what is remembered. */
class RestartsTest {

  private static final Failure KILLED = new Failure.Internal("killed by signal 9");

  private final Stage stage = new Stage();

  private static StreamMemory with(
      StreamMemory m,
      Retries retries,
      Map<String, dev.wildstream.memory.SetAside> setAside,
      Instant at) {
    return new StreamMemory(
        m.boot(),
        m.asked(),
        m.phase(),
        m.reason(),
        at,
        retries,
        m.session(),
        m.sessions(),
        m.position(),
        m.before(),
        m.shuffleSeed(),
        setAside,
        m.remarks(),
        m.format(),
        m.counters(),
        m.lastFailure(),
        at);
  }

  @Test
  void aStreamThatWasOnTheAirIsPutBackAtTheSameItemAndSecond() {
    stage.onAir();
    stage.playsOn();
    stage.airs(Duration.ofSeconds(3));
    stage.forgetTold();
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.told(Event.Kind.RESTORING))
        .containsExactly(Map.of("item", "/b.mp4", "offset", "3.5s"));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ofMillis(3_500));
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.kinds()).endsWith(Event.Kind.ON_AIR, Event.Kind.RESTORED);
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("restored", 1L));
  }

  @Test
  void aHubThatIsKilledWithItsFfmpegAgainAndAgainPutsItBackAtOnceOnceAMinute() {
    stage.onAir();
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(2);
    stage.hubRestarts();
    stage.settle();
    stage.waits(Duration.ofSeconds(4));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.publishersStarted()).isEqualTo(3);
    stage.airs(Duration.ofSeconds(61));
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(4);
  }

  @Test
  void aRebootPutsItBackAtOnceHoweverOftenItWas() {
    stage.onAir();
    stage.hubRestarts();
    stage.settle();
    stage.reboot();
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(3);
  }

  @Test
  void aStreamThatBrokeAtTheVeryEndOfAnItemGoesOnWithTheNext() {
    stage.onAir();
    stage.airs(Duration.ofMillis(9_800));
    stage.publisherSends(Duration.ofMillis(9_800));
    stage.settle();
    stage.forgetsWhatIsNotAskedFor = true;
    stage.hubRestarts();
    stage.waits(Duration.ofSeconds(5));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void theCounterOfAttemptsIsKeptSoThatACrashLoopOfTheHubDoesNotResetIt() {
    stage.onAir();
    stage.breaks(KILLED);
    for (int attempt = 1; attempt <= 3; attempt++) {
      stage.breaks(KILLED);
      stage.waits(Duration.ofSeconds(5));
    }
    stage.hubRestarts();
    stage.settle();
    stage.waits(Duration.ofSeconds(5));
    assertThat(stage.memory.retries().attempts()).isEqualTo(3);
    stage.breaks(KILLED);
    stage.waits(Duration.ofSeconds(5));
    assertThat(stage.told(Event.Kind.RESTART_ATTEMPT).getLast()).containsEntry("attempt", "4");
  }

  @Test
  void aWaitGoesOnWhereItWasWhenTheHubRestarts() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    stage.pass(Duration.ofSeconds(2));
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    stage.waits(Duration.ofSeconds(2));
    assertThat(stage.publisherRuns()).isFalse();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void leavingEndsEverythingAndTheNextHubPutsItBack() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(4));
    stage.leaving = true;
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.memory.session()).isEmpty();
    assertThat(stage.told(Event.Kind.OFF_AIR).getLast()).containsEntry("reason", "the hub ended");
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.publisherRuns()).isFalse();
    stage.leaving = false;
    stage.forgetTold();
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.kinds()).containsExactly(Event.Kind.RESTORING, Event.Kind.STARTING);
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ofMillis(4_500));
  }

  @Test
  void whatALeavingHubDidNotComeToEndGoesOnUnderTheNext() {
    stage.onAir();
    PublisherView publisher = stage.publisher;
    FeederView feeder = stage.feeder;
    stage.leaving = true;
    stage.turn();
    assertThat(stage.steps(Step.EndPublisher.class)).hasSize(1);
    assertThat(stage.phase()).isEqualTo(Phase.STOPPING);
    stage.publisher = publisher; // the hub was killed before it could ask
    stage.feeder = feeder;
    stage.leaving = false;
    stage.hubIsReplaced(Duration.ofSeconds(2));
    stage.done.clear();
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.done).isEmpty();
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
  }

  @Test
  void aPublisherThatDiesJustWhenTheHubLeavesIsPutBackByTheNextHubToo() {
    stage.onAir();
    stage.leaving = true;
    stage.breaks(KILLED);
    stage.leaving = false;
    stage.forgetTold();
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.kinds()).containsExactly(Event.Kind.RESTORING, Event.Kind.STARTING);
  }

  @Test
  void leavingDoesNotForgiveAFailedStream() {
    stage.onAir();
    for (int i = 0; i < 7; i++) {
      stage.breaks(KILLED);
      stage.waits(Duration.ofSeconds(5));
    }
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    stage.leaving = true;
    stage.settle();
    stage.leaving = false;
    stage.hubRestarts();
    stage.waits(Duration.ofSeconds(60));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void leavingKillsAPublisherThatDoesNotEnd() {
    stage.ignoresTerm = true;
    stage.onAir();
    stage.leaving = true;
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.phase()).isEqualTo(Phase.STOPPING);
  }

  @Test
  void resumePositionItemAndStartDifferInWhereTheyGoOn() {
    for (Resume resume : Resume.values()) {
      Stage one = new Stage();
      one.edit(s -> Specs.resume(s, resume));
      one.onAir();
      one.playsOn();
      one.airs(Duration.ofSeconds(3));
      one.breaks(KILLED);
      String expected =
          switch (resume) {
            case POSITION -> "/b.mp4 PT3.5S";
            case ITEM -> "/b.mp4 PT0S";
            case START -> "/a.mp4 PT0S";
          };
      assertThat(one.lastFeeder().path() + " " + one.lastFeeder().from()).isEqualTo(expected);
    }
  }

  @Test
  void atAnItemsVeryEndTheNextOneFollows() {
    stage.onAir();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.publisherSends(Duration.ofMillis(9_800));
    stage.settle();
    stage.breaks(KILLED);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ZERO);
  }

  @Test
  void aRepetitionIsResumedAsTheSameRepetition() {
    stage.times.put("/a.mp4", 3);
    stage.onAir();
    stage.playsOn();
    stage.airs(Duration.ofSeconds(2));
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.memory.position().orElseThrow().repetition()).isEqualTo(1);
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ofMillis(2_500));
  }

  @Test
  void anItemRemovedWhileTheHubWasAwayIsFollowedByWhatCameAfterItsPredecessor() {
    stage.onAir();
    stage.playsOn();
    stage.files = List.of("/a.mp4", "/new.mp4", "/c.mp4");
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/new.mp4");
  }

  @Test
  void anAttemptRememberedForNextYearIsMadeWithinTheLongestWait() {
    Instant nextYear = Stage.BEGIN.plus(Duration.ofDays(365));
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    Retries r = stage.memory.retries();
    stage.memory =
        with(stage.memory, r.withNext(nextYear, "internal"), stage.memory.setAside(), nextYear);
    stage.hubRestarts();
    stage.waits(Duration.ofSeconds(67));
    assertThat(stage.publishersStarted()).isEqualTo(3);
  }

  @Test
  void aRestartAtOnceRememberedForNextYearNeitherStormsNorForbidsTheNextForAYear() {
    Instant nextYear = Stage.BEGIN.plus(Duration.ofDays(365));
    stage.memory =
        with(
            stage.memory,
            new Retries(0, 0, 0, Optional.empty(), Optional.of(nextYear), false, Optional.empty()),
            Map.of(),
            nextYear);
    stage.onAir();
    stage.breaks(KILLED);
    assertThat(stage.publisherRuns()).as("not twice within healthyAfter").isFalse();
    stage.waits(Duration.ofSeconds(5));
    stage.airs(Duration.ofSeconds(62));
    stage.breaks(KILLED);
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anItemSetAsideUntilNextYearIsTriedWithinTheHour() {
    Instant nextYear = Stage.BEGIN.plus(Duration.ofDays(365));
    stage.onAir();
    stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("Invalid data")));
    stage.settle();
    dev.wildstream.memory.SetAside aside = stage.memory.setAside().get("/a.mp4");
    stage.memory =
        with(
            stage.memory,
            stage.memory.retries(),
            Map.of(
                "/a.mp4",
                new dev.wildstream.memory.SetAside(
                    aside.stamp(), aside.failures(), nextYear, aside.why())),
            stage.now);
    for (int i = 0; i < 361; i++) {
      stage.playsOn();
    }
    assertThat(stage.steps(Step.StartFeeder.class).stream().skip(1))
        .extracting(Step.StartFeeder::path)
        .contains("/a.mp4");
  }

  @Test
  void timeThatWasCountedInTheFutureIsNotCountedBackwards() {
    Instant nextYear = Stage.BEGIN.plus(Duration.ofDays(365));
    stage.memory = with(stage.memory, Retries.NONE, Map.of(), nextYear);
    stage.onAir();
    stage.airs(Duration.ofSeconds(10));
    assertThat(stage.memory.counters().onAir()).isEqualTo(Duration.ofSeconds(10));
    assertThat(stage.memory.counters().offAir()).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aSessionNumberIsNeverUsedTwiceNotEvenByTheNextHub() {
    stage.onAir();
    stage.hubRestarts();
    stage.settle();
    stage.reboot();
    stage.settle();
    assertThat(stage.steps(Step.StartPublisher.class))
        .extracting(Step.StartPublisher::session)
        .containsExactly(1L, 2L, 3L);
  }
}
