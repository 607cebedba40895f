package dev.wildstream.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever goes wrong, in whatever order, no promise is broken, and once nothing more does, every
 * stream comes back. A hundred thousand faults; {@code MillionFaultsIT} has ten times as many.
 */
class SimulatedWorldTest {

  /** {@code mvn -Dtest=SimulatedWorldTest -Dworld.seed=14 test} lives through that world alone. */
  @Test
  void noPromiseIsBroken() {
    Long one = Long.getLong("world.seed");
    if (one != null) {
      assertThat(Seeds.told(one)).contains("every promise is kept");
      return;
    }
    Seeds seeds = new Seeds();
    assertThat(seeds.live(LongStream.range(0, 220))).isEmpty();
    assertThat(seeds.faults()).isGreaterThan(100_000);
  }

  /** Seeds in whose worlds a promise was broken once. */
  @Test
  void nothingThatOnceWentWrongDoesSoAgain() throws IOException {
    assertThat(new Seeds().live(corpus())).isEmpty();
  }

  @Test
  void theSameSeedIsTheSameWorld() {
    World one = new World(5, Journal.Kind.KEPT);
    one.run();
    World other = new World(5, Journal.Kind.KEPT);
    other.run();
    assertThat(other.journal.lines()).isEqualTo(one.journal.lines()).isNotEmpty();
  }

  private static LongStream corpus() throws IOException {
    try (InputStream in = SimulatedWorldTest.class.getResourceAsStream("seeds-that-failed.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> Arrays.stream(line.trim().split("\\s+")))
          .filter(word -> !word.isEmpty())
          .mapToLong(Long::parseLong);
    }
  }
}
