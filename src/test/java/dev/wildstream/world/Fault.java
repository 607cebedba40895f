package dev.wildstream.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One way in which a world can go wrong.
 *
 * @param weight how often it comes, compared with the others; at least 1
 * @param strikes does it; whether there was anything to strike
 */
record Fault(String name, int weight, Predicate<World> strikes) {

  static List<Fault> all() {
    List<Fault> all = new ArrayList<>();
    all.addAll(ProcessFaults.all());
    all.addAll(TargetFaults.all());
    all.addAll(MediaFaults.all());
    all.addAll(HubFaults.all());
    all.addAll(MachineFaults.all());
    all.addAll(EditFaults.all());
    return all;
  }
}
