package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.MediaFacts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One item after the other in one session: what is fed, where on the timeline, and what is not. */
class ItemsTest {

  private static final Optional<Failure> CORRUPT =
      Optional.of(new Failure.Media("Invalid data found when processing input"));

  private final Stage stage = new Stage();

  private List<String> fed() {
    return stage.steps(Step.StartFeeder.class).stream().map(Step.StartFeeder::path).toList();
  }

  private long skips(String path) {
    return stage.told(Event.Kind.ITEM_SKIPPED).stream()
        .filter(fields -> fields.get("item").equals(path))
        .count();
  }

  @Test
  void itemsFollowEachOtherInOneSessionAndTheListBeginsAgain() {
    stage.onAir();
    for (int i = 0; i < 6; i++) {
      stage.playsOn();
    }
    assertThat(fed())
        .containsExactly("/a.mp4", "/b.mp4", "/c.mp4", "/a.mp4", "/b.mp4", "/c.mp4", "/a.mp4");
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.memory.position().orElseThrow().lap()).isGreaterThanOrEqualTo(1);
  }

  @Test
  void anItemThatLeftTheListWhileItWasShownIsFollowedByItsSuccessorAfterABreak() {
    stage.files = List.of("/a.mp4", "/b.mp4", "/c.mp4", "/d.mp4");
    stage.onAir();
    stage.playsOn();
    stage.airs(Duration.ofSeconds(2)); // b is shown
    stage.files = List.of("/a.mp4", "/c.mp4", "/d.mp4");
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.memory.position().orElseThrow().item().path()).isEqualTo("/b.mp4");
    stage.breaks(new Failure.Internal("killed"));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().from()).isZero();
  }

  @Test
  void theTimelineGoesOnWhereTheLongestStreamOfTheItemBeforeEnded() {
    stage.onAir();
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN);
    stage.publisherSends(Duration.ofSeconds(7));
    stage.feeder =
        new FeederView.Ended(
            1,
            1,
            stage.now,
            Optional.of(Duration.ofMillis(9_960)),
            Optional.of(Duration.ofMillis(10_020)),
            Optional.empty());
    stage.airs(Duration.ofSeconds(6));
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN.plusMillis(10_020));
  }

  /** A full run folder: it ended well and could not note where. */
  private void endsWithoutANote() {
    stage.feeder =
        new FeederView.Ended(1, 1, stage.now, Optional.empty(), Optional.empty(), Optional.empty());
    stage.airs(Duration.ofSeconds(20));
  }

  @Test
  void anEndThatCouldNotBeNotedIsWhereTheItemIsKnownToEnd() {
    stage.onAir();
    stage.publisherSends(Duration.ofSeconds(7));
    stage.obstacle = Optional.of("the runtime folder cannot be written");
    endsWithoutANote();
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN.plus(Stage.ITEM));
    assertThat(fed()).startsWith("/a.mp4", "/b.mp4");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED)).isEmpty();
  }

  @Test
  void anEndThatCouldNotBeNotedIsNeitherBeforeWhatWasSentNorLongAfter() {
    stage.facts.put("/a.mp4", Stage.h264(Duration.ofHours(1)));
    stage.onAir();
    stage.publisherSends(Duration.ofSeconds(7));
    stage.obstacle = Optional.of("the runtime folder cannot be written");
    stage.feeder =
        new FeederView.Ended(1, 1, stage.now, Optional.empty(), Optional.empty(), Optional.empty());
    stage.settle();
    assertThat(stage.memory.session().orElseThrow().segments().getFirst().end())
        .contains(Session.BEGIN.plusSeconds(27));
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED)).isEmpty();
  }

  @Test
  void anItemOfWhichNothingIsWrittenIsSetAsideThoughFfmpegSaysThatAllIsWell() {
    stage.onAir();
    endsWithoutANote();
    assertThat(stage.memory.setAside()).containsKey("/a.mp4");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED)).hasSize(1);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void whatAFeederWroteThatFailedInAFullFolderIsNotWrittenOver() {
    stage.onAir();
    stage.obstacle = Optional.of("the runtime folder cannot be written");
    stage.publisherSends(Duration.ofSeconds(7));
    stage.feeder =
        new FeederView.Ended(
            1,
            1,
            stage.now,
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Failure.Internal("killed by signal 9")));
    stage.settle();
    assertThat(stage.steps(Step.StartFeeder.class)).hasSize(1);
    stage.publisherSends(Duration.ofSeconds(9));
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().timeline()).isGreaterThan(Session.BEGIN.plusSeconds(9));
  }

  @Test
  void whileFfmpegIsGoneNoItemIsBlamedAndTheSameOneFollowsOnceItIsBack() {
    stage.onAir();
    stage.playsOn();
    stage.airs(Duration.ofSeconds(6));
    stage.obstacle = Optional.of("ffmpeg is not there");
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(4));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    stage.done.clear();
    for (int i = 0; i < 20; i++) {
      if (stage.feeder instanceof FeederView.Running f) {
        stage.feeder =
            new FeederView.Ended(
                f.session(),
                f.number(),
                stage.now,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Failure.Internal("FFmpeg not found")));
      }
      stage.pass(Duration.ofMillis(500));
      stage.settle();
    }
    assertThat(stage.steps(Step.StartFeeder.class)).hasSizeLessThan(7);
    assertThat(stage.memory.session().orElseThrow().segments()).hasSizeLessThan(4);
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED)).isEmpty();
    stage.obstacle = Optional.empty();
    stage.waits(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
  }

  @Test
  void reorderedFramesOfTheNextItemBeginLaterByTheirLead() {
    Duration lead = Duration.ofMillis(80);
    MediaFacts.Audio plain = Stage.sound("aac", 48_000, Duration.ZERO);
    stage.facts.put("/b.mp4", Stage.video(Stage.ITEM, lead, Optional.of(plain)));
    stage.facts.put("/c.mp4", Stage.video(Stage.ITEM, lead, Optional.of(plain)));
    stage.onAir();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(6));
    Duration end = Session.BEGIN.plus(Stage.ITEM);
    assertThat(stage.lastFeeder().timeline()).isEqualTo(end.plus(lead));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(10));
    assertThat(stage.lastFeeder().timeline())
        .as("the item before had the same lead, so its end is enough")
        .isEqualTo(end.plus(lead).plus(Stage.ITEM));
  }

  @Test
  void thePrimingOfTheNextItemsSoundBeginsLaterByItsLead() {
    Duration priming = Duration.ofMillis(21);
    stage.facts.put(
        "/b.mp4",
        Stage.video(Stage.ITEM, Duration.ZERO, Optional.of(Stage.sound("aac", 48_000, priming))));
    stage.onAir();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(6));
    assertThat(stage.lastFeeder().timeline())
        .isEqualTo(Session.BEGIN.plus(Stage.ITEM).plus(priming));
  }

  @Test
  void anItemWithoutSoundGetsSilenceInTheSessionsFormat() {
    stage.copies();
    stage.facts.put(
        "/a.mp4",
        Stage.video(
            Stage.ITEM, Duration.ZERO, Optional.of(Stage.sound("mp3", 44_100, Duration.ZERO))));
    stage.facts.put("/b.mp4", Stage.video(Stage.ITEM, Duration.ZERO, Optional.empty()));
    stage.onAir();
    assertThat(stage.lastFeeder().silence()).isEmpty();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(6));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().silence())
        .contains(
            new Recipe.Sound.Silence(
                new Recipe.SoundEncoding("mp3", 44_100, 2, 128_000), Optional.of(Stage.ITEM)));
  }

  @Test
  void aSilentFirstItemGetsTheSoundThatTheListHasLater() {
    stage.copies();
    stage.facts.put("/a.mp4", Stage.video(Stage.ITEM, Duration.ZERO, Optional.empty()));
    stage.facts.put(
        "/b.mp4",
        Stage.video(
            Stage.ITEM, Duration.ZERO, Optional.of(Stage.sound("aac", 44_100, Duration.ZERO))));
    stage.settle();
    assertThat(stage.lastFeeder().silence().orElseThrow().encoding().sampleRate())
        .isEqualTo(44_100);
  }

  @Test
  void aListWithoutAnySoundGetsSilenceOfTheUsualKind() {
    stage.files.forEach(
        file -> stage.facts.put(file, Stage.video(Stage.ITEM, Duration.ZERO, Optional.empty())));
    stage.settle();
    Format format = stage.memory.session().orElseThrow().format();
    assertThat(format.audioCodec() + format.sampleRate() + format.channels())
        .isEqualTo("aac480002");
  }

  @Test
  void whereItemsAreOnlyCopiedOneOfAnotherRateIsSkippedWithAnEventThatSaysBoth() {
    stage.copies();
    stage.facts.put(
        "/b.mp4",
        Stage.video(
            Stage.ITEM, Duration.ZERO, Optional.of(Stage.sound("aac", 44_100, Duration.ZERO))));
    stage.onAir();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(6));
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED))
        .containsExactly(
            Map.of(
                "item",
                "/b.mp4",
                "reason",
                "format",
                "detail",
                "its sound is aac 44100 Hz 2 ch, the channel's aac 48000 Hz 2 ch,"
                    + " and media.mode is copy"));
    assertThat(stage.memory.counters().itemsSkipped()).isEqualTo(Map.of("format", 1L));
  }

  @Test
  void whereItemsAreOnlyCopiedOneWithACodecThatRtmpDoesNotCarryIsSkipped() {
    stage.copies();
    stage.facts.put(
        "/a.mp4",
        new MediaFacts.Playable(
            Stage.STAMP,
            Optional.of(Stage.ITEM),
            1_000_000,
            Optional.of(Facts.video("vp9", 1280, 720, Duration.ZERO)),
            Optional.empty(),
            Duration.ZERO));
    stage.onAir();
    assertThat(fed()).containsExactly("/b.mp4");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getFirst().get("detail")).contains("vp9");
  }

  @Test
  void aBrokenItemCostsOnlyItselfAndNeverTheSession() {
    stage.onAir();
    stage.playsOn();
    stage.feederEnds(Duration.ofSeconds(2), CORRUPT);
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
    assertThat(stage.lastFeeder().timeline())
        .as("what it wrote is kept")
        .isEqualTo(Session.BEGIN.plus(Stage.ITEM).plusSeconds(2));
    assertThat(stage.publishersStarted()).isEqualTo(1);
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED))
        .containsExactly(
            Map.of(
                "item",
                "/b.mp4",
                "reason",
                "media",
                "detail",
                "Invalid data found when processing input, after 2.0s of 10.0s"));
  }

  @Test
  void anItemOfWhichNothingWasWrittenIsNotToldToHaveEndedAfterNothing() {
    stage.onAir();
    stage.playsOn();
    stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("no such file")));
    stage.settle();
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED))
        .containsExactly(Map.of("item", "/b.mp4", "reason", "media", "detail", "no such file"));
  }

  @Test
  void aBrokenItemIsLeftOutForAMinuteThenForTwoThenForFour() {
    stage.files = List.of("/a.mp4", "/b.mp4");
    stage.onAir();
    java.util.List<Long> tried = new java.util.ArrayList<>();
    for (int second = 0; second < 1_000; second++) {
      boolean broken = stage.lastFeeder().path().equals("/b.mp4");
      if (broken && stage.feeder instanceof FeederView.Running) {
        tried.add((long) second);
        stage.feederEnds(Duration.ofSeconds(1), CORRUPT);
      } else if (second % 10 == 0) {
        stage.feederEnds(Stage.ITEM, Optional.empty());
      }
      stage.airs(Duration.ofSeconds(1));
    }
    assertThat(tried).hasSize(5);
    assertThat(tried.get(1) - tried.get(0)).isBetween(60L, 75L);
    assertThat(tried.get(2) - tried.get(1)).isBetween(120L, 135L);
    assertThat(tried.get(3) - tried.get(2)).isBetween(240L, 255L);
    assertThat(skips("/b.mp4")).isEqualTo(5);
  }

  @Test
  void aBrokenItemDoesNotCountAsPlayed() {
    stage.onAir();
    stage.feederEnds(Duration.ofSeconds(2), CORRUPT);
    stage.settle();
    stage.airs(Duration.ofSeconds(6));
    assertThat(stage.memory.position().orElseThrow().item().path()).isEqualTo("/b.mp4");
    assertThat(stage.memory.counters().itemsPlayed()).isZero();
  }

  @Test
  void aShortBrokenItemIsSetAsideLikeALongOne() {
    stage.facts.put("/a.mp4", Stage.h264(Duration.ofMillis(800)));
    stage.settle();
    stage.feederEnds(Duration.ZERO, CORRUPT);
    stage.settle();
    assertThat(stage.memory.setAside()).containsOnlyKeys("/a.mp4");
    assertThat(skips("/a.mp4")).isEqualTo(1);
  }

  @Test
  void aBrokenItemIsTriedAtOnceWhenItsFileChanges() {
    stage.files = List.of("/a.mp4", "/b.mp4");
    stage.onAir();
    stage.feederEnds(Duration.ZERO, CORRUPT);
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    MediaFacts.Playable old = Stage.h264(Stage.ITEM);
    stage.facts.put(
        "/a.mp4",
        new MediaFacts.Playable(
            new dev.wildstream.observed.FileStamp(2_000_000, stage.now),
            old.duration(),
            old.bitrate(),
            old.video(),
            old.audio(),
            old.keyframe()));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(6));
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
  }

  @Test
  void aBrokenItemIsNotTriedAgainBecauseTheSessionWasLost() {
    stage.onAir();
    stage.feederEnds(Duration.ofSeconds(2), CORRUPT);
    stage.settle();
    stage.breaks(new Failure.Internal("killed by signal 9"));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
  }

  @Test
  void aFileThatOnlyClaimsToBeLongerPlaysWhatItHasEveryTime() {
    stage.files = List.of("/a.mp4");
    stage.onAir();
    stage.feederEnds(Duration.ofSeconds(4), Optional.empty());
    stage.settle();
    assertThat(stage.memory.setAside()).isEmpty();
    assertThat(fed()).containsExactly("/a.mp4", "/a.mp4");
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getFirst().get("detail"))
        .isEqualTo(
            "it ends early: the file is cut short, damaged or says too much of itself,"
                + " after 4.0s of 10.0s");
  }

  @Test
  void anItemIsPlayedAsOftenInARowAsItSays() {
    stage.times.put("/b.mp4", 3);
    stage.onAir();
    for (int i = 0; i < 5; i++) {
      stage.playsOn();
    }
    assertThat(fed()).containsExactly("/a.mp4", "/b.mp4", "/b.mp4", "/b.mp4", "/c.mp4", "/a.mp4");
  }

  @Test
  void aBrokenRepetitionSkipsTheOthersToo() {
    stage.times.put("/b.mp4", 3);
    stage.onAir();
    stage.playsOn();
    stage.feederEnds(Duration.ZERO, CORRUPT);
    stage.settle();
    assertThat(fed()).containsExactly("/a.mp4", "/b.mp4", "/c.mp4");
  }

  @Test
  void lapsThatArePlayedEndTheSessionOnceTheLastPictureIsOnTheAir() {
    stage.files = List.of("/a.mp4", "/b.mp4");
    stage.edit(s -> Specs.laps(s, new Playlist.Laps.Count(2)));
    stage.onAir();
    for (int i = 0; i < 3; i++) {
      stage.playsOn();
    }
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(5));
    assertThat(stage.phase()).as("the fifo still holds pictures").isEqualTo(Phase.ON_AIR);
    stage.fifoIsEmpty();
    stage.settle();
    stage.waits(Duration.ofSeconds(2));
    assertThat(stage.phase()).isEqualTo(Phase.FINISHED);
    assertThat(fed()).containsExactly("/a.mp4", "/b.mp4", "/a.mp4", "/b.mp4");
    assertThat(stage.kinds()).contains(Event.Kind.FINISHED);
    assertThat(stage.kinds()).doesNotContain(Event.Kind.FFMPEG_ENDED);
    stage.waits(Duration.ofHours(1));
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void whatComesNextIsProbedBeforeItIsNeeded() {
    stage.onAir();
    assertThat(stage.last.wants().facts())
        .extracting("path")
        .containsExactly("/a.mp4", "/b.mp4", "/c.mp4");
  }

  @Test
  void playedItemsBytesAndTimeAreCounted() {
    stage.onAir();
    for (int i = 0; i < 4; i++) {
      stage.playsOn();
    }
    assertThat(stage.memory.counters().itemsPlayed()).isEqualTo(4);
    assertThat(stage.memory.counters().sentBytes()).isEqualTo(40_500 * 100);
    assertThat(stage.memory.counters().feederTime())
        .isEqualTo(Map.of("copy", Duration.ofSeconds(40)));
    assertThat(stage.memory.session().orElseThrow().segments())
        .as("what was shown is forgotten")
        .hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void timeOnAndOffTheAirAddsUpToTheTimeDesired() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(30));
    for (int i = 0; i < 8; i++) {
      stage.breaks(new Failure.Internal("killed by signal 9"));
      stage.waits(Duration.ofSeconds(5));
    }
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    stage.waits(Duration.ofMinutes(1));
    Duration desired = Duration.between(Stage.BEGIN, stage.now);
    stage.edit(s -> Specs.enabled(s, false));
    stage.settle();
    stage.waits(Duration.ofHours(1));
    var counters = stage.memory.counters();
    assertThat(counters.onAir()).isEqualTo(Duration.ofSeconds(30));
    assertThat(counters.onAir().plus(counters.offAir())).isEqualTo(desired);
  }

  @Test
  void theTimeWithoutAHubIsTimeOffTheAir() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(30));
    stage.pass(Duration.ofMinutes(10));
    stage.hubRestarts();
    stage.settle();
    assertThat(stage.memory.counters().onAir()).isEqualTo(Duration.ofSeconds(30));
    assertThat(stage.memory.counters().offAir()).isEqualTo(Duration.ofMinutes(10).plusMillis(500));
  }

  @Test
  void outputThatStandsStillJustBeforeTheNextItemIsDueDoesNotKeepTheLoopFromSleeping() {
    stage.onAir();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    // the next item is due with four seconds left to send
    stage.publisherSends(Stage.ITEM.minusSeconds(5).minusMillis(1));
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    stage.waits(Duration.ofSeconds(3));
    assertThat(Duration.between(stage.now, stage.last.wakeAt().orElseThrow()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  /** Its picture was copied all the same, and how early that is nobody knows any more. */
  @Test
  void anItemThatIsForgottenIsTakenToEndWithItsLastPicture() {
    stage.facts.put(
        "/a.mp4",
        Stage.video(
            Stage.ITEM, Duration.ZERO, Optional.of(Stage.sound("aac", 44_100, Duration.ZERO))));
    Duration lead = Duration.ofMillis(80);
    stage.facts.put(
        "/b.mp4",
        Stage.video(Stage.ITEM, lead, Optional.of(Stage.sound("aac", 48_000, Duration.ZERO))));
    stage.onAir();
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.unprobed.add("/a.mp4");
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().timeline())
        .isGreaterThanOrEqualTo(Session.BEGIN.plus(Stage.ITEM).plus(lead));
  }
}
