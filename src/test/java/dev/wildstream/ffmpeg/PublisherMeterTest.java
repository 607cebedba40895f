package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.loop.Clock;
import dev.wildstream.observed.PublisherView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a publisher is, by its reports, and by what it reads where it can report no more. */
class PublisherMeterTest {

  private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  /** Of the wall clock, which is wrong. */
  private static final Duration WRONG = Duration.ofDays(100);

  /** Bytes a second that are read, and that are sent of them. */
  private static final long READ = 64_000;

  private static final long SENT = 60_000;

  @TempDir Path folder;

  private Path file;
  private Instant now = BEGIN;
  private long bytesRead;
  private PublisherMeter meter;

  @BeforeEach
  void starts() {
    file = folder.resolve("publisher.progress");
    meter = meter();
  }

  private PublisherMeter meter() {
    Clock clock =
        new Clock() {
          @Override
          public Instant steady() {
            return now;
          }

          @Override
          public Instant wall() {
            return now.minus(WRONG);
          }

          @Override
          public Duration uptime() {
            return Duration.between(BEGIN, now);
          }
        };
    return new PublisherMeter(file, Optional.of(Duration.ofHours(1)), clock);
  }

  private void reports(double seconds) throws IOException {
    String report =
        "total_size=%d\nout_time_us=%d\nprogress=continue\n"
            .formatted((long) (seconds * SENT), (long) (seconds * 1_000_000));
    Files.writeString(file, report, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(file, FileTime.from(now.minus(WRONG)));
  }

  private void looks() throws IOException {
    meter.read(now, Optional.of(bytesRead));
  }

  /** Half a second after the other it reads, reports if it can, and is looked at. */
  private void airs(Duration time, boolean reports) throws IOException {
    for (Duration d = Duration.ofMillis(500); d.compareTo(time) <= 0; d = d.plusMillis(500)) {
      now = now.plusMillis(500);
      bytesRead += READ / 2;
      if (reports) {
        reports(Duration.between(BEGIN, now).toMillis() / 1000.0);
      }
      looks();
    }
  }

  private PublisherView.Output output() {
    return meter.output().orElseThrow();
  }

  private Duration position() {
    return output().position().minusHours(1);
  }

  @Test
  void whereReportsCeaseAndItReadsOnItsOutputGoesOnWithTheClock() throws IOException {
    airs(Duration.ofSeconds(10), true);
    airs(Duration.ofMinutes(10), false);
    assertThat(output().advancedAt()).isEqualTo(now);
    assertThat(position()).isEqualTo(Duration.between(BEGIN, now));
    assertThat((double) output().bytes() / SENT).isBetween(609.0, 611.0);
    assertThat(output().speed()).isBetween(0.99, 1.01);
  }

  @Test
  void whereReportsCeaseAndItReadsNothingItStandsStill() throws IOException {
    airs(Duration.ofSeconds(10), true);
    Instant stopped = now;
    for (int i = 0; i < 100; i++) {
      now = now.plusMillis(200);
      looks();
    }
    assertThat(output().advancedAt()).isEqualTo(stopped);
    assertThat(position()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whereItReportsThatItStandsStillItDoesWhateverItReads() throws IOException {
    airs(Duration.ofSeconds(10), true);
    Instant stopped = now;
    for (int i = 0; i < 40; i++) {
      now = now.plusMillis(500);
      bytesRead += READ / 2;
      reports(10);
      looks();
    }
    assertThat(output().advancedAt()).isEqualTo(stopped);
    assertThat(position()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void oneThatWasStoppedForAWhileGoesOnWhereItWas() throws IOException {
    airs(Duration.ofSeconds(10), true);
    now = now.plusSeconds(8);
    bytesRead += READ;
    looks();
    now = now.plusMillis(300);
    reports(10.5);
    looks();
    assertThat(position()).isEqualTo(Duration.ofMillis(10_500));
    assertThat(output().advancedAt()).isEqualTo(now);
  }

  @Test
  void theNextHubGoesOnReckoningFromTheReportsTime() throws IOException {
    airs(Duration.ofSeconds(10), true);
    airs(Duration.ofSeconds(60), false);
    meter = meter();
    looks();
    assertThat(output().advancedAt())
        .as("not now, and not so long ago that it is ended at once")
        .isEqualTo(now.minusSeconds(4));
    airs(Duration.ofSeconds(5), false);
    assertThat(output().advancedAt()).isEqualTo(now);
    assertThat(position()).isEqualTo(Duration.between(BEGIN, now));
  }

  @Test
  void outputThatStoodStillBeforeTheHubCameIsNotTakenForNew() throws IOException {
    now = now.plusSeconds(10);
    reports(10);
    reports(10);
    looks();
    assertThat(output().advancedAt()).isEqualTo(now.minusSeconds(4));
  }

  @Test
  void outputThatRoseJustBeforeTheHubCameIsNew() throws IOException {
    now = now.plusSeconds(10);
    reports(9.5);
    reports(10);
    now = now.plusMillis(200);
    looks();
    assertThat(output().advancedAt()).isEqualTo(now.minusMillis(200));
  }

  @Test
  void outputRoseWhenFfmpegSaidSoAndNotWhenThatWasSeen() throws IOException {
    airs(Duration.ofSeconds(10), true);
    now = now.plusMillis(20);
    reports(10.02);
    now = now.plusMillis(170);
    looks();
    assertThat(position()).isEqualTo(Duration.ofMillis(10_020));
    assertThat(output().advancedAt()).isEqualTo(now.minusMillis(170));
  }

  @Test
  void aClockThatIsSetPutsThatOffByNoMoreThanTheTimeBetweenTwoLooks() throws IOException {
    airs(Duration.ofSeconds(10), true);
    Instant before = now;
    now = now.plusMillis(200);
    reports(10.2);
    Files.setLastModifiedTime(file, FileTime.from(now.minus(WRONG).minusSeconds(3_600)));
    looks();
    assertThat(output().advancedAt()).as("set forward by an hour").isEqualTo(before);
    now = now.plusMillis(200);
    reports(10.4);
    Files.setLastModifiedTime(file, FileTime.from(now.minus(WRONG).plusSeconds(3_600)));
    looks();
    assertThat(output().advancedAt()).as("set back by an hour").isEqualTo(now);
  }
}
