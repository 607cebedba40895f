package dev.wildstream.ffmpeg;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that FFmpeg writes while the hub reads. */
class LogTailTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("log");
  }

  @Test
  void aLineIsReadWhenItIsWholeAndNothingOfTheSessionBefore() throws IOException {
    append("of the session before\n");
    LogTail tail = LogTail.fromNow(file);
    append("one, in two ");
    assertThat(tail.read()).isEmpty();
    append("pieces\ntwo\nunfin");
    assertThat(tail.read()).containsExactly("one, in two pieces", "two");
    append("ished");
    assertThat(tail.readToEnd()).containsExactly("unfinished");
    assertThat(tail.lines()).containsExactly("one, in two pieces", "two", "unfinished");
  }

  @Test
  void neitherTheFileNorWhatIsKeptOfItGrows() throws IOException {
    LogTail tail = LogTail.fromNow(file);
    for (int i = 0; i < 30; i++) {
      append("x".repeat(100_000) + "\nshort " + i + "\n");
      tail.read();
    }
    assertThat(Files.size(file)).isLessThan(LogTail.LARGEST + 200_000);
    assertThat(tail.lines()).contains("short 29").hasSize(60);
    assertThat(tail.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(2_001));
    append("after the cut\n");
    assertThat(tail.read()).containsExactly("after the cut");
  }

  @Test
  void aLogThatGrowsFasterThanItIsReadIsCutAllTheSameAndItsEndIsRead() throws IOException {
    LogTail tail = LogTail.fromNow(file);
    for (int i = 0; i < 4; i++) {
      append(("[warning] the same again " + i + "\n").repeat(200_000));
      append("the last of " + i + "\n");
      assertThat(tail.read())
          .as("look " + i)
          .contains("the last of " + i)
          .allMatch(line -> line.startsWith("[warning] ") || line.startsWith("the last of "));
      assertThat(Files.size(file)).isLessThan(LogTail.LARGEST);
    }
    assertThat(tail.lines()).hasSize(200).contains("the last of 3");
    append("the very last");
    assertThat(tail.readToEnd()).containsExactly("the very last");
  }

  @Test
  void theNewestWholeReportCounts() {
    assertThat(ProgressReport.newestIn("")).isEmpty();
    assertThat(ProgressReport.newestIn("out_time_us=5\n")).isEmpty();
    assertThat(ProgressReport.newestIn("total_size=9\nout_time_us=N/A\nprogress=continue\n"))
        .isEmpty();
    assertThat(ProgressReport.newestIn("out_time_us=-80000\nprogress=continue\n")).isEmpty();
    String two =
        "e=1\ntotal_size=10\nout_time_us=1500000\ndrop_frames=2\nprogress=continue\n"
            + "total_size=20\nout_time_us=2000000\ndrop_frames=3\nprogress=continue\ntotal_size=3";
    assertThat(ProgressReport.newestIn(two))
        .contains(new ProgressReport(Duration.ofSeconds(2), 20, 3));
    assertThat(ProgressReport.newestIn(two.substring(0, two.indexOf("total_size=20"))))
        .contains(new ProgressReport(Duration.ofMillis(1500), 10, 2));
  }

  @Test
  void aProgressFileThatIsWrittenOnAfterItsCutIsReadOn() throws IOException {
    ProgressFile progress = new ProgressFile(file);
    assertThat(progress.newest()).isEmpty();
    try (RandomAccessFile ffmpeg = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 1; i <= 40; i++) {
        ffmpeg.writeBytes(("filler=" + "y".repeat(99_990) + "\n"));
        ffmpeg.writeBytes("out_time_us=" + i + "000000\nprogress=continue\n");
        assertThat(progress.newest().orElseThrow().outTime()).isEqualTo(Duration.ofSeconds(i));
      }
      assertThat(ffmpeg.length()).isGreaterThan(3_900_000); // a hole takes no room
    }
    try (var blocks = Files.newByteChannel(file)) {
      assertThat(blocks.size()).isGreaterThan(3_900_000);
    }
  }

  @Test
  void speedIsThatOfTheLastSeconds() {
    Speedometer speed = new Speedometer();
    Instant begin = Instant.EPOCH;
    assertThat(speed.at(begin, Duration.ZERO)).isEqualTo(1);
    double last = 0;
    for (int i = 1; i <= 60; i++) {
      last = speed.at(begin.plusSeconds(i), Duration.ofSeconds(i));
    }
    assertThat(last).isEqualTo(1);
    for (int i = 1; i <= 6; i++) {
      last = speed.at(begin.plusSeconds(60 + i), Duration.ofMillis(60_000 + i * 500));
    }
    assertThat(last).isEqualTo(0.5);
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, CREATE, APPEND);
  }
}
