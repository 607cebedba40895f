package dev.wildstream.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.KeyView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The loop with everything around it simulated: what it remembers, does and shows, and when. */
class LoopTest {

  private final World world = new World();

  @Test
  void aFailedStreamSaysWhenItIsTriedAgain() {
    RetryPolicy policy =
        new RetryPolicy(
            false,
            new RetryPolicy.Attempts.Limited(0),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Optional.of(Duration.ofMinutes(10)));
    world.files(World.accepted("one", Specs.retry(World.stream("wild"), policy)));
    world.start().turn().turn();
    world.breaks("wild");
    assertThat(world.status("wild").memory().phase()).isEqualTo(Phase.FAILED);
    assertThat(world.status("wild").nextAttempt()).contains(world.now.plusSeconds(600));
    world.pass(Duration.ofMinutes(9));
    assertThat(world.status("wild").nextAttempt()).contains(world.now.plusSeconds(60));
    world.pass(Duration.ofMinutes(1)).turn();
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.status("wild").nextAttempt()).isEmpty();
  }

  @Test
  void aStepIsRememberedBeforeItIsTaken() {
    world.onAir("wild");
    int start = world.journal.indexOf("perform wild StartPublisher");
    assertThat(world.journal.subList(0, start)).endsWith("keep [wild] SYNCED", "settle");
  }

  @Test
  void aDiskThatDoesNotSettleKeepsNoStreamOffTheAir() {
    world.settles = false;
    world.onAir("wild");
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.status("wild").onAir()).isTrue();
  }

  @Test
  void whatIsInTheStoreIsTheSessionThatRuns() {
    world.onAir("wild");
    assertThat(world.stored.get(World.stream("wild").name()).session().map(Session::number))
        .contains(1L);
  }

  @Test
  void aRemovedStreamIsForgottenOnceItIsDown() {
    world.onAir("wild", "other");
    world.ignoreTerm = true;
    world.now = world.now.plusSeconds(1);
    world.files(World.accepted("two", World.stream("other")));
    world.turn();
    world.pass(Duration.ofMillis(500));
    assertThat(world.stored).as("it still runs").containsKey(World.stream("wild").name());
    world.ignoreTerm = false;
    world.pass(Duration.ofSeconds(1)).turn();
    assertThat(world.journal).contains("forget wild", "drop wild");
    assertThat(world.stored).containsOnlyKeys(World.stream("other").name());
    assertThat(world.snapshot.streams()).hasSize(1);
  }

  @Test
  void ofTwoStreamsWithOneTargetAndKeyTheFirstInTheFileIsOnTheAir() {
    world.files(
        World.accepted(
            "one",
            World.stream("second-by-name", true, "same.example.org"),
            World.stream("first-by-name", true, "same.example.org")));
    world.start().turn().turn();
    world.sends(Duration.ofSeconds(1));
    assertThat(world.status("second-by-name").onAir()).isTrue();
    assertThat(world.status("first-by-name").memory().phase()).isEqualTo(Phase.BLOCKED);
    assertThat(world.status("first-by-name").memory().reason())
        .isEqualTo("same target and key as second-by-name");
  }

  @Test
  void aStreamThatTakesTheKeyOfAnotherIsNotStartedWithWhatIsKnownOfItsOldOne() {
    world.keys.put(new StreamName("first"), new KeyView.Readable("one"));
    world.keys.put(new StreamName("second"), new KeyView.Readable("two"));
    world.onAir("first", "second");
    world.breaks("second");
    world.pass(Duration.ofSeconds(1));
    world.breaks("second");
    assertThat(world.runs("second")).isFalse();
    StreamSpec first = World.stream("first");
    StreamSpec second = World.stream("second", true, "first.example.org");
    world.files(World.accepted("two", first, Specs.key(second, first.key())));
    world.turn();
    assertThat(world.runs("second")).isFalse();
    world.keys.put(new StreamName("second"), new KeyView.Readable("one"));
    world.turn();
    assertThat(world.runs("second")).isFalse();
    assertThat(world.status("second").memory().reason()).isEqualTo("same target and key as first");
  }

  @Test
  void aRenamedStreamWaitsUntilTheOldOneIsDown() {
    world.files(World.accepted("one", World.stream("old", true, "same.example.org")));
    world.start().turn().turn();
    world.sends(Duration.ofSeconds(1));
    world.now = world.now.plusSeconds(1);
    world.files(World.accepted("two", World.stream("new", true, "same.example.org")));
    for (int i = 0; i < 40; i++) {
      world.pass(Duration.ofMillis(50));
      assertThat(world.runs("old") && world.runs("new")).as("never both").isFalse();
    }
    assertThat(world.runs("new")).isTrue();
    assertThat(world.runs("old")).isFalse();
  }

  @Test
  void aSnapshotShowsWhatPlaysAndReadinessOnceEveryStreamWasTried() {
    world.files(World.accepted("one", World.stream("wild")));
    world.start().turn();
    assertThat(world.snapshot.hub().ready()).as("not tried yet").isFalse();
    world.turn();
    assertThat(world.snapshot.hub().ready()).isTrue();
    assertThat(world.status("wild").playing()).as("nothing was sent yet").isEmpty();
    world.sends(Duration.ofMillis(12_500));
    assertThat(world.status("wild").playing())
        .contains(new StreamStatus.NowPlaying("a.mp4", "/a.mp4", 1, 1, 12.5, 1));
  }

  @Test
  void aDamagedRecordIsToldByTheNameItWasSetAsideUnder() {
    world.damaged = List.of("wild.json.damaged-1");
    world.files(World.accepted("one"));
    world.start();
    assertThat(world.events)
        .extracting(Event::fields)
        .contains(Map.of("file", "wild.json.damaged-1"));
    assertThat(world.kinds()).containsExactly(Event.Kind.HUB_STARTED, Event.Kind.STATE_DAMAGED);
  }

  @Test
  void aPositionThatOnlyMovedOnIsKeptEveryFiveSecondsAndWithoutWaiting() {
    world.onAir("wild");
    world.pass(Duration.ofSeconds(1)).sends(Duration.ofSeconds(1));
    world.journal.clear();
    for (int second = 2; second <= 31; second++) {
      world.pass(Duration.ofSeconds(1)).sends(Duration.ofSeconds(second));
    }
    assertThat(world.journal).hasSize(6).containsOnly("keep [wild] LAZY");
  }

  @Test
  void aStateFolderThatCannotBeWrittenIsToldOnceAndAgainWhenItIsMended() {
    world.onAir("wild");
    world.trouble = Optional.of("No space left on device");
    world.pass(Duration.ofSeconds(1));
    world.pass(Duration.ofSeconds(1));
    assertThat(world.snapshot.hub().stateTrouble()).contains("No space left on device");
    world.trouble = Optional.empty();
    world.pass(Duration.ofSeconds(1));
    world.pass(Duration.ofSeconds(1));
    assertThat(world.kinds().stream().filter(k -> k.text().startsWith("state")))
        .containsExactly(Event.Kind.STATE_UNWRITABLE, Event.Kind.STATE_WRITABLE);
    assertThat(world.runs("wild")).isTrue();
  }

  @Test
  void aLeavingHubTakesEveryStreamDownAndTheNextOnePutsThemBack() throws InterruptedException {
    world.onAir("wild", "other");
    world.loop.leave();
    world.loop.run(Duration.ofSeconds(5));
    assertThat(world.runs("wild")).isFalse();
    assertThat(world.runs("other")).isFalse();
    world.events.clear();
    world.publishers.clear();
    world.feeders.clear();
    world.now = world.now.plusSeconds(3);
    world.start().turn().turn();
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.kinds().stream().filter(Event.Kind.RESTORING::equals)).hasSize(2);
  }

  @Test
  void aPublisherOfAStreamThatNobodyAskedForIsEndedAndForgotten() {
    world.onAir("wild");
    World next = new World();
    next.publishers.putAll(world.publishers);
    next.files(World.accepted("none"));
    next.start().turn();
    assertThat(next.journal).contains("perform wild KillPublisher");
    next.turn();
    assertThat(next.journal).contains("forget wild");
    assertThat(next.snapshot.streams()).isEmpty();
  }

  @Test
  void handingOverEndsTheLoopWithTheStreamsOnTheAirAndAllOfItRemembered() throws Exception {
    world.onAir("wild", "forest");
    world.sends(Duration.ofSeconds(3));
    world.journal.clear();
    world.loop.handOver();
    world.loop.leave(); // systemd sends TERM after it all the same
    world.loop.run(Duration.ofSeconds(5));
    assertThat(world.journal).containsExactly("keep [forest, wild] SYNCED", "settle");
    assertThat(world.kinds()).endsWith(Event.Kind.HANDING_OVER);
    assertThat(world.stored.get(World.stream("wild").name()).position().orElseThrow().offset())
        .isEqualTo(Duration.ofSeconds(3));
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.runs("forest")).isTrue();
  }

  @Test
  void aHubThatLeavesAlreadyDoesNotHandOver() throws Exception {
    world.onAir("wild");
    world.loop.leave();
    world.loop.handOver();
    world.loop.run(Duration.ofSeconds(5));
    assertThat(world.runs("wild")).isFalse();
    assertThat(world.kinds()).doesNotContain(Event.Kind.HANDING_OVER);
  }

  @Test
  void aHubThatIsAskedToEndBeforeItHasAnyRevisionEndsWhatItAdopted() throws Exception {
    world.onAir("wild");
    world.read = Optional.empty();
    world.lastGoodReading = World.refused("2", "lost");
    world.start();
    world.loop.leave();
    world.turn();
    assertThat(world.runs("wild")).isFalse();
    world.loop.run(Duration.ofSeconds(5));
    assertThat(world.stored.get(World.stream("wild").name()).phase()).isEqualTo(Phase.STOPPING);
  }

  @Test
  void aFeederThatEndsWithItsPublisherIsNeverItsItemsFault() {
    world.onAir("wild");
    StreamName wild = World.stream("wild").name();
    world.afterNextLook =
        () -> {
          FeederView.Running feeder = (FeederView.Running) world.feeders.get(wild);
          world.ends(wild);
          world.feeders.put(
              wild,
              new FeederView.Ended(
                  feeder.session(),
                  feeder.number(),
                  world.now,
                  Optional.of(Duration.ofSeconds(2)),
                  Optional.of(Duration.ofSeconds(2)),
                  Optional.of(new Failure.Internal("ended by the hub"))));
        };
    world.turn();
    world.pass(Duration.ofSeconds(1));
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.kinds())
        .contains(Event.Kind.FFMPEG_ENDED)
        .doesNotContain(Event.Kind.ITEM_SKIPPED);
  }

  @Test
  void aStreamThatAnEarlierHubStartedWasTried() {
    world.files(World.accepted("one", World.stream("wild")));
    world.start().turn();
    world.turn();
    assertThat(world.status("wild").memory().phase()).isEqualTo(Phase.STARTING);
    world.start().turn();
    assertThat(world.status("wild").memory().phase()).isEqualTo(Phase.STARTING);
    assertThat(world.snapshot.hub().ready()).isTrue();
  }
}
