package dev.wildstream.world;

import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.memory.json.RecordBytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where hubs remember: the state folder, which a power cut leaves as it was synced last, and the
 * runtime folder, which a reboot empties.
 */
final class SimulatedDisk {

  /** How the disk of the state folder answers. */
  enum Health {
    GOOD,
    /** Refuses every write: full, or read-only. */
    REFUSES,
    /** Answers nothing. */
    HANGS
  }

  /**
   * A record in the state folder.
   *
   * @param synced what is on the disk for sure; empty = nothing is
   */
  record Kept(RecordBytes newest, Optional<RecordBytes> synced) {}

  Health health = Health.GOOD;

  /** Takes many times longer than usual. */
  boolean slow;

  /** No room in the runtime folder. */
  boolean runtimeFull;

  /** Of a record that was not synced, a power cut may leave a part. */
  boolean tears;

  final Map<StreamName, Kept> state = new TreeMap<>();
  final Map<StreamName, RecordBytes> runtime = new TreeMap<>();
  List<SourceFile> lastGood = List.of();

  /** The machine goes down in good order: all is synced, the runtime folder is gone. */
  void reboot() {
    state.replaceAll((name, kept) -> new Kept(kept.newest(), Optional.of(kept.newest())));
    runtime.clear();
  }

  /** The machine is without power at once: what was not synced is as it was before, or torn. */
  void powerCut(Chances chances) {
    runtime.clear();
    List<StreamName> unsynced =
        state.entrySet().stream()
            .filter(e -> !e.getValue().synced().equals(Optional.of(e.getValue().newest())))
            .map(Map.Entry::getKey)
            .toList();
    for (StreamName name : unsynced) {
      Kept kept = state.get(name);
      Optional<RecordBytes> left =
          tears && chances.oneIn(2) ? Optional.of(kept.newest().torn()) : kept.synced();
      if (left.isPresent()) {
        state.put(name, new Kept(left.get(), left));
      } else {
        state.remove(name);
      }
    }
  }

  /** Whether a hub of this boot can read a memory back that was kept. */
  boolean holds(StreamName stream, StreamMemory memory) {
    Optional<RecordBytes> kept = Optional.ofNullable(state.get(stream)).map(Kept::newest);
    return Optional.ofNullable(runtime.get(stream)).filter(r -> r.memory() == memory).isPresent()
        || kept.filter(r -> r.memory() == memory && !r.isTorn()).isPresent();
  }
}
