package dev.wildstream.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which revision is in force, simulated: what is taken, refused, held back and kept. */
class ConfigurationTest {

  private static final Commit COMMIT =
      new Commit("0123456789".repeat(4), Optional.of("Add the night list"), Commit.Files.EDITED);

  private final World world = new World();

  private void bothAreOnTheAirAndSettled() {
    world.files(World.accepted("both", World.stream("forest"), World.stream("wild")));
    world.start().turn().turn();
    world.pass(Duration.ofSeconds(2));
  }

  @Test
  void aBadRevisionLeavesRunningStreamsAlone() {
    world.onAir("wild");
    world.journal.clear();
    world.pass(Duration.ofSeconds(1));
    world.files(World.refused("bad", "an unknown key", "a tab"));
    for (int i = 0; i < 5; i++) {
      world.pass(Duration.ofMillis(500)).sends(Duration.ofSeconds(2 + i));
    }
    assertThat(world.journal).noneMatch(line -> line.startsWith("perform"));
    assertThat(world.journal).doesNotContain("keep last good");
    assertThat(world.status("wild").onAir()).isTrue();
    assertThat(world.snapshot.configuration().digest()).contains("one");
    assertThat(world.snapshot.configuration().refused()).isPresent();
    assertThat(world.snapshot.configuration().problems()).hasSize(2);
  }

  @Test
  void everyProblemOfARefusedRevisionIsToldOnce() {
    world.onAir("wild");
    world.pass(Duration.ofSeconds(1));
    world.files(World.refused("bad", "an unknown key", "a tab"));
    world.turn();
    world.pass(Duration.ofSeconds(1));
    world.files(World.refused("bad", "an unknown key", "a tab"));
    world.turn();
    assertThat(world.events.stream().filter(e -> e.kind() == Event.Kind.REVISION_REJECTED))
        .extracting(Event::fields)
        .containsExactly(
            Map.of("problem", "hub.yaml:1:1: an unknown key; mend it"),
            Map.of("problem", "hub.yaml:1:1: a tab; mend it"));
    world.pass(Duration.ofSeconds(1));
    world.files(World.accepted("one", World.stream("wild")));
    world.turn();
    assertThat(world.snapshot.configuration().refused()).as("mended").isEmpty();
    assertThat(world.kinds()).endsWith(Event.Kind.REVISION_APPLIED);
  }

