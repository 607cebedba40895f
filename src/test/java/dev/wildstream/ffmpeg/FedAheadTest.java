package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.linux.Fifo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FedAheadTest {

  private static final long BITRATE = 1_000_000;
  private static final byte[] FRAMES = "frames".getBytes(StandardCharsets.UTF_8);

  private final StreamName stream = new StreamName("wild");
  private RunFolder run;
  private FedAhead ahead;

  @BeforeEach
  void makeRunFolder(@TempDir Path runtime) throws IOException {
    run = RunFolder.of(runtime, stream);
    run.make();
    ahead = new FedAhead(stream, run);
  }

  @AfterEach
  void close() {
    ahead.drop();
  }

  @Test
  void thePublisherOfTheSessionReadsWhatWasFedAhead() throws IOException {
    ahead.fifo(2, BITRATE).write(FRAMES);

    assertThat(ahead.fifo(2, BITRATE).takeAll()).isEqualTo(FRAMES);
  }

  @Test
  void whatWasFedForASessionThatNeverCameIsGone() throws IOException {
    ahead.fifo(2, BITRATE).write(FRAMES);

    Fifo next = ahead.fifo(3, BITRATE);

    assertThat(next.waiting()).isZero();
    assertThat(run.fifo(2)).doesNotExist();
    assertThat(ahead.of(2)).isEmpty();
    assertThat(ahead.of(3)).contains(next);
  }

  @Test
  void aFirstFeederThatIsStartedAgainFindsNothingOfTheOneBefore() throws IOException {
    ahead.fifo(2, BITRATE).write(FRAMES);

    ahead.drop();

    assertThat(run.fifo(2)).doesNotExist();
    assertThat(ahead.fifo(2, BITRATE).waiting()).isZero();
  }

  @Test
  void whatWasHandedOverIsNeitherClosedNorRemoved() throws IOException {
    try (Fifo publishers = ahead.fifo(2, BITRATE)) {
      publishers.write(FRAMES);

      ahead.handOver();
      ahead.drop();

      assertThat(Files.exists(run.fifo(2))).isTrue();
      assertThat(publishers.takeAll()).isEqualTo(FRAMES);
    }
  }
}
