package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.KeyView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What an edit of the file costs the viewer. */
class EditsTest {

  private static final Failure KILLED = new Failure.Internal("killed by signal 9");

  private final Stage stage = new Stage();

  private void fails() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    for (int attempt = 1; attempt <= 5; attempt++) {
      stage.waits(Duration.ofSeconds(5));
      stage.breaks(KILLED);
    }
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void anEditOfPlaylistRetryWatchdogOrResumeCostsNothing() {
    List<UnaryOperator<StreamSpec>> edits =
        List.of(
            s -> Specs.playlist(s, "other/*.mp4", Playlist.Order.LISTED),
            s -> Specs.playlist(s, "*.mp4", Playlist.Order.SHUFFLE),
            s -> Specs.laps(s, new Playlist.Laps.Count(7)),
            s ->
                Specs.retry(
                    s,
                    new RetryPolicy(
                        false,
                        new RetryPolicy.Attempts.Unlimited(),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(99),
                        Optional.of(Duration.ofMinutes(9)))),
            s -> Specs.watchdog(s, Specs.watchdog(Duration.ofSeconds(60), Duration.ofSeconds(30))),
            s -> Specs.resume(s, Resume.START));
    for (UnaryOperator<StreamSpec> edit : edits) {
      Stage one = new Stage();
      one.onAir();
      long steps = one.done.size();
      one.edit(edit);
      one.airs(Duration.ofSeconds(5));
      assertThat(one.phase()).isEqualTo(Phase.ON_AIR);
      assertThat(one.done).as("nothing was started or ended").hasSize((int) steps);
    }
  }

  @Test
  void anInsertedItemPlaysNextInTheSameSession() {
    stage.onAir();
    stage.files = List.of("/a.mp4", "/new.mp4", "/b.mp4", "/c.mp4");
    stage.playsOn();
    assertThat(stage.lastFeeder().path()).isEqualTo("/new.mp4");
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void aRemovedItemPlaysToItsEndAndItsSuccessorFollows() {
    stage.onAir();
    stage.playsOn();
    stage.files = List.of("/a.mp4", "/c.mp4");
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.steps(Step.KillFeeder.class)).isEmpty();
    stage.playsOn();
    assertThat(stage.lastFeeder().path()).isEqualTo("/c.mp4");
  }

