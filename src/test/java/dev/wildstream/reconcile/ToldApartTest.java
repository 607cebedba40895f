package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each failure has its own label, in events and metrics, and its own words in the status. */
class ToldApartTest {

  private static final Duration DAY = Duration.ofDays(1);

  private final Stage stage = new Stage();

  /** A publisher that ends so, after the one restart that does not wait. */
  private Map<String, String> ended(Failure failure) {
    stage.onAir();
    stage.breaks(failure);
    stage.breaks(failure);
    return stage.told(Event.Kind.FFMPEG_ENDED).getLast();
  }

  @Test
  void aLostNetworkIsWaitedOutAndSaysSo() {
    assertThat(ended(new Failure.Network("cannot connect to h:1935: Connection refused")))
        .containsEntry("reason", "network")
        .containsEntry("detail", "cannot connect to h:1935: Connection refused");
    assertThat(stage.memory.reason())
        .isEqualTo("cannot connect to h:1935: Connection refused; tried again until it works");
    keepsFailing(new Failure.Network("cannot connect to h:1935: Connection refused"));
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
  }

  @Test
  void aTargetThatTakesConnectionsAndSpeaksNoRtmpIsTriedByTheDelaysAloneAndItsPortNotProbed() {
    Failure noRtmp = new Failure.Network("takes connections", Failure.Port.OPEN);
    assertThat(ended(noRtmp)).containsEntry("reason", "network");
    stage.target = new TargetView.Closed(stage.now);
    stage.waits(Duration.ofSeconds(1));
    stage.target = new TargetView.Open(stage.now);
    stage.waits(Duration.ofSeconds(1));
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.last.wants().probe()).isEmpty();
    long before = stage.publishersStarted();
    keepsFailing(noRtmp);
    // 5, 10, 20 and 40 s, then every minute, ±10 %
    assertThat(stage.publishersStarted() - before).isBetween(1_300L, 1_620L);
  }

  @Test
  void aBusyKeyIsWaitedOutAndSaysSo() {
    assertThat(ended(new Failure.Busy("this key is already publishing")))
        .containsEntry("reason", "busy");
    assertThat(stage.memory.reason())
        .isEqualTo("this key is already publishing; tried again until the target lets go of it");
    keepsFailing(new Failure.Busy("this key is already publishing"));
    assertThat(stage.phase()).isEqualTo(Phase.RETRYING);
    assertThat(stage.memory.counters().restarts()).containsOnlyKeys("busy");
  }

  @Test
  void aNoOfTheServerEndsInFailedAndSaysWhatToDo() {
    assertThat(ended(new Failure.Rejected("the target refused the key")))
        .containsEntry("reason", "rejected");
    keepsFailing(new Failure.Rejected("the target refused the key"));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    assertThat(stage.memory.reason())
        .startsWith("the target refused the key; 5 attempts are used up: edit the stream");
    assertThat(stage.memory.counters().restarts()).containsOnlyKeys("rejected");
  }

  @Test
  void whatNobodyExplainsEndsInFailedAndSaysWhatToDo() {
    assertThat(ended(new Failure.Internal("killed by signal 9 (SIGKILL)")))
        .containsEntry("reason", "internal");
    keepsFailing(new Failure.Internal("killed by signal 9 (SIGKILL)"));
    assertThat(stage.phase()).isEqualTo(Phase.FAILED);
    assertThat(stage.memory.reason()).startsWith("killed by signal 9 (SIGKILL); 5 attempts");
  }

  @Test
  void eachEndOfAFeederCountsUnderItsOwnLabelAndNoneAsARestart() {
    List<Failure> failures =
        List.of(
            new Failure.Media("the file is cut short"),
            new Failure.Starved("it wrote nothing any more"),
            new Failure.Internal("killed by signal 9 (SIGKILL)"));
    stage.files = List.of("/a.mp4", "/b.mp4", "/c.mp4", "/d.mp4");
    stage.onAir();
    for (Failure failure : failures) {
      stage.feederEnds(Duration.ofSeconds(4), Optional.of(failure));
      stage.settle();
      assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getLast().get("detail"))
          .isEqualTo(failure.detail() + ", after 4.0s of 10.0s");
    }
    assertThat(stage.memory.counters().itemsSkipped())
        .isEqualTo(Map.of("media", 1L, "starved", 1L, "internal", 1L));
    assertThat(stage.memory.counters().restarts()).isEmpty();
    assertThat(stage.publishersStarted()).isEqualTo(1);
  }

  @Test
  void anItemThatEndsEarlyAndWellIsToldAsMediaToo() {
    stage.onAir();
    stage.feederEnds(Duration.ofSeconds(4), Optional.empty());
    stage.settle();
    assertThat(stage.memory.counters().itemsSkipped()).isEqualTo(Map.of("media", 1L));
    assertThat(stage.told(Event.Kind.ITEM_SKIPPED).getLast())
        .containsEntry("item", "/a.mp4")
        .containsEntry("reason", "media")
        .hasEntrySatisfying(
            "detail", why -> assertThat(why).contains("cut short", "4.0s of 10.0s"));
  }

  private void keepsFailing(Failure failure) {
    Duration waited = Duration.ZERO;
    while (stage.phase() == Phase.RETRYING && waited.compareTo(DAY) < 0) {
      stage.waits(Duration.ofSeconds(5));
      waited = waited.plusSeconds(5);
      if (stage.publisherRuns()) {
        stage.breaks(failure);
      }
    }
  }
}
