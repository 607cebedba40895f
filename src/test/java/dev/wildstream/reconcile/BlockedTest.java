package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What keeps a stream from being tried: it says why, costs no attempt, and goes on by itself. */
class BlockedTest {

  private final Stage stage = new Stage();

  @Test
  void aKeyThatCannotBeReadBlocksUntilItCan() {
    stage.key = new KeyView.Unusable("key file /keys/wild: permission denied");
    stage.settle();
    stage.waits(Duration.ofMinutes(10));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).contains("permission denied");
    assertThat(stage.told(Event.Kind.BLOCKED))
        .as("told once")
        .containsExactly(Map.of("reason", "key file /keys/wild: permission denied"));
    assertThat(stage.last.wants().key()).as("it is looked at again and again").isPresent();
    stage.key = new KeyView.Readable("key-1");
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
    assertThat(stage.memory.retries().attempts()).isZero();
    assertThat(stage.kinds()).contains(Event.Kind.UNBLOCKED);
  }

  @Test
  void aTargetThatTheHostDoesNotAllowBlocksAndCostsNoAttempt() {
    stage.target = new TargetView.Forbidden("target host h is not allowed");
    stage.settle();
    stage.waits(Duration.ofMinutes(10));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).isEqualTo("target host h is not allowed");
    assertThat(stage.publishersStarted()).isZero();
    assertThat(stage.told(Event.Kind.BLOCKED)).hasSize(1);
    stage.target = new TargetView.Unknown();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anEditToSuchATargetLeavesTheOneBeforeItOnTheAir() {
    stage.onAir();
    stage.desired = stage.desired.map(spec -> Specs.target(spec, "elsewhere.example.com"));
    stage.target = new TargetView.Forbidden("target host elsewhere.example.com is not allowed");
    stage.airs(Duration.ofMinutes(1));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.told(Event.Kind.TARGET_NOT_ALLOWED)).as("told once").hasSize(1);
  }

  @Test
  void aSessionToATargetThatIsNoMoreAllowedIsEnded() {
    stage.onAir();
    stage.target = new TargetView.Forbidden("target host h is not allowed");
    stage.settle();
    stage.waits(Duration.ofMinutes(1));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void aKeyThatVanishesLeavesTheStreamOnTheAir() {
    stage.onAir();
    stage.key = new KeyView.Unusable("no such file");
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void aBlockedStreamGoesOnWithItsAttemptsWhereTheyWere() {
    stage.onAir();
    stage.breaks(new Failure.Internal("killed by signal 9"));
    stage.breaks(new Failure.Internal("killed by signal 9"));
    stage.key = new KeyView.Unusable("no such file");
    stage.waits(Duration.ofMinutes(1));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.retries().attempts()).isEqualTo(1);
    stage.key = new KeyView.Readable("key-1");
    stage.settle();
    assertThat(stage.told(Event.Kind.RESTART_ATTEMPT)).hasSize(1);
  }

  @Test
  void aStreamThatIsUnblockedBeforeItsAttemptIsDueShowsAgainWhatItWaitsFor() {
    stage.onAir();
    stage.breaks(new Failure.Internal("killed by signal 9"));
    stage.breaks(new Failure.Internal("killed by signal 9"));
    stage.key = new KeyView.Unusable("no such file");
    stage.settle();
    stage.key = new KeyView.Readable("key-1");
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.memory.reason()).isEqualTo("killed by signal 9");
  }

  @Test
  void anUnreadKeyIsWaitedForAndNotBlamed() {
    stage.key = new KeyView.Unknown();
    stage.settle();
    stage.waits(Duration.ofSeconds(5));
    assertThat(stage.phase()).isEqualTo(Phase.STARTING);
    assertThat(stage.publishersStarted()).isZero();
  }

  @Test
  void missingToolsBlockAndSayWhatToInstall() {
    stage.obstacle = Optional.of("ffmpeg is not on PATH: install FFmpeg");
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).isEqualTo("ffmpeg is not on PATH: install FFmpeg");
    stage.obstacle = Optional.empty();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void aFullRuntimeFolderBlocksAndTakesNothingOffTheAir() {
    stage.onAir();
    stage.obstacle = Optional.of("the runtime folder /run/x cannot be written: full; make room");
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
    stage.breaks(new Failure.Internal("killed by signal 9"));
    stage.waits(Duration.ofMinutes(10));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).contains("make room");
    assertThat(stage.memory.retries().attempts()).isZero();
    stage.obstacle = Optional.empty();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void whatCouldNotStartForAnObstacleUsesUpNoAttempt() {
    for (int i = 0; i < 10; i++) {
      stage.settle();
      assertThat(stage.publisherRuns()).isTrue();
      stage.obstacle = Optional.of("no room");
      stage.breaks(new Failure.Internal("No space left on device"));
      assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
      assertThat(stage.memory.retries().attempts()).isZero();
      stage.obstacle = Optional.empty();
      stage.waits(Duration.ofSeconds(5));
    }
  }

  @Test
  void aListWithNothingPlayableBlocksNamesEachItemAndGoesOnOnceOneIsThere() {
    stage.files = List.of("/a.mp4", "/b.mp4");
    stage.missing.addAll(stage.files);
    stage.settle();
    stage.waits(Duration.ofMinutes(3));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason())
        .isEqualTo("nothing to play: /a.mp4: no such file; /b.mp4: no such file");
    assertThat(stage.told(Event.Kind.BLOCKED)).hasSize(1);
    stage.missing.remove("/b.mp4");
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void itemsAreNamedInTheOrderOfTheListWhereverItStoodSoThatItIsToldOnce() {
    stage.files = IntStream.range(10, 22).mapToObj(i -> "/" + i + ".mp4").toList();
    stage.onAir();
    for (int item = 0; item < 5; item++) {
      stage.playsOn();
    }
    stage.missing.addAll(stage.files);
    stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("no such file")));
    stage.settle();
    stage.breaks(new Failure.Internal("killed"));
    stage.waits(Duration.ofMinutes(3));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    String reason =
        "nothing to play: "
            + stage.files.stream()
                .limit(10)
                .map(file -> file + ": no such file")
                .collect(Collectors.joining("; "));
    assertThat(stage.told(Event.Kind.BLOCKED)).containsExactly(Map.of("reason", reason));
  }

  @Test
  void aSessionAfterABlockDoesNotClaimToBeTheFirst() {
    stage.onAir();
    assertThat(stage.told(Event.Kind.STARTING)).containsExactly(Map.of("reason", "first start"));
    stage.missing.addAll(stage.files);
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(5));
    stage.fifoIsEmpty();
    stage.settle();
    stage.waits(Duration.ofMinutes(1));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    stage.missing.clear();
    stage.waits(Duration.ofSeconds(20));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.told(Event.Kind.STARTING).getLast()).isEqualTo(Map.of("reason", "unblocked"));
    assertThat(stage.memory.counters().restarts()).isEmpty();
  }

  @Test
  void theLastItemOfTheLastLapIsTriedAgainWithinTenSecondsWhereNothingElseIsLeft() {
    stage.files = List.of("/a.mp4");
    stage.edit(s -> Specs.laps(s, new dev.wildstream.desired.Playlist.Laps.Count(1)));
    stage.onAir();
    stage.feederEnds(Duration.ofSeconds(1), Optional.of(new Failure.Internal("killed")));
    stage.settle();
    stage.breaks(new Failure.Internal("killed"));
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    stage.waits(Duration.ofSeconds(10));
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anEditEndsTheWaitOfABlockedStreamToo() {
    stage.onAir();
    stage.breaks(new Failure.Internal("killed"));
    stage.breaks(new Failure.Internal("killed"));
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    stage.obstacle = Optional.of("FFmpeg not found");
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    stage.edit(s -> Specs.resume(s, dev.wildstream.desired.Resume.ITEM));
    stage.settle();
    stage.obstacle = Optional.empty();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  /** What comes back during an outage is not passed over after it. */
  @Test
  void whileTheTargetIsWaitedForTheListIsLookedUpAgainToo() {
    stage.onAir();
    for (int broken = 0; broken < 4; broken++) { // each wait is longer
      stage.breaks(new Failure.Network("refused"));
      stage.waits(Duration.ofSeconds(broken == 3 ? 0 : 30));
    }
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    stage.listedAt = Optional.of(stage.now);
    stage.waits(Duration.ofSeconds(11));
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.last.wants().listing().orElseThrow().notBefore())
        .isAfter(stage.now.minusSeconds(2));
  }

  @Test
  void whileNothingCanBePlayedTheListIsLookedUpAgainEveryTenSeconds() {
    stage.missing.addAll(stage.files);
    stage.settle();
    stage.listedAt = Optional.of(stage.now);
    stage.waits(Duration.ofSeconds(9));
    assertThat(stage.last.wants().listing().orElseThrow().notBefore()).isBefore(stage.now);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.last.wants().listing().orElseThrow().notBefore()).isEqualTo(stage.now);
  }

  @Test
  void anEmptyListIsValidAndHasNothingToPlay() {
    stage.files = List.of();
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).isEqualTo("nothing to play: the playlist is empty");
  }

  @Test
  void aListOfOneLapThatIsNotThereYetIsBlockedAndNotFinished() {
    stage.edit(s -> Specs.laps(s, new dev.wildstream.desired.Playlist.Laps.Count(1)));
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    stage.missing.addAll(stage.files);
    stage.reboot();
    stage.settle();
    assertThat(stage.phase()).as("the mount is late").isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).contains("/a.mp4: no such file");
    stage.missing.clear();
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
  }

  @Test
  void theOnlyItemFailingAgainAndAgainDoesNotMakeAStormOfSessions() {
    stage.files = List.of("/a.mp4");
    for (int second = 0; second < 600; second++) {
      stage.pass(Duration.ofSeconds(1));
      stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("Invalid data")));
      stage.fifoIsEmpty();
      stage.settle();
    }
    assertThat(stage.publishersStarted()).as("in ten minutes").isBetween(2L, 61L);
    assertThat(stage.phase()).isNotEqualTo(Phase.FAILED);
  }

  @Test
  void whileNothingElseCanBePlayedABrokenItemIsTriedAgainAfterTenSeconds() {
    stage.files = List.of("/a.mp4");
    stage.onAir();
    for (int failures = 1; failures <= 5; failures++) {
      stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("Invalid data")));
      stage.fifoIsEmpty();
      stage.settle();
      int waited = 0;
      while (stage.publishersStarted() == failures && waited < 40) {
        stage.waits(Duration.ofSeconds(1));
        waited++;
      }
      assertThat(waited).as("after failure " + failures).isBetween(10, 39);
    }
    assertThat(stage.told(Event.Kind.BLOCKED).getFirst().get("reason"))
        .contains("/a.mp4: Invalid data");
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.phase()).isEqualTo(Phase.ON_AIR);
  }

  @Test
  void aBrokenItemBeforeOneThatMayPlayAgainDoesNotKeepItFromItsTurn() {
    stage.forgetsWhatIsNotAskedFor = true;
    stage.files = List.of("/a.mp4", "/b.mp4");
    stage.waits(Duration.ofSeconds(1));
    for (int i = 0; i < 2; i++) {
      stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("Input/output error")));
      stage.fifoIsEmpty();
      stage.waits(Duration.ofSeconds(5));
    }
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    stage.facts.put("/a.mp4", new MediaFacts.Unplayable(Optional.of(Stage.STAMP), "garbage"));
    stage.waits(Duration.ofSeconds(20));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  @Test
  void aStreamWithTheTargetAndKeyOfAnEarlierOneIsBlocked() {
    stage.rival = Optional.of(new Situation.Rival.First("other"));
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.BLOCKED);
    assertThat(stage.memory.reason()).isEqualTo("same target and key as other");
    stage.rival = Optional.empty();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void aStreamWhosePlaceIsBeingLeftWaitsAndIsNotBlocked() {
    stage.rival = Optional.of(new Situation.Rival.Leaving("old-name"));
    stage.settle();
    assertThat(stage.phase()).isEqualTo(Phase.STARTING);
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.kinds()).doesNotContain(Event.Kind.BLOCKED);
    stage.rival = Optional.empty();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anUnprobedItemIsAskedForAndWaitedFor() {
    stage.unprobed.add("/a.mp4");
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.last.wants().facts()).extracting("path").contains("/a.mp4");
    stage.unprobed.clear();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anUnreadListIsAskedForAndWaitedFor() {
    stage.listingKnown = false;
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.last.wants().listing()).isPresent();
    stage.listingKnown = true;
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void aListThatIsSlowToReadAtAnItemsEndDoesNotKeepTheLoopFromSleeping() {
    stage.onAir();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.listingKnown = false;
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.last.wakeAt().orElseThrow()).isAfter(stage.now);
    stage.listingKnown = true;
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }
}