  @Test
  void anEditOfTheTargetIsExactlyOneReconnectAtTheSameSecond() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(4));
    stage.edit(s -> Specs.target(s, "example.com"));
    stage.settle();
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.steps(Step.StartPublisher.class).getLast().target().host())
        .isEqualTo("example.com");
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ofMillis(4_500));
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.publishersStarted()).isEqualTo(2);
    assertThat(stage.memory.counters().restarts()).isEqualTo(Map.of("edit", 1L));
    assertThat(stage.memory.retries().lastAtOnce()).as("an edit spends no restart").isEmpty();
  }

  @Test
  void aChangedKeyIsExactlyOneReconnect() {
    stage.onAir();
    stage.key = new KeyView.Readable("key-2");
    stage.settle();
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  @Test
  void aNewRestartedAtIsExactlyOneReconnect() {
    stage.onAir();
    stage.edit(s -> Specs.restartedAt(s, "2026-03-01 noon"));
    stage.settle();
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  @Test
  void severalEditsAtOnceAreOneReconnect() {
    stage.onAir();
    stage.edit(s -> Specs.restartedAt(Specs.target(s, "example.com"), "now"));
    stage.key = new KeyView.Readable("key-2");
    stage.settle();
    stage.airs(Duration.ofSeconds(30));
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  @Test
  void aDisabledStreamIsDownWithinItsGraceAlsoWhenItIgnoresSigterm() {
    stage.ignoresTerm = true;
    stage.onAir();
    stage.edit(s -> Specs.enabled(s, false));
    stage.settle();
    assertThat(stage.steps(Step.EndPublisher.class)).hasSize(1);
    stage.pass(Duration.between(stage.now, stage.last.wakeAt().orElseThrow()));
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(Duration.between(Stage.BEGIN.plusMillis(500), stage.now))
        .isLessThanOrEqualTo(Duration.ofMillis(500));
    assertThat(stage.phase()).isEqualTo(Phase.OFF);
  }

  @Test
  void offStaysOffOverTheHubsRestartAndAReboot() {
    stage.onAir();
    stage.edit(s -> Specs.enabled(s, false));
    stage.settle();
    long started = stage.publishersStarted();
    stage.waits(Duration.ofMinutes(1));
    stage.hubRestarts();
    stage.waits(Duration.ofMinutes(1));
    stage.reboot();
    stage.waits(Duration.ofMinutes(1));
    assertThat(stage.publishersStarted()).isEqualTo(started);
    assertThat(stage.phase()).isEqualTo(Phase.OFF);
  }

  @Test
  void aStreamThatLeftTheFileIsEndedLikeADisabledOne() {
    stage.onAir();
    stage.desired = Optional.empty();
    stage.settle();
    assertThat(stage.publisherRuns()).isFalse();
    assertThat(stage.phase()).isEqualTo(Phase.OFF);
  }

  @Test
  void aStreamThatIsEnabledAgainGoesOnWhereItStopped() {
    stage.onAir();
    stage.airs(Duration.ofSeconds(4));
    stage.edit(s -> Specs.enabled(s, false));
    stage.settle();
    stage.waits(Duration.ofHours(1));
    stage.edit(s -> Specs.enabled(s, true));
    stage.settle();
    assertThat(stage.lastFeeder().from()).isEqualTo(Duration.ofMillis(4_500));
    assertThat(stage.memory.counters().restarts()).as("that is no restart").isEmpty();
    assertThat(stage.told(Event.Kind.STARTING).getLast())
        .isEqualTo(Map.of("reason", "started again"));
  }

  @Test
  void aFailedStreamTriesAgainAfterAnyEditOfIt() {
    fails();
    stage.edit(
        s -> Specs.watchdog(s, Specs.watchdog(Duration.ofSeconds(60), Duration.ofSeconds(30))));
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
    assertThat(stage.memory.retries().attempts()).as("with all its attempts").isZero();
  }

  @Test
  void aFailedStreamTriesAgainAfterRestartedAt() {
    fails();
    stage.edit(s -> Specs.restartedAt(s, "again"));
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void aFailedStreamTriesAgainWithAnotherPlainKey() {
    stage.edit(s -> Specs.key(s, new KeyReference.Plain(new Secret("one"))));
    fails();
    stage.edit(s -> Specs.key(s, new KeyReference.Plain(new Secret("two"))));
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void aFailedStreamTriesAgainAfterARebootButNotBecauseTheHubRestarts() {
    fails();
    stage.hubRestarts();
    stage.waits(Duration.ofMinutes(5));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    assertThat(stage.publisherRuns()).isFalse();
    stage.reboot();
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void anEditOfAnotherStreamDoesNotWakeAFailedOne() {
    fails();
    stage.edit(s -> s);
    stage.waits(Duration.ofMinutes(5));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void anEditEndsTheWaitForTheNextAttempt() {
    stage.onAir();
    stage.breaks(KILLED);
    stage.breaks(KILLED);
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    stage.edit(s -> Specs.target(s, "example.com"));
    stage.settle();
    assertThat(stage.publisherRuns()).isTrue();
  }

  @Test
  void aFinishedStreamBeginsAnewAfterAnEditOfItsPlaylistOrRestartedAtAndAfterNoOther() {
    stage.edit(s -> Specs.laps(s, new Playlist.Laps.Count(1)));
    stage.onAir();
    stage.playsOn();
    stage.playsOn();
    stage.feederEnds(Stage.ITEM, Optional.empty());
    stage.settle();
    stage.airs(Duration.ofSeconds(10));
    stage.fifoIsEmpty();
    stage.waits(Duration.ofSeconds(2));
    assertThat(stage.phase()).isEqualTo(Phase.FINISHED);
    stage.edit(s -> Specs.resume(s, Resume.ITEM));
    stage.hubRestarts();
    stage.waits(Duration.ofMinutes(1));
    stage.reboot();
    stage.waits(Duration.ofMinutes(1));
    assertThat(stage.phase()).isEqualTo(Phase.FINISHED);
    stage.edit(s -> Specs.playlist(s, "new/*.mp4", Playlist.Order.LISTED));
    stage.settle();
    assertThat(stage.lastFeeder().path()).isEqualTo("/a.mp4");
    assertThat(stage.memory.position().orElseThrow().lap()).isZero();
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }
}
