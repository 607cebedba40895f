package dev.wildstream.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A million faults, and no promise broken. */
class MillionFaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(MillionFaultsIT.class);

  private static final long FAULTS = 1_000_000;

  /** So many worlds are lived through before it is asked whether that was enough. */
  private static final long BATCH = 200;

  /** Other seeds are tried by {@code -Dworld.from=...}. */
  private static final long FROM = Long.getLong("world.from", 10_000);

  @Test
  void aMillionFaultsBreakNoPromise() {
    Seeds seeds = new Seeds();
    long began = System.nanoTime();
    for (long seed = FROM; seeds.faults() < FAULTS; seed += BATCH) {
      assertThat(seeds.live(LongStream.range(seed, seed + BATCH))).isEmpty();
    }
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    LOG.info(
        "{}",
        String.format(
            Locale.ROOT,
            "%,d faults over %,d lives of hubs in %.0f s on %d processors",
            seeds.faults(),
            seeds.lives(),
            seconds,
            Runtime.getRuntime().availableProcessors()));
    assertThat(seeds.faults()).isGreaterThanOrEqualTo(FAULTS);
  }
}
