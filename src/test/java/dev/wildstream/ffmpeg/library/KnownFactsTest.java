package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.observed.Facts;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What was probed, and what of it is for the next hub. */
class KnownFactsTest {

  private static final Instant NOW = Instant.EPOCH;

  private final KnownFacts known = new KnownFacts();

  private static MediaView.Source source(int number) {
    return new MediaView.Source("/media/" + number + ".mp4", Duration.ZERO);
  }

  private static KnownFacts.Question question(int number, long size) {
    return new KnownFacts.Question(source(number), new FileStamp(size, NOW));
  }

  private static MediaFacts.Playable playable(long size) {
    return new MediaFacts.Playable(
        new FileStamp(size, NOW),
        Optional.empty(),
        1,
        Optional.of(Facts.video("h264", 640, 360, Duration.ZERO)),
        Optional.empty(),
        Duration.ZERO);
  }

  private void put(int number) {
    known.put(question(number, 1), playable(1), NOW);
  }

  @Test
  void theThousandUsedLastAreForTheNextHubTheLeastUsedFirst() {
    for (int number = 0; number < 1_500; number++) {
      put(number);
    }
    known.of(question(3, 1));
    assertThat(known.playable())
        .hasSize(1_000)
        .containsKey(source(3))
        .doesNotContainKey(source(500));
    assertThat(known.playable().keySet())
        .startsWith(source(501))
        .endsWith(source(1_499), source(3));
  }

  @Test
  void ofAFileThatChangedTheNewestIsKept() {
    put(1);
    known.put(question(1, 2), playable(2), NOW.plusSeconds(1));
    assertThat(known.playable()).containsOnlyKeys(source(1)).containsValue(playable(2));
  }

  @Test
  void whatCannotBePlayedIsProbedAgainByTheNextHub() {
    known.put(question(1, 1), new MediaFacts.Unplayable(Optional.empty(), "no video stream"), NOW);
    assertThat(known.playable()).isEmpty();
  }

  @Test
  void aFileOfAnotherSizeOrTimeIsProbedAgain() {
    put(1);
    assertThat(known.isDue(question(1, 1), NOW)).isFalse();
    assertThat(known.isDue(question(1, 2), NOW)).isTrue();
    FileStamp touched = new FileStamp(1, NOW.plusNanos(1));
    assertThat(known.isDue(new KnownFacts.Question(source(1), touched), NOW)).isTrue();
  }

  @Test
  void whatCannotBePlayedIsAskedAgainASilentFileSystemSooner() {
    known.put(question(1, 1), new MediaFacts.Unplayable(Optional.empty(), "no such codec"), NOW);
    known.put(question(2, 1), new MediaFacts.Unplayable(Optional.empty(), DoesNotAnswer.WHY), NOW);
    assertThat(known.isDue(question(1, 1), NOW.plusSeconds(30))).isFalse();
    assertThat(known.isDue(question(1, 1), NOW.plusSeconds(31))).isTrue();
    assertThat(known.isDue(question(2, 1), NOW.plusSeconds(3))).isFalse();
    assertThat(known.isDue(question(2, 1), NOW.plusSeconds(4))).isTrue();
  }
}
