package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A hundred thousand files that chance damaged are read or refused, soon, in little memory. */
class DamagedFilesIT {

  private static final int FILES = 100_000;

  /** Another one is tried with {@code -Dfuzz.seed=}. */
  private static final long SEED = Long.getLong("fuzz.seed", 20_261_122);

  /** Of processor time, for a file of some kilobytes; the median takes a tenth of a millisecond. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** What reading one may ask of the heap in all; the hub has 64 MiB. */
  private static final long MOST_BYTES = 32 << 20;

  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  @Timeout(600)
  void eachIsReadOrRefusedAndEveryRefusalHasAPlace() {
    Damage damage = new Damage(files("good"), files("bad"), new Random(SEED));
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = damage.next();
      try {
        refused += isRefused(damaged) ? 1 : 0;
      } catch (Throwable e) {
        throw new AssertionError(
            "seed %d, file %d:%n%s".formatted(SEED, i, new String(damaged, StandardCharsets.UTF_8)),
            e);
      }
    }
    assertThat(refused).isBetween(FILES / 2, FILES - FILES / 100);
  }

  private static List<byte[]> files(String kind) {
    return Fixtures.revisions(kind).stream()
        .flatMap(revision -> Fixtures.files(revision).stream())
        .map(file -> file.content())
        .filter(content -> content.length > 0 && content.length < 4_000)
        .toList();
  }

  private static boolean isRefused(byte[] content) {
    long time = THREAD.getCurrentThreadCpuTime();
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    Reading reading = DesiredStateReader.read(List.of(Fixtures.file("f.yaml", content)));
    assertThat(THREAD.getCurrentThreadAllocatedBytes() - bytes).isLessThan(MOST_BYTES);
    assertThat(Duration.ofNanos(THREAD.getCurrentThreadCpuTime() - time)).isLessThan(SOON);
    if (!(reading instanceof Reading.Refused refused)) {
      return false;
    }
    assertThat(refused.problems()).isNotEmpty();
    int lines = 1 + new String(content, StandardCharsets.ISO_8859_1).split("\r\n?|\n", -1).length;
    refused.problems().forEach(problem -> hasAPlace(problem, lines, content.length));
    return true;
  }

  private static void hasAPlace(Problem problem, int lines, int bytes) {
    assertThat(problem.line()).isBetween(1, lines);
    assertThat(problem.column()).isBetween(1, bytes + 1);
    assertThat(problem.headline()).doesNotContain("\n").startsWith("f.yaml:");
    assertThat(problem.wrong()).isNotBlank();
    assertThat(problem.remedy()).isNotBlank();
    problem
        .excerpt()
        .ifPresent(excerpt ->
            assertThat(excerpt.caret())
                .isBetween(0, excerpt.text().codePointCount(0, excerpt.text().length())));
  }
}
