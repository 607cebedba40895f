package dev.wildstream.world;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** All the chance there is in a world: one seed, one sequence. */
final class Chances {

  private final SplittableRandom random;

  Chances(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** From 0, below {@code bound}. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  long number() {
    return random.nextLong();
  }

  /** From -1 to 1. */
  double dice() {
    return random.nextDouble(-1, 1);
  }

  /** Milliseconds from {@code least} to {@code most}. */
  Duration millis(int least, int most) {
    return Duration.ofMillis(between(least, most));
  }

  /** As often above as below {@code usual}, mostly near it, at times many times longer. */
  Duration around(Duration usual) {
    double factor = -Math.log(1 - random.nextDouble());
    return Duration.ofNanos((long) (usual.toNanos() * factor) + 1);
  }

  <T> T oneOf(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }
}
