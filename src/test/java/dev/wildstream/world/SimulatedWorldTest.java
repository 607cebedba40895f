package dev.wildstream.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whatever goes wrong, in whatever order, no promise is broken, and once nothing more does, every
 * stream comes back. A hundred thousand faults; {@code MillionFaultsIT} has ten times as many.
 */
class SimulatedWorldTest {

  @Test
  void noPromiseIsBroken() {
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

  /** {@code mvn -Dtest=SimulatedWorldTest#replay -Dworld.seed=14 test} */
  @Test
  @EnabledIfSystemProperty(named = "world.seed", matches = "\\d+")
  void replay() {
    String told = Seeds.told(Long.getLong("world.seed"));
    assertThat(told).contains("every promise is kept");
  }

  private static LongStream corpus() throws IOException {
    try (InputStream in = SimulatedWorldTest.class.getResourceAsStream("seeds-that-failed.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> java.util.Arrays.stream(line.trim().split("\\s+")))
          .filter(word -> !word.isEmpty())
          .mapToLong(Long::parseLong);
    }
  }
}
