package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.RunningParts;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the next hub makes of the FFmpeg that an earlier one left on the air. */
class AdoptionTest {

  private static final Duration AWAY = Duration.ofSeconds(2);

  private final Stage stage = new Stage();

  private void onAirAtTheSecondItem() {
    stage.onAir();
    stage.playsOn();
    stage.airs(Duration.ofSeconds(3));
    stage.forgetTold();
    stage.done.clear();
  }

  @Test
  void theSessionTheItemAndTheCountersGoOn() {
    onAirAtTheSecondItem();
    Session before = stage.memory.session().orElseThrow();
    Duration onAir = stage.memory.counters().onAir();
    stage.hubIsReplaced(AWAY);
    stage.publisherSends(Duration.ofMillis(15_500));
    stage.settle();
    assertThat(stage.done).isEmpty();
    assertThat(stage.told(Event.Kind.ADOPTED))
        .containsExactly(Map.of("session", "1", "pid", "101", "item", "/b.mp4"));
    assertThat(stage.kinds()).containsExactly(Event.Kind.ADOPTED);
    assertThat(stage.memory.session().orElseThrow().segments()).isEqualTo(before.segments());
    assertThat(stage.memory.position().orElseThrow().offset()).isEqualTo(Duration.ofMillis(5_500));
    assertThat(stage.memory.counters().onAir()).isEqualTo(onAir.plusMillis(2_000));
    assertThat(stage.memory.counters().restarts()).isEmpty();
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
  }

  @Test
  void aSessionThatBeganBeforeTheHubIsNotTakenForOneThatTheServerEndedAtOnce() {
    stage.settle();
    stage.hubIsReplaced(Duration.ofSeconds(4));
    stage.publisherSends(Duration.ofMillis(3_500));
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    stage.pass(Duration.ofSeconds(1));
    stage.breaks(new Failure.Network("Broken pipe"));
    assertThat(stage.memory.retries().quickDrops()).isZero();
  }

  @Test
  void timeInWhichNothingWasSentWasNotOnTheAir() {
    onAirAtTheSecondItem();
    Duration onAir = stage.memory.counters().onAir();
    Duration offAir = stage.memory.counters().offAir();
    stage.hubIsReplaced(Duration.ofSeconds(20));
    stage.publisherSends(Duration.ofMillis(19_500));
    stage.settle();
    assertThat(stage.memory.counters().onAir()).isEqualTo(onAir.plusMillis(6_000));
    assertThat(stage.memory.counters().offAir()).isEqualTo(offAir.plusMillis(14_100));
  }

