package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.memory.Event;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Files that change while they are played: one event for each change. */
class IncidentTest {

  private static final Optional<Failure> CUT_SHORT =
      Optional.of(new Failure.Media("the file is cut short"));
  private static final Duration A_PART = Duration.ofSeconds(4);

  private final Stage stage = new Stage();
  private int changes;

  private long told() {
    return stage.told(Event.Kind.ITEM_SKIPPED).stream()
        .filter(fields -> fields.get("item").equals("/a.mp4"))
        .count();
  }

  private FileStamp changed() {
    return new FileStamp(2_000_000 + ++changes, stage.now);
  }

  private void becomesWhole() {
    MediaFacts.Playable whole = Stage.h264(Stage.ITEM);
    stage.facts.put(
        "/a.mp4",
        new MediaFacts.Playable(
            changed(),
            whole.duration(),
            whole.bitrate(),
            whole.video(),
            whole.audio(),
            whole.keyframe()));
  }

  private void breaks() {
    stage.facts.put(
        "/a.mp4", new MediaFacts.Unplayable(Optional.of(changed()), "moov atom not found"));
  }

  /** The file on the air fails its feeder; that it is another now is seen by the next look. */
  private void failsOnTheAir(Optional<Failure> failure, Runnable change) {
    stage.listedAt = Optional.of(stage.now.minusMillis(1));
    stage.feederEnds(A_PART, failure);
    stage.turn();
    change.run();
    stage.listedAt = Optional.empty();
    stage.settle();
  }

  /** The item on the air is shown to its end. */
  private void next() {
    stage.airs(Duration.ofSeconds(5));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(6));
  }

  private void onAir() {
    stage.files = List.of("/a.mp4", "/b.mp4");
    stage.onAir();
  }

  @Test
  void aFileThatIsCutShortOnTheAirIsToldOnceThoughItsProbeFailsToo() {
    onAir();
    failsOnTheAir(CUT_SHORT, this::breaks);
    for (int i = 0; i < 3; i++) {
      next();
      assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    }
    assertThat(told()).isEqualTo(1);
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getFirst().get("detail"))
        .isEqualTo("the file is cut short, after 4.0s of 10.0s");
  }

  @Test
  void thatIsSoAlsoWhereFfmpegSaysThatAllIsWell() {
    onAir();
    failsOnTheAir(Optional.empty(), this::breaks);
    next();
    next();
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void aFileThatWasOverwrittenOnTheAirIsPlayedAtItsNextTurn() {
    onAir();
    failsOnTheAir(CUT_SHORT, this::becomesWhole);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    next();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    next();
    next();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(told()).isEqualTo(1);
  }

  @Test
  void aChangeAfterThatIsToldAgain() {
    onAir();
    failsOnTheAir(CUT_SHORT, this::breaks);
    for (int i = 0; i < 8; i++) { // over a minute
      next();
    }
    breaks();
    next();
    assertThat(told()).isEqualTo(2);
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getLast().get("detail"))
        .isEqualTo("moov atom not found");
  }

  @Test
  void aFileThatPlaysWhatIsLeftOfItIsToldOnce() {
    onAir();
    failsOnTheAir(Optional.empty(), this::becomesWhole);
    for (int i = 0; i < 3; i++) {
      next();
      assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
      failsOnTheAir(Optional.empty(), () -> {});
    }
    assertThat(told()).isEqualTo(1);
    becomesWhole();
    next();
    failsOnTheAir(Optional.empty(), () -> {});
    assertThat(told()).as("of another file that ends early").isEqualTo(2);
  }

  @Test
  void oneThatWasPlayedToItsEndMayFailAnewAndBeTold() {
    onAir();
    failsOnTheAir(Optional.empty(), () -> {});
    next();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    next();
    next();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    failsOnTheAir(Optional.empty(), () -> {});
    assertThat(told()).isEqualTo(2);
  }

  @Test
  void aFileThatIsWrittenForAWhileIsToldOnceWhateverIsThereOfIt() {
    stage.edit(s -> Specs.standby(s, new Standby.TestCard()));
    stage.files = List.of("/a.mp4");
    breaks();
    stage.settle();
    for (int i = 0; i < 100; i++) {
      breaks();
      stage.airs(Duration.ofSeconds(3));
    }
    assertThat(told()).isEqualTo(1);
    becomesWhole();
    stage.airs(Duration.ofSeconds(3));
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
  }

  @Test
  void theOnlyItemIsTriedEveryTenSecondsAndToldOnce() {
    stage.edit(s -> Specs.standby(s, new Standby.TestCard()));
    stage.files = List.of("/a.mp4");
    stage.onAir();
    int tried = 0;
    for (int i = 0; i < 300; i++) {
      if (stage.lastFeeder().path().equals("/a.mp4")
          && stage.feeder instanceof dev.wildstream.observed.FeederView.Running) {
        tried++;
        stage.feederEnds(Duration.ofSeconds(1), CUT_SHORT);
      }
      stage.airs(Duration.ofSeconds(1));
    }
    assertThat(tried).isGreaterThan(10);
    assertThat(told()).isEqualTo(1);
  }
}
