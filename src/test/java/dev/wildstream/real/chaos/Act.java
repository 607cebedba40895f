package dev.wildstream.real.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One thing that can go wrong, or be asked for.
 *
 * @param least it lasts
 * @param most it lasts
 */
record Act(String name, Touch touch, Duration least, Duration most, Strike strike) {

  /** Does it to a station, or to the hub of all. */
  interface Strike {
    Struck strike(Scene scene, Station station, SplittableRandom chance) throws Exception;
  }

  static Act of(String name, Touch touch, int leastMillis, int mostMillis, Strike strike) {
    return new Act(
        name, touch, Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis), strike);
  }

  static List<Act> all() {
    List<Act> all = new ArrayList<>();
    all.addAll(ProcessActs.ALL);
    all.addAll(ServerActs.ALL);
    all.addAll(FileActs.ALL);
    all.addAll(EditActs.ALL);
    all.addAll(HubActs.ALL);
    return all;
  }
}
