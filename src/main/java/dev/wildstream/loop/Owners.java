package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.reconcile.Ownership;
import dev.wildstream.reconcile.Situation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which stream may publish to which target and key: one at a time. Who has a session there keeps
 * it; else the first in the file has it. Reads the loop's memories as they are, so a session that
 * another stream was given in this turn counts.
 */
final class Owners {

  private final List<StreamName> order;
  private final Map<StreamName, String> desired = new HashMap<>();
  private final Map<StreamName, StreamMemory> memories;

  Owners(
      List<StreamName> order,
      Map<StreamName, StreamSpec> specs,
      Map<StreamName, StreamObservation> observations,
      Map<StreamName, StreamMemory> memories) {
    this.order = order;
    this.memories = memories;
    specs.forEach((name, spec) -> {
      if (spec.enabled() && observations.get(name).key() instanceof KeyView.Readable(var key)) {
        desired.put(name, Ownership.of(spec.target(), key));
      }
    });
  }

  /** All names: those of the file in its order, then the others. */
  List<StreamName> order(Collection<StreamName> names) {
    List<StreamName> all = new ArrayList<>(order.stream().filter(names::contains).toList());
    names.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return all;
  }

  /** The stream that keeps {@code name} from publishing; empty = none. */
  Optional<Situation.Rival> rival(StreamName name) {
    String place = desired.get(name);
    if (place == null) {
      return Optional.empty();
    }
    for (Map.Entry<StreamName, StreamMemory> other : memories.entrySet()) {
      boolean there =
          !other.getKey().equals(name)
              && other.getValue().session().map(Session::owner).filter(place::equals).isPresent();
      if (there) {
        boolean stays = order.contains(other.getKey()) && place.equals(desired.get(other.getKey()));
        return Optional.of(
            stays
                ? new Situation.Rival.First(other.getKey().text())
                : new Situation.Rival.Leaving(other.getKey().text()));
      }
    }
    boolean mine =
        Optional.ofNullable(memories.get(name))
            .flatMap(StreamMemory::session)
            .map(Session::owner)
            .filter(place::equals)
            .isPresent();
    if (mine) {
      return Optional.empty();
    }
    for (StreamName earlier : order) {
      if (earlier.equals(name)) {
        return Optional.empty();
      }
      if (place.equals(desired.get(earlier))) {
        return Optional.of(new Situation.Rival.First(earlier.text()));
      }
    }
    return Optional.empty();
  }
}
