package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.reconcile.Ownership;
import dev.wildstream.reconcile.Situation;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which stream may publish to which target and key: one at a time. Who has a session there keeps
 * it; else the first in the file has it. Is told what is decided, so a session that another stream
 * was given in this turn counts.
 */
final class Owners {

  private final List<StreamName> order;
  private final Map<StreamName, String> desired = new HashMap<>();

  /** Of each place the first stream in the file that wants it. */
  private final Map<String, StreamName> firsts = new HashMap<>();

  /** Of each place the streams that have a session there. */
  private final Map<String, NavigableSet<StreamName>> holders = new HashMap<>();

  Owners(
      List<StreamName> order,
      Map<StreamName, StreamSpec> specs,
      Map<StreamName, StreamObservation> observations,
      Map<StreamName, StreamMemory> memories) {
    this.order = order;
    specs.forEach((name, spec) -> {
      if (spec.enabled() && observations.get(name).key() instanceof KeyView.Readable(var key)) {
        desired.put(name, Ownership.of(spec.target(), key));
      }
    });
    order.forEach(name ->
        Optional.ofNullable(desired.get(name)).ifPresent(place -> firsts.putIfAbsent(place, name)));
    memories.forEach((name, memory) -> decided(name, Optional.empty(), memory));
  }

  /** A stream's memory is another one now. */
  void decided(StreamName name, Optional<StreamMemory> before, StreamMemory memory) {
    Optional<String> left = before.flatMap(StreamMemory::session).map(Session::owner);
    Optional<String> taken = memory.session().map(Session::owner);
    if (!left.equals(taken)) {
      left.ifPresent(place -> holders.get(place).remove(name));
      taken.ifPresent(place -> holders.computeIfAbsent(place, p -> new TreeSet<>()).add(name));
    }
  }

  /** All names: those of the file in its order, then the others. */
  Collection<StreamName> order(Set<StreamName> names) {
    Set<StreamName> all = new LinkedHashSet<>(order);
    all.retainAll(names);
    all.addAll(names);
    return all;
  }

  /** The stream that keeps {@code name} from publishing; empty = none. */
  Optional<Situation.Rival> rival(StreamName name) {
    String place = desired.get(name);
    if (place == null) {
      return Optional.empty();
    }
    Set<StreamName> there = holders.getOrDefault(place, Collections.emptyNavigableSet());
    for (StreamName other : there) {
      if (!other.equals(name)) {
        boolean stays = order.contains(other) && place.equals(desired.get(other));
        return Optional.of(
            stays
                ? new Situation.Rival.First(other.text())
                : new Situation.Rival.Leaving(other.text()));
      }
    }
    StreamName first = firsts.get(place);
    return there.isEmpty() && first != null && !first.equals(name)
        ? Optional.of(new Situation.Rival.First(first.text()))
        : Optional.empty();
  }
}
