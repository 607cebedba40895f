package dev.wildstream.real.chaos;

import static java.util.function.Predicate.not;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Every fault that was made, and what it allows. */
final class Ledger {

  /**
   * A fault.
   *
   * @param station that it befell, by name; empty = all
   * @param costs off the air at most, by itself
   * @param delays how much longer it makes what others cost
   * @param until when its consequences may be seen
   */
  record Entry(
      String what,
      Touch touch,
      Optional<String> station,
      Duration from,
      Duration to,
      Duration until,
      Duration costs,
      Duration delays,
      Set<String> reasons) {

    @Override
    public String toString() {
      return "%s to %s %s, may cost %.1f s%s"
          .formatted(
              Journal.at(from),
              Journal.at(to),
              what,
              costs.toMillis() / 1e3,
              delays.isZero() ? "" : ", may delay others by " + delays.toMillis() / 1e3 + " s");
    }
  }

  /** Faults whose consequences may overlap: whatever comes of them is charged to all of them. */
  record Cluster(List<Entry> entries) {

    Duration from() {
      return entries.getFirst().from();
    }

    /** Each delay may make the consequences of the others later by as much. */
    Duration until() {
      return end(entries);
    }

    private static Duration end(List<Entry> entries) {
      Duration end =
          entries.stream().map(Entry::until).max(Comparator.naturalOrder()).orElseThrow();
      return entries.size() == 1 ? end : end.plus(delays(entries));
    }

    private static Duration delays(List<Entry> entries) {
      return entries.stream().map(Entry::delays).reduce(Duration.ZERO, Duration::plus);
    }

    Duration costs() {
      Duration own = entries.stream().map(Entry::costs).reduce(Duration.ZERO, Duration::plus);
      boolean somethingToDelay = entries.stream().anyMatch(entry -> entry.delays().isZero());
      return somethingToDelay ? own.plus(delays(entries)) : own;
    }

    Set<String> reasons() {
      Set<String> all = new HashSet<>();
      entries.forEach(entry -> all.addAll(entry.reasons()));
      return all;
    }

    boolean touches(Duration begin, Duration end) {
      return begin.compareTo(until()) <= 0 && end.compareTo(from()) >= 0;
    }

    @Override
    public String toString() {
      return entries.stream().map(Entry::toString).collect(Collectors.joining("\n    "));
    }
  }

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  void add(Entry entry) {
    entries.add(entry);
  }

  int size() {
    return entries.size();
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The latest moment at which anything of it may be seen. */
  Duration until() {
    return entries.stream()
        .map(entry -> entry.until().plus(entry.delays()))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  List<Entry> of(String station) {
    return entries.stream()
        .filter(entry -> entry.station().map(station::equals).orElse(true))
        .sorted(Comparator.comparing(Entry::from))
        .toList();
  }

  /** In the order in which they came. */
  List<Cluster> clusters(String station) {
    List<Cluster> clusters = new ArrayList<>();
    for (Entry entry : of(station)) {
      Optional<Cluster> open =
          clusters.isEmpty()
              ? Optional.empty()
              : Optional.of(clusters.getLast())
                  .filter(not(last -> last.until().compareTo(entry.from()) < 0));
      if (open.isPresent()) {
        List<Entry> together = new ArrayList<>(open.get().entries());
        together.add(entry);
        clusters.set(clusters.size() - 1, new Cluster(List.copyOf(together)));
      } else {
        clusters.add(new Cluster(List.of(entry)));
      }
    }
    return clusters;
  }
}
