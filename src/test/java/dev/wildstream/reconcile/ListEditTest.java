package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When an edit of the playlist reaches the air. */
class ListEditTest {

  private final Stage stage = new Stage();

  private void edited(Apply apply, String... files) {
    stage.files = List.of(files);
    stage.edit(
        s -> Specs.apply(Specs.playlist(s, files.length + "/*.mp4", Playlist.Order.LISTED), apply));
  }

  @Test
  void anItemThatLeftTheListIsCutOffAtOnceWhereItAppliesNow() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(2));
    edited(Apply.NOW, "/b.mp4", "/c.mp4");
    stage.settle();
    assertThat(stage.steps(Step.CutFeeder.class)).hasSize(1);
    assertThat(stage.told(Event.Kind.CUT).getFirst()).containsEntry("item", "/a.mp4");
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().timeline()).isEqualTo(Session.BEGIN.plusMillis(2_800));
    assertThat(stage.publishersStarted()).isEqualTo(1);
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.memory.position().orElseThrow().item().path()).isEqualTo("/b.mp4");
  }

  @Test
  void itPlaysToItsEndWhereItAppliesAtTheBoundary() {
    stage.onAir();
    edited(Apply.BOUNDARY, "/b.mp4", "/c.mp4");
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.steps(Step.CutFeeder.class)).isEmpty();
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
  }

  @Test
  void oneThatStaysInTheListIsNotTouched() {
    stage.onAir();
    edited(Apply.NOW, "/x.mp4", "/a.mp4");
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.steps(Step.CutFeeder.class)).isEmpty();
  }

  @Test
  void whatIsFedAlreadyIsCutOffWhenItComesOnTheAir() {
    stage.onAir();
    stage.airs(Stage.ITEM.minusSeconds(4));
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    edited(Apply.NOW, "/a.mp4", "/c.mp4");
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.CutFeeder.class)).isEmpty();
    stage.airs(Duration.ofSeconds(3));
    assertThat(stage.steps(Step.CutFeeder.class)).hasSize(1);
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
  }

  @Test
  void anEditOfOtherKeysCutsNothing() {
    stage.edit(s -> Specs.apply(s, Apply.NOW));
    stage.onAir();
    stage.edit(s -> Specs.resume(s, dev.wildstream.desired.Resume.ITEM));
    stage.airs(Duration.ofSeconds(2));
    assertThat(stage.steps(Step.CutFeeder.class)).isEmpty();
  }

  /** Of a feeder that was cut off the next hub knows only how much it wrote. */
  @Test
  void aHubThatComesAfterTheCutFeedsWhereTheCutWas() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(2));
    edited(Apply.NOW, "/b.mp4", "/c.mp4");
    stage.settle();
    assertThat(stage.lastFeeder().number()).isEqualTo(2);
    stage.hubIsReplaced(Duration.ofMillis(500));
    Optional<Duration> wrote = Optional.of(Duration.ofSeconds(9));
    stage.feeder =
        new FeederView.Ended(
            1, 1, stage.now, wrote, wrote, Optional.of(new Failure.Internal("killed")));
    stage.settle();
    assertThat(stage.lastFeeder().number()).isEqualTo(3);
    assertThat(stage.lastFeeder().path()).isEqualTo("/b.mp4");
    assertThat(stage.lastFeeder().timeline())
        .isBetween(Session.BEGIN.plusMillis(2_800), Session.BEGIN.plusMillis(3_400));
  }
}
