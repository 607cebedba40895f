package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.RealClock;
import dev.wildstream.observed.PublisherView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher leaves that ended while no hub was there. */
class LastWordsTest {

  @TempDir Path folder;

  @Test
  void whatItSentLastItSentWhenItWroteThat() throws Exception {
    RealClock clock = new RealClock();
    StreamName wild = new StreamName("wild");
    RunFolder run = RunFolder.of(folder, wild);
    run.make();
    PropertiesRecords records = new PropertiesRecords();
    Note.ofPublisher(7, 0)
        .withInputStart(Duration.ofMinutes(1))
        .write(records, run.note(Role.PUBLISHER), wild, Role.PUBLISHER);
    Files.createFile(run.log(Role.PUBLISHER));
    Path progress = run.progress(Role.PUBLISHER);
    Files.writeString(progress, "total_size=9\nout_time_us=5000000\nprogress=continue\n");
    Duration ago = Duration.ofHours(3);
    Files.setLastModifiedTime(progress, FileTime.from(clock.wall().minus(ago)));
    PublisherView.Left left =
        (PublisherView.Left) new Leftovers(folder, records, clock).lastWords(wild).orElseThrow();
    assertThat(left.lastOutput().position()).isEqualTo(Duration.ofSeconds(65));
    Instant then = clock.steady().minus(ago);
    assertThat(left.lastOutput().advancedAt()).isBetween(then.minusSeconds(30), then);
  }
}
