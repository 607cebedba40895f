package dev.wildstream.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How rough a world is: storms of a few faults a second, and months with a fault an hour. Each
 * world has only some kinds of faults, since those that come often hide what others do.
 *
 * @param between the usual time between two faults
 * @param faults how many there are
 * @param scale how many times longer than some seconds the items are
 * @param kinds each as often as its weight
 */
record Weather(int streams, Duration between, int faults, int scale, List<Fault> kinds) {

  private static final List<Fault> ALL = Fault.all();

  static Weather of(Chances chances) {
    List<Fault> kinds = new ArrayList<>();
    int oneOf = chances.between(1, 4);
    for (Fault fault : ALL) {
      if (chances.oneIn(oneOf)) {
        for (int i = 0; i < fault.weight(); i++) {
          kinds.add(fault);
        }
      }
    }
    if (kinds.isEmpty()) {
      kinds.addAll(ALL);
    }
    int streams = chances.oneIn(6) ? chances.between(4, 8) : chances.between(1, 3);
    return switch (chances.below(10)) {
      case 0, 1, 2, 3 -> new Weather(streams, Duration.ofMillis(300), 600, 1, kinds);
      case 4, 5, 6 -> new Weather(streams, Duration.ofSeconds(1), 600, 1, kinds);
      case 7, 8 -> new Weather(streams, Duration.ofSeconds(5), 300, 5, kinds);
      default -> new Weather(streams, Duration.ofHours(1), 100, 1_000, kinds);
    };
  }

  Fault any(Chances chances) {
    return chances.oneOf(kinds);
  }
}
