package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.RunningParts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session that is old enough is followed by another, at an item's end. */
class PlannedReconnectTest {

  private final Stage stage = new Stage();

  @BeforeEach
  void everySixSeconds() {
    stage.edit(s ->
        Specs.reconnect(
            s, new ReconnectPolicy(Optional.of(Duration.ofSeconds(6)), Duration.ofSeconds(20))));
  }

  /** The first item is fed to its end; four seconds of it are left to show. */
  private void firstItemIsFed() {
    stage.onAir();
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(1));
  }

  @Test
  void theNextItemIsFedToTheNextSessionWhileThisOneIsShownToItsEnd() {
    firstItemIsFed();
    assertThat(stage.lastFeeder().session()).isEqualTo(2);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN);
    assertThat(stage.steps(Step.Flush.class)).hasSize(1);
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
  }

  /**
   * The next item is begun four seconds before: what is due by its begin does not wait for its end.
   */
  @Test
  void whatFallsDueInTheLastSecondsOfAnItemIsDoneAtItsEnd() {
    stage.edit(s ->
        Specs.reconnect(
            s,
            new ReconnectPolicy(Optional.of(Stage.ITEM.minusSeconds(2)), Duration.ofSeconds(20))));
    firstItemIsFed();
    assertThat(stage.lastFeeder().session()).isEqualTo(2);
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void itEndsAMomentAfterItsLastFrameAndTheOtherBeginsAtOnce() {
    firstItemIsFed();
    stage.airs(Duration.ofSeconds(2));
    stage.pass(Duration.ofMillis(400));
    stage.publisherSends(Stage.ITEM.minusMillis(400));
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.last.wakeAt()).contains(stage.now.plusMillis(460));
    stage.pass(Duration.ofMillis(460));
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.memory.session().orElseThrow().number()).isEqualTo(2);
    assertThat(stage.memory.session().orElseThrow().segments().getFirst().item().orElseThrow())
        .extracting(position -> position.item().path())
        .isEqualTo("/b.mp4");
    assertThat(stage.steps(Step.StartFeeder.class)).hasSize(2);
  }

  @Test
  void itIsCountedAsPlannedAndSpendsNeitherTheRestartAtOnceNorAnAttempt() {
    firstItemIsFed();
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.memory.counters().restarts()).isEqualTo(java.util.Map.of("planned", 1L));
    assertThat(stage.memory.retries().attempts()).isZero();
    assertThat(stage.memory.retries().lastAtOnce()).isEmpty();
    assertThat(stage.told(Event.Kind.PLANNED_RECONNECT)).hasSize(1);
    assertThat(stage.told(Event.Kind.FFMPEG_ENDED)).isEmpty();
  }

  @Test
  void oneThatBreaksMeanwhileIsRestartedAsEver() {
    firstItemIsFed();
    stage.breaks(new Failure.Network("reset"));
    assertThat(stage.memory.counters().restarts()).isEqualTo(java.util.Map.of("network", 1L));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.lastFeeder().number()).isEqualTo(1);
  }

  @Test
  void oneThatIsSwitchedOffMeanwhileTakesTheFeederOfTheNextAlong() {
    firstItemIsFed();
    stage.edit(s -> Specs.enabled(s, false));
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.OFF);
    assertThat(stage.steps(Step.KillFeeder.class))
        .anyMatch(kill -> kill.session() == 2 && kill.number() == 1);
  }

  @Test
  void whereNoBoundaryComesItEndsInsideTheItem() {
    stage.facts.put("/a.mp4", Stage.h264(Duration.ofHours(1)));
    stage.onAir();
    stage.airs(Duration.ofSeconds(25));
    assertThat(stage.publishersStarted()).isEqualTo(1);
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(stage.lastFeeder().from()).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(28));
  }

  @Test
  void theStandbyPictureHasNoBoundary() {
    stage.edit(s -> Specs.standby(s, new Standby.TestCard()));
    stage.missing.addAll(stage.files);
    stage.onAir();
    stage.airs(Duration.ofSeconds(8));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
  }

  @Test
  void noSessionGetsOlderThanTwentyDaysWhateverTheFileSays() {
    Session session = stage.onAir().memory.session().orElseThrow();
    Instant onAir = session.onAirAt().orElseThrow();
    ReconnectPolicy never = new ReconnectPolicy(Optional.empty(), Duration.ofMinutes(30));
    assertThat(PlannedReconnect.due(Specs.reconnect(Stage.spec(), never), session))
        .contains(onAir.plus(Duration.ofDays(20)).minus(Duration.ofMinutes(30)));
    ReconnectPolicy late =
        new ReconnectPolicy(Optional.of(Duration.ofDays(20)), Duration.ofDays(1));
    assertThat(PlannedReconnect.due(Specs.reconnect(Stage.spec(), late), session))
        .contains(onAir.plus(Duration.ofDays(19)));
  }

  private FeederView.Ended endedAhead(Optional<Duration> wrote) {
    return new FeederView.Ended(
        2, 1, stage.now, wrote, wrote, Optional.of(new Failure.Media("broken")));
  }

  @Test
  void whatIsFedNeedsNoList() {
    firstItemIsFed();
    stage.listingKnown = false;
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    assertThat(stage.steps(Step.StartFeeder.class)).hasSize(2);
  }

  @Test
  void theListIsAskedForWhileTheSessionIsBeingEnded() {
    stage.ignoresTerm = true;
    firstItemIsFed();
    while (stage.phase() != Phase.STOPPING) {
      stage.airs(Duration.ofSeconds(1));
    }
    assertThat(stage.turn().wants().listing()).isPresent();
  }

  @Test
  void anItemThatFailsAheadIsSetAsideAndTheNextIsFed() {
    firstItemIsFed();
    stage.feeder = endedAhead(Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.memory.setAside()).containsKey("/b.mp4");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getFirst()).containsEntry("item", "/b.mp4");
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
  }

  @Test
  void oneThatFailsOnItsWayIsShownAsFarAsItCame() {
    firstItemIsFed();
    stage.feeder = endedAhead(Optional.of(Duration.ofSeconds(5)));
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.memory.setAside()).containsKey("/b.mp4");
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().timeline()).isGreaterThanOrEqualTo(Session.BEGIN.plusSeconds(5));
  }

  /** The item before it was shown to its end, whatever became of what was fed behind it. */
  @Test
  void aFeederThatIsLostWhileTheSessionIsBeingEndedIsStartedAgain() {
    stage.edit(s -> Specs.resume(s, Resume.ITEM));
    stage.ignoresTerm = true;
    firstItemIsFed();
    while (stage.phase() != Phase.STOPPING) {
      stage.airs(Duration.ofSeconds(1));
    }
    stage.feeder = new FeederView.Absent();
    stage.ignoresTerm = false;
    stage.breaks(new Failure.Network("ended by signal 15"));
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().from()).isZero();
  }

  /** It would lose its last frames: they are not sent at their time. */
  @Test
  void aSessionThatIsSlowEndsOnlyOnceItStandsStill() {
    stage.edit(s ->
        Specs.watchdog(
            s,
            new Watchdog(
                s.watchdog().startTimeout(),
                s.watchdog().stallTimeout(),
                s.watchdog().minSpeed(),
                Duration.ofSeconds(10))));
    stage.onAir();
    for (int tenths = 5; tenths < 195; tenths += 5) {
      stage.pass(Duration.ofSeconds(1));
      stage.publisherSends(Duration.ofMillis(tenths * 100L));
      if (tenths == 100) {
        stage.feederEnds(Stage.ITEM, Optional.empty());
      }
      stage.settle();
    }
    assertThat(stage.memory.session().orElseThrow().pace().slow()).isPresent();
    assertThat(stage.lastFeeder().session()).isEqualTo(2);
    stage.pass(Duration.ofMillis(700));
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(1);
    stage.publisherSends(Stage.ITEM);
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  /** It would hear of nothing, and its last pictures would never be sent. */
  @Test
  void aPublisherThatIsBeingStartedIsNotFlushedYet() {
    stage.edit(s -> Specs.laps(s, new dev.wildstream.desired.Playlist.Laps.Count(1)));
    stage.files = List.of("/a.mp4");
    stage.settle();
    PublisherView.Running running = (PublisherView.Running) stage.publisher;
    stage.publisher = withPid(running, Optional.empty());
    stage.feederEnds(Duration.ofSeconds(3), Optional.empty());
    stage.settle();
    stage.waits(Duration.ofSeconds(2));
    assertThat(stage.steps(Step.Flush.class)).isEmpty();
    stage.publisher = withPid((PublisherView.Running) stage.publisher, running.pid());
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.steps(Step.Flush.class)).hasSize(1);
  }

  private static PublisherView.Running withPid(PublisherView.Running r, Optional<Long> pid) {
    return RunningParts.of(r).pid(pid).view();
  }

  /** What was written waits in the fifo of its session, whatever became of who wrote it. */
  @Test
  void theNumberOfASessionThatWasFedIsNotGivenAgain() {
    firstItemIsFed();
    stage.feeder = endedAhead(Optional.of(Duration.ofSeconds(5)));
    stage.breaks(new Failure.Network("reset"));
    assertThat(stage.steps(Step.StartPublisher.class).getLast().session()).isEqualTo(3);
  }
}
