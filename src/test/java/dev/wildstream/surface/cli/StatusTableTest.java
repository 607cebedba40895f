package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.loop.Snapshot;
import dev.wildstream.surface.SnapshotJson;
import dev.wildstream.surface.Snapshots;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {

  private static final Snapshot SNAPSHOT =
      Snapshots.of(
          Snapshots.onAir("wild-tv", "a very long name of a film about the forest 日本語の森.mp4"),
          Snapshots.onAir("w", "evil\u001b[2Jname\nsecond\u202eline.mp4"),
          Snapshots.retrying(
              "a-stream-with-the-longest-name-that-a-dns-label-may-have-63-lon",
              "rtmp://example.com refused the connection because its certificate is out of date"));

  @Test
  void noLineIsWiderThanTheTerminal() {
    for (int width = 60; width <= 200; width++) {
      List<String> lines = StatusTable.lines(SnapshotJson.of(SNAPSHOT), List.of(), width);
      assertThat(lines).hasSize(4);
      for (String line : lines) {
        assertThat(Columns.width(line)).as(line).isLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void theItemGivesWayBeforeItsPlaceDoes() {
    assertThat(StatusTable.lines(SnapshotJson.of(SNAPSHOT), List.of(), 100).get(1))
        .contains("… 2/10 3:12");
  }

  @Test
  void theLayoutDoesNotJumpWithWhatIsShown() {
    List<String> playing =
        StatusTable.lines(
            SnapshotJson.of(Snapshots.of(Snapshots.onAir("wild-tv", "a.mp4"))), List.of(), 100);
    List<String> retrying =
        StatusTable.lines(
            SnapshotJson.of(Snapshots.of(Snapshots.retrying("wild-tv", "no"))), List.of(), 100);
    assertThat(playing.getFirst()).isEqualTo(retrying.getFirst());
    assertThat(playing.get(1).indexOf("a.mp4"))
        .isEqualTo(playing.getFirst().indexOf("NOW PLAYING"));
    assertThat(retrying.get(1).indexOf("2/5")).isEqualTo(playing.getFirst().indexOf("ATTEMPT"));
    assertThat(retrying.get(1).indexOf("3s")).isEqualTo(playing.getFirst().indexOf("SINCE"));
  }

  @Test
  void theFlagsOfAStreamStandBeforeItsReason() {
    Snapshot slow = Snapshots.of(Snapshots.slow("wild-tv"), Snapshots.onAir("fast", "a.mp4"));
    List<String> lines = StatusTable.lines(SnapshotJson.of(slow), List.of(), 160);
    assertThat(lines.get(1))
        .contains("on-air ")
        .contains("slow, adopted: 0.50 of its pace: the target");
    assertThat(lines.get(2)).endsWith("2m00s");
    assertThat(StatusTable.reasons(SnapshotJson.of(slow), List.of()))
        .containsExactly("wild-tv on-air: 0.50 of its pace: the target takes too little");
  }

  @Test
  void aFailedStreamShowsWhenItIsTriedAgain() {
    Snapshot failed = Snapshots.of(Snapshots.failed("wild-tv", "the server said no"));
    assertThat(StatusTable.lines(SnapshotJson.of(failed), List.of(), 120).get(1))
        .contains("failed")
        .contains("next in 9m00s; the server said no");
  }

  @Test
  void aFilesNameCannotCommandTheTerminal() {
    for (String line : StatusTable.lines(SnapshotJson.of(SNAPSHOT), List.of(), 160)) {
      assertThat(line).doesNotContainPattern("[\\p{Cntrl}\u202e]");
    }
  }

  @Test
  void spansAreShortAtAnyLength() {
    assertThat(
            List.of(-5, 0, 59, 60, 3_599, 3_600, 86_399, 86_400, 8_640_000).stream()
                .map(s -> Spans.text(Duration.ofSeconds(s))))
        .containsExactly(
            "0s", "0s", "59s", "1m00s", "59m59s", "1h00m", "23h59m", "1d00h", "100d00h");
    assertThat(Spans.place(3_723.9)).isEqualTo("1:02:03");
  }
}