  @Test
  void theLastGoodRevisionIsInForceAtAStartWithRefusedFiles() {
    world.lastGood =
        new KeptRevision(
            List.of(new SourceFile("hub.yaml", Path.of("/etc/hub.yaml"), new byte[] {1})),
            Optional.of(COMMIT));
    world.lastGoodReading = World.accepted("good", World.stream("wild"));
    world.files(World.refused("bad", "a tab"));
    world.start().turn().turn();
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.snapshot.configuration().digest()).contains("good");
    assertThat(world.snapshot.configuration().name()).contains("012345678901+edited");
    assertThat(world.snapshot.configuration().refused()).isPresent();
  }

  @Test
  void whatHalfOfAFileDoesNotHaveStaysWhereTheOtherHalfNeverCame() {
    bothAreOnTheAirAndSettled();
    KeptRevision both = world.lastGood;

    world.files(World.accepted("half", World.stream("forest")));
    world.turn();
    world.pass(Duration.ofMillis(300));
    world.files(World.refused("gone", "the file does not exist"));
    world.turn();
    world.pass(Duration.ofSeconds(5)).turn();
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.lastGood).as("for the next hub").isSameAs(both);

    world.files(World.accepted("half", World.stream("forest")));
    world.turn();
    assertThat(world.runs("wild")).as("not yet").isTrue();
    world.pass(Duration.ofMillis(501)).turn();
    assertThat(world.runs("wild")).as("it was meant").isFalse();
    assertThat(world.lastGood).isNotSameAs(both);
  }

  @Test
  void theNextHubKnowsWhatManyHalvesDoNotHaveToo() {
    bothAreOnTheAirAndSettled();
    KeptRevision both = world.lastGood;

    world.files(World.accepted("half", World.stream("forest")));
    world.turn();
    world.pass(Duration.ofMillis(300));
    world.files(World.accepted("another half", World.stream("forest"), World.stream("sea")));
    world.turn();
    world.pass(Duration.ofMillis(100));
    world.files(World.refused("gone", "the file does not exist"));
    world.turn();
    world.pass(Duration.ofSeconds(5)).turn();
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.lastGood).as("for the next hub").isSameAs(both);
  }

  @Test
  void aRemovalThatWasStillIsInForceWhateverBecomesOfTheFile() {
    bothAreOnTheAirAndSettled();
    world.files(World.accepted("half", World.stream("forest")));
    world.turn();
    world.pass(Duration.ofMillis(501)).turn();
    world.files(World.refused("gone", "the file does not exist"));
    world.turn();
    assertThat(world.runs("wild")).isFalse();
    assertThat(world.runs("forest")).isTrue();
  }

  @Test
  void whatHappensSaysWhichCommitIsInForceAndWhichIsRefused() {
    world.commit = Optional.of(COMMIT);
    world.files(World.accepted("one", World.stream("wild")));
    world.start().turn();
    assertThat(applied().fields())
        .containsEntry("commit", "012345678901+edited")
        .containsEntry("subject", "Add the night list");
    assertThat(applied().revision()).isEqualTo("012345678901+edited");

    Commit next = new Commit("a".repeat(40), Optional.empty(), Commit.Files.AS_COMMITTED);
    world.commit = Optional.of(next);
    world.pass(Duration.ofSeconds(1));
    world.files(World.refused("bad", "a tab"));
    world.turn();
    Event refused = world.events.getLast();
    assertThat(refused.fields()).containsEntry("commit", "aaaaaaaaaaaa");
    assertThat(refused.revision()).isEqualTo("012345678901+edited");
  }

  @Test
  void aCommitThatChangesOtherFilesIsInForceWithoutAWord() {
    world.files(World.accepted("one", World.stream("wild")));
    world.start().turn().turn();
    int told = world.events.size();
    world.commit = Optional.of(COMMIT);
    world.filesAgain();
    world.turn();
    assertThat(world.snapshot.configuration().commit()).contains(COMMIT);
    assertThat(world.lastGood.commit()).contains(COMMIT);
    assertThat(world.events).hasSize(told);
  }

  private Event applied() {
    return world.events.stream()
        .filter(event -> event.kind() == Event.Kind.REVISION_APPLIED)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void withoutAnyRevisionNothingIsTouched() {
    world.onAir("wild");
    World next = new World();
    next.stored.putAll(world.stored);
    next.publishers.putAll(world.publishers);
    next.files(World.refused("bad", "a tab"));
    next.start().turn();
    next.pass(Duration.ofMinutes(5));
    assertThat(next.journal).isEmpty();
    assertThat(next.runs("wild")).isTrue();
    assertThat(next.snapshot.hub().ready()).isFalse();
    assertThat(next.snapshot.configuration().digest()).isEmpty();
  }

  @Test
  void aRemovalWaitsUntilTheRevisionHasSettledAndAnAdditionDoesNot() {
    world.onAir("wild");
    world.now = world.now.plusSeconds(1);
    world.files(World.accepted("two", World.stream("new")));
    world.turn().turn();
    assertThat(world.runs("new")).isTrue();
    assertThat(world.runs("wild")).isTrue();
    assertThat(world.loop.turn()).isBeforeOrEqualTo(world.now.plusMillis(500));
    world.pass(Duration.ofMillis(499));
    assertThat(world.runs("wild")).isTrue();
    world.pass(Duration.ofMillis(1));
    assertThat(world.runs("wild")).isFalse();
  }

  @Test
  void aFileThatWasCutForAMomentTakesNothingOffTheAir() {
    world.onAir("above", "below");
    world.now = world.now.plusSeconds(1);
    world.files(World.accepted("cut", World.stream("above")));
    world.turn();
    world.pass(Duration.ofMillis(200));
    world.files(World.accepted("whole", World.stream("above"), World.stream("below")));
    world.turn();
    world.pass(Duration.ofSeconds(2));
    assertThat(world.journal)
        .doesNotContain("perform below EndPublisher")
        .doesNotContain("forget below");
  }

  @Test
  void aDisablingWaitsTooAndThenHoldsOverTheHubsRestart() {
    world.onAir("wild");
    world.now = world.now.plusSeconds(1);
    world.files(World.accepted("two", World.stream("wild", false, "wild.example.org")));
    world.turn();
    assertThat(world.runs("wild")).isTrue();
    world.pass(Duration.ofMillis(500)).turn();
    assertThat(world.runs("wild")).isFalse();
    world.start().turn();
    world.pass(Duration.ofMinutes(1));
    assertThat(world.runs("wild")).isFalse();
    assertThat(world.status("wild").memory().phase()).isEqualTo(Phase.OFF);
    assertThat(world.snapshot.hub().ready()).isTrue();
  }

  @Test
  void readingsAreCountedByWhatCameOfThem() {
    world.onAir("wild");
    world.files(World.accepted("one", World.stream("wild")), World.BEGIN);
    world.turn();
    world.now = world.now.plusSeconds(1);
    world.files(World.refused("bad", "a tab"));
    world.turn();
    assertThat(world.snapshot.configuration().reloads())
        .isEqualTo(Map.of("applied", 1L, "unchanged", 1L, "rejected", 1L));
  }
}