  @Test
  void aFeederThatEndedMeanwhileIsFollowedByTheNextItemWhereItEnded() {
    onAirAtTheSecondItem();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.hubIsReplaced(Duration.ofSeconds(20));
    stage.publisherSends(Duration.ofSeconds(20));
    stage.fifoIsEmpty();
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN.plusSeconds(20));
    assertThat(stage.publishersStarted()).isZero();
  }

  @Test
  void aFeederThatWasRememberedAndNeverStartedIsStartedNow() {
    onAirAtTheSecondItem();
    FeederView second = stage.feeder;
    stage.feederEnds(Stage.ITEM, Optional.empty());
    FeederView ended = stage.feeder;
    stage.airs(Duration.ofSeconds(4));
    Step.StartFeeder third = stage.lastFeeder();
    assertThat(third.path()).isEqualTo("/c.mp4");
    assertThat(second).isNotEqualTo(ended);
    stage.done.clear();
    stage.hubIsReplaced(AWAY);
    stage.feeder = ended; // the hub died between its record and the start
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().number()).isEqualTo(third.number() + 1);
    assertThat(stage.lastFeeder().timeline()).isEqualTo(third.timeline());
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED)).isEmpty();
  }

  @Test
  void aFeederOfWhichNothingIsKnownIsFollowedOnceAllThatItWroteIsSent() {
    onAirAtTheSecondItem();
    stage.hubIsReplaced(AWAY);
    stage.feeder = new FeederView.Absent();
    stage.publisherSends(Duration.ofMillis(15_500));
    stage.settle();
    assertThat(stage.done).isEmpty();
    stage.publisherSends(Duration.ofSeconds(17));
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN.plusMillis(17_600));
  }

  @Test
  void anItemThatFailedLongAgoIsNotTakenForOneThatFailedNow() {
    stage.onAir();
    stage.facts.put("/c.mp4", new MediaFacts.Unplayable(Optional.empty(), "broken"));
    stage.playsOn();
    stage.playsOn();
    assertThat(stage.memory.setAside()).containsKey("/c.mp4");
    stage.facts.remove("/c.mp4");
    Instant due = stage.memory.setAside().get("/c.mp4").until();
    do {
      stage.playsOn();
    } while (stage.now.isBefore(due) || !stage.lastFeeder().path().equals("/b.mp4"));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    FeederView ended = stage.feeder;
    stage.settle();
    Step.StartFeeder third = stage.lastFeeder();
    assertThat(third.path()).isEqualTo("/c.mp4");
    stage.hubIsReplaced(AWAY);
    stage.feeder = ended;
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().number()).isEqualTo(third.number() + 1);
  }

  @Test
  void aFeederWhoseNoteWasLostIsNotTakenForOneThatNeverStarted() {
    onAirAtTheSecondItem();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    FeederView ended = stage.feeder;
    stage.airs(Duration.ofSeconds(4));
    Step.StartFeeder third = stage.lastFeeder();
    stage.airs(Duration.ofSeconds(7));
    stage.hubIsReplaced(AWAY);
    stage.feeder = ended;
    stage.done.clear();
    stage.settle();
    assertThat(stage.steps(Step.StartFeeder.class)).isEmpty();
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().timeline()).isGreaterThan(third.timeline().plusSeconds(3));
  }

  @Test
  void whatALostFeederWroteBeforeAnythingWasSentIsNotWrittenOver() {
    stage.settle();
    stage.feederEnds(Duration.ofSeconds(1), Optional.empty());
    var stale = stage.memory;
    stage.hubIsReplaced(AWAY);
    stage.memory = stale;
    stage.feeder =
        new FeederView.Ended(
            1,
            2,
            stage.now,
            Optional.of(Duration.ofMillis(1_200)),
            Optional.of(Duration.ofMillis(1_000)),
            Optional.empty());
    stage.done.clear();
    stage.settle();
    assertThat(stage.done).isEmpty();
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().number()).isEqualTo(3);
    assertThat(stage.lastFeeder().timeline())
        .isGreaterThanOrEqualTo(Session.BEGIN.plusMillis(1_200));
  }

  @Test
  void aFeederThatIsNewerThanTheMemoryIsEndedAndNothingOverlapsIt() {
    onAirAtTheSecondItem();
    var stale = stage.memory;
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.lastFeeder().number()).isEqualTo(3);
    stage.done.clear();
    stage.hubIsReplaced(AWAY);
    stage.memory = stale;
    stage.publisherSends(Duration.ofSeconds(21));
    stage.settle();
    assertThat(stage.steps(Step.KillFeeder.class)).extracting(Step.KillFeeder::number).contains(3L);
    assertThat(stage.steps(Step.StartFeeder.class)).isEmpty();
    stage.publisherSends(Duration.ofSeconds(24));
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().number()).isEqualTo(4);
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN.plusMillis(24_600));
    assertThat(stage.publishersStarted()).isZero();
  }

  @Test
  void aPublisherOfAnotherSessionIsEndedBeforeAnyStart() {
    onAirAtTheSecondItem();
    stage.hubIsReplaced(AWAY);
    stage.publisher = RunningParts.begun(7, 7L, stage.now).adopted(true).view();
    stage.turn();
    assertThat(stage.done).hasOnlyElementsOfType(Step.KillPublisher.class);
    assertThat(stage.told(Event.Kind.ADOPTED)).isEmpty();
    stage.settle();
    assertThat(stage.steps(Step.StartPublisher.class))
        .extracting(Step.StartPublisher::session)
        .containsExactly(2L);
  }

  @Test
  void aStreamSwitchedOffMeanwhileIsTakenDown() {
    onAirAtTheSecondItem();
    stage.hubIsReplaced(AWAY);
    stage.edit(spec -> Specs.enabled(spec, false));
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.phase()).isEqualTo(Phase.OFF);
  }

  @Test
  void anEditMeanwhileOfWhatCostsNothingEndsNothing() {
    onAirAtTheSecondItem();
    stage.hubIsReplaced(AWAY);
    stage.edit(
        spec -> Specs.playlist(spec, "other", dev.wildstream.desired.Playlist.Order.SHUFFLE));
    stage.publisherSends(Duration.ofMillis(15_500));
    stage.settle();
    assertThat(stage.publishersStarted()).isZero();
    assertThat(stage.publisherRuns()).isTrue();
  }
}
