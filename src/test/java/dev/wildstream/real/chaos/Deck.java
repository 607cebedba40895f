package dev.wildstream.real.chaos;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * All the chance of a run, from one seed. Every act is dealt once before any is dealt again, so
 * that a short run has them all. The same seed deals the same acts, for the same times, to the same
 * stations; what the machine makes of them in real time it cannot repeat.
 */
final class Deck {

  /**
   * An act as it is dealt.
   *
   * @param gap after the one before
   * @param lasts unless it ends by itself
   * @param chance for what the act itself leaves to chance
   */
  record Dealt(Act act, int station, Duration gap, Duration lasts, SplittableRandom chance) {}

  private final SplittableRandom random;
  private final int stations;
  private final Deque<Act> left = new ArrayDeque<>();

  Deck(long seed, int stations) {
    this.random = new SplittableRandom(seed);
    this.stations = stations;
  }

  Dealt deal() {
    if (left.isEmpty()) {
      List<Act> all = new ArrayList<>(Act.all());
      while (!all.isEmpty()) {
        left.add(all.remove(random.nextInt(all.size())));
      }
    }
    Act act = left.remove();
    return new Dealt(
        act,
        random.nextInt(stations),
        // now and then one upon the other, on average as long as a restart takes
        random.nextInt(4) == 0 ? Duration.ofMillis(200) : between(1_000, 6_000),
        between((int) act.least().toMillis(), (int) act.most().toMillis()),
        random.split());
  }

  private Duration between(int least, int most) {
    return Duration.ofMillis(least + random.nextInt(most - least + 1));
  }
}
