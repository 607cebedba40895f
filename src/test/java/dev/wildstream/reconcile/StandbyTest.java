package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing that can be played is no reason to go dark. */
class StandbyTest {

  private final Stage stage = new Stage();

  @BeforeEach
  void asItReallyIs() {
    stage.forgetsWhatIsNotAskedFor = true;
  }

  private void testcard() {
    stage.edit(s -> Specs.standby(s, new Standby.TestCard()));
  }

  private void allGone() {
    stage.missing.addAll(stage.files);
  }

  private boolean isOnStandby() {
    return stage.phase() == Phase.ON_AIR
        && stage.memory.session().orElseThrow().segments().getFirst().mode()
            == Segment.Mode.STANDBY;
  }

  /** The item on the air ends with nothing left in the list, and is shown to its end. */
  private void runsDry() {
    allGone();
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(6));
  }

  @Test
  void whereTheListRunsDryTheTestCardFollowsInTheSameSession() {
    testcard();
    stage.onAir();
    runsDry();
    assertThat(isOnStandby()).isTrue();
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
    assertThat(stage.lastFeeder().input().manner()).isEqualTo(Step.Manner.LIVE_WITHOUT_END);
    assertThat(stage.told(Event.Kind.STANDBY).getFirst())
        .containsEntry("shows", "testcard")
        .containsEntry(
            "reason",
            "nothing to play: /a.mp4: no such file; /b.mp4: no such file; /c.mp4: no such file");
    assertThat(stage.memory.reason()).startsWith("nothing to play");
  }

  @Test
  void itIsReadyBeforeItIsNeeded() {
    testcard();
    stage.onAir();
    assertThat(stage.last.wants().card().orElseThrow().name()).isEqualTo("wild");
    assertThat(stage.last.wants().card().orElseThrow().size().toString()).isEqualTo("1280x720");
  }

  @Test
  void itGivesWayToAnItemThatIsThereAgain() {
    testcard();
    stage.onAir();
    runsDry();
    stage.missing.remove("/c.mp4");
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    stage.airs(Duration.ofSeconds(3));
    assertThat(isOnStandby()).isFalse();
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.told(Event.Kind.STANDBY_OVER).getFirst()).containsEntry("item", "/c.mp4");
    assertThat(stage.memory.counters().feederTime()).containsKey("standby");
  }

  @Test
  void theListIsLookedUpEveryThreeSecondsMeanwhile() {
    testcard();
    stage.onAir();
    runsDry();
    stage.listedAt = Optional.of(stage.now);
    stage.pass(Duration.ofSeconds(4));
    stage.settle();
    assertThat(stage.last.wants().listing().orElseThrow().notBefore())
        .isEqualTo(stage.now.minusSeconds(3));
  }

  @Test
  void aStreamStartsWithItWhereNothingIsThere() {
    testcard();
    allGone();
    stage.onAir();
    assertThat(isOnStandby()).isTrue();
    assertThat(stage.told(Event.Kind.ON_AIR).getFirst()).containsEntry("item", "standby");
    stage.missing.remove("/b.mp4");
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void anEmptyListShowsItToo() {
    testcard();
    stage.files = List.of();
    stage.onAir();
    assertThat(isOnStandby()).isTrue();
    assertThat(stage.memory.reason()).isEqualTo("nothing to play: the playlist is empty");
  }

  @Test
  void thePositionStays() {
    testcard();
    stage.onAir();
    stage.playsOn();
    stage.airs(Duration.ofSeconds(2));
    stage.hubRestarts();
    allGone();
    stage.settle();
    stage.pass(Duration.ofMillis(500));
    stage.publisherSends(Duration.ofMillis(500));
    stage.settle();
    assertThat(isOnStandby()).isTrue();
    stage.missing.clear();
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void withNoneTheStreamIsBlockedAsBefore() {
    stage.onAir();
    runsDry();
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(5));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.steps(Step.Flush.class)).hasSize(1);
  }

  @Test
  void aCardThatCannotBeMadeIsToldWithTheReason() {
    testcard();
    stage.makesCards = false;
    allGone();
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).endsWith("no standby picture: no libx264");
  }

  @Test
  void anItemWithoutAPictureIsPlayedInTheDarkWhereNoCardCanBeMade() {
    stage.makesCards = false;
    stage.facts.put(
        "/a.mp4",
        new MediaFacts.Playable(
            Stage.STAMP,
            Optional.of(Stage.ITEM),
            128_000,
            Optional.empty(),
            Optional.of(Stage.sound("aac", 48_000, Duration.ZERO)),
            Duration.ZERO));
    stage.onAir();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(stage.lastFeeder().recipe().picture())
        .extracting(picture -> ((Recipe.Picture.Encoded) picture).origin())
        .isEqualTo(new Recipe.Origin.Dark());
  }

  @Test
  void oneThatOnlyCopiesIsReplacedWhereAllItemsHaveAnotherFormat() {
    stage.copies();
    testcard();
    stage.onAir();
    runsDry();
    assertThat(isOnStandby()).isTrue();
    MediaFacts.Playable was = Stage.h264(Stage.ITEM);
    MediaFacts.Playable other =
        new MediaFacts.Playable(
            was.stamp(),
            was.duration(),
            was.bitrate(),
            Optional.of(Facts.video("h264", 640, 360, Duration.ZERO)),
            was.audio(),
            was.keyframe());
    stage.files.forEach(file -> stage.facts.put(file, other));
    stage.missing.clear();
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.memory.counters().restarts()).isEqualTo(java.util.Map.of("planned", 1L));
    assertThat(stage.lastFeeder().path()).isNotEqualTo(Stage.CARD);
  }

  private void standbyFile() {
    stage.extra = List.of("/loop.mp4");
    stage.edit(s -> Specs.standby(s, new Standby.File(Path.of("/loop.mp4"))));
  }

  @Test
  void aMediaFileIsShownAgainAndAgain() {
    standbyFile();
    stage.onAir();
    runsDry();
    assertThat(stage.lastFeeder().path()).isEqualTo("/loop.mp4");
    assertThat(stage.lastFeeder().input().manner()).isEqualTo(Step.Manner.LIVE);
    assertThat(stage.told(Event.Kind.STANDBY).getFirst()).containsEntry("shows", "/loop.mp4");
    long before = stage.lastFeeder().number();
    stage.airs(Stage.ITEM);
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(4));
    assertThat(stage.lastFeeder().path()).isEqualTo("/loop.mp4");
    assertThat(stage.lastFeeder().number()).isEqualTo(before + 1);
    assertThat(stage.told(Event.Kind.STANDBY)).hasSize(1);
  }

  @Test
  void aBrokenStandbyFileFallsBackToTheTestCard() {
    standbyFile();
    stage.facts.put(
        "/loop.mp4",
        new MediaFacts.Unplayable(Optional.of(new FileStamp(1, Stage.BEGIN)), "moov atom"));
    stage.onAir();
    runsDry();
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
  }

  private void loopIs(MediaFacts facts) {
    stage.facts.put("/loop.mp4", facts);
  }

  private static MediaFacts broken(int size, String why) {
    return new MediaFacts.Unplayable(Optional.of(new FileStamp(size, Stage.BEGIN)), why);
  }

  private static MediaFacts whole(int size) {
    MediaFacts.Playable any = Stage.h264(Stage.ITEM);
    return new MediaFacts.Playable(
        new FileStamp(size, Stage.BEGIN),
        any.duration(),
        any.bitrate(),
        any.video(),
        any.audio(),
        any.keyframe());
  }

  @Test
  void aBrokenStandbyFileIsToldOnceBeforeItIsNeeded() {
    standbyFile();
    loopIs(broken(1, "moov atom not found"));
    stage.onAir();
    runsDry();
    stage.airs(Duration.ofMinutes(5));
    loopIs(broken(2, "moov atom not found")); // it is being written
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.told(Event.Kind.STANDBY_BROKEN))
        .singleElement()
        .satisfies(fields ->
            assertThat(fields)
                .containsEntry("file", "/loop.mp4")
                .containsEntry("reason", "moov atom not found")
                .containsEntry("instead", "testcard"));
  }

  @Test
  void aMissingStandbyFileIsToldWithTheReasonToo() {
    standbyFile();
    loopIs(new MediaFacts.Unplayable(Optional.empty(), "no such file"));
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.told(Event.Kind.STANDBY_BROKEN))
        .singleElement()
        .satisfies(fields -> assertThat(fields).containsEntry("reason", "no such file"));
  }

  @Test
  void whereNoCardCanBeMadeEitherItIsToldThatNothingIsShown() {
    stage.makesCards = false;
    standbyFile();
    loopIs(broken(1, "moov atom not found"));
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.told(Event.Kind.STANDBY_BROKEN))
        .singleElement()
        .satisfies(fields -> assertThat(fields).containsEntry("instead", "nothing"));
  }

  @Test
  void aMendedStandbyFileTakesTheCardsPlaceAndMayBreakAnew() {
    standbyFile();
    loopIs(broken(1, "moov atom not found"));
    stage.onAir();
    runsDry();
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
    loopIs(whole(2));
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.lastFeeder().path()).isEqualTo("/loop.mp4");
    assertThat(stage.told(Event.Kind.STANDBY))
        .extracting(fields -> fields.get("shows"))
        .containsExactly("testcard", "/loop.mp4");
    long number = stage.lastFeeder().number();
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.lastFeeder().number()).isEqualTo(number);
    assertThat(stage.publishersStarted()).isEqualTo(1);
    loopIs(broken(3, "moov atom not found"));
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.told(Event.Kind.STANDBY_BROKEN)).hasSize(2);
  }

  @Test
  void aStandbyFileWhoseFeederFailsIsToldAndTriedAgainWhenItChanges() {
    standbyFile();
    stage.onAir();
    runsDry();
    stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("damaged")));
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
    assertThat(stage.told(Event.Kind.STANDBY_BROKEN))
        .singleElement()
        .satisfies(
            fields -> assertThat(fields).containsEntry("reason", "cannot be shown: damaged"));
    loopIs(whole(2));
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.lastFeeder().path()).isEqualTo("/loop.mp4");
  }

  @Test
  void oneThatFailsEachTimeIsTriedEverMoreSeldomAndToldOnce() {
    standbyFile();
    stage.onAir();
    runsDry();
    int tried = 0;
    for (int second = 0; second < 1_000; second++) {
      if (stage.lastFeeder().path().equals("/loop.mp4")
          && stage.feeder instanceof FeederView.Running) {
        tried++;
        stage.feederEnds(Duration.ofSeconds(1), Optional.of(new Failure.Media("damaged")));
      }
      stage.airs(Duration.ofSeconds(1));
    }
    assertThat(tried).isEqualTo(5); // 1, 2, 4 and 8 minutes apart
    assertThat(stage.told(Event.Kind.STANDBY_BROKEN)).hasSize(1);
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void aStandbyFileThatVanishesWhileItIsShownDoesNotMakeTheCardUnusable() {
    standbyFile();
    stage.onAir();
    runsDry();
    assertThat(stage.lastFeeder().path()).isEqualTo("/loop.mp4");
    loopIs(new MediaFacts.Unplayable(Optional.empty(), "no such file"));
    stage.feederEnds(Duration.ofSeconds(1), Optional.of(new Failure.Media("cut short")));
    stage.settle();
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
    assertThat(isOnStandby()).isTrue();
  }

  @Test
  void aStandbyFileWhoseFeederFailsFallsBackToTheTestCard() {
    standbyFile();
    stage.onAir();
    runsDry();
    stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("damaged")));
    stage.settle();
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
  }

  /** Each would cost the viewer a moment; a folder may hold hundreds. */
  @Test
  void itemsThatFailOneAfterTheOtherAreBridged() {
    testcard();
    stage.onAir();
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(4));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    stage.fifoIsEmpty();
    stage.pass(Duration.ofMillis(500));
    stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("damaged")));
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.memory.setAside()).containsOnlyKeys("/b.mp4");
  }

  @Test
  void anItemThatIsNotProbedInTimeIsBridged() {
    testcard();
    stage.onAir();
    stage.unprobed.add("/b.mp4");
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(4));
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.lastFeeder().path()).isEqualTo(Stage.CARD);
    stage.unprobed.clear();
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void aStandbyFileWithReorderedFramesDoesNotOverlapTheItemBefore() {
    standbyFile();
    Duration lead = Duration.ofMillis(80);
    stage.facts.put(
        "/loop.mp4",
        Stage.video(Stage.ITEM, lead, Optional.of(Stage.sound("aac", 48_000, Duration.ZERO))));
    stage.onAir();
    runsDry();
    assertThat(stage.lastFeeder().path()).isEqualTo("/loop.mp4");
    assertThat(stage.lastFeeder().timeline())
        .isGreaterThanOrEqualTo(Session.BEGIN.plus(Stage.ITEM).plus(lead));
  }

  /** What is not asked for is forgotten, and would be unknown again when it is to be fed. */
  @Test
  void whatCanBePlayedIsAskedForUntilItIsFed() {
    testcard();
    stage.forgetsWhatIsNotAskedFor = true;
    stage.onAir();
    runsDry();
    stage.missing.remove("/c.mp4");
    while (stage.steps(Step.KillFeeder.class).isEmpty()) {
      stage.turn();
    }
    assertThat(stage.last.wants().facts()).contains(new MediaView.Source("/c.mp4", Duration.ZERO));
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
  }

  @Test
  void whileItemsCanBePlayedItIsNotShown() {
    testcard();
    stage.onAir();
    stage.playsOn();
    stage.playsOn();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.told(Event.Kind.STANDBY)).isEmpty();
  }

  @Test
  void aListThatWasEmptyGoesOnBehindWhatWasShown() {
    testcard();
    stage.onAir();
    List<String> all = stage.files;
    stage.files = List.of();
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(6));
    assertThat(isOnStandby()).isTrue();
    stage.files = all;
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void aListThatIsEmptyAtABreakGoesOnInsideWhatWasShown() {
    testcard();
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    List<String> all = stage.files;
    stage.files = List.of();
    stage.hubRestarts();
    stage.onAir();
    assertThat(isOnStandby()).isTrue();
    stage.files = all;
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void oneThatStarvedBeforeItsListRanDryIsSentToItsLastFrame() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    allGone();
    stage.feederEnds(Duration.ofSeconds(3), Optional.of(new Failure.Internal("killed")));
    stage.waits(Duration.ofSeconds(4));
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.steps(Step.Flush.class)).hasSize(1);
  }
}
