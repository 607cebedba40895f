package dev.wildstream.world;

import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
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

  /** The machine is without power at once; names those whose record is older now, or torn. */
  List<StreamName> powerCut(Chances chances) {
    runtime.clear();
    List<StreamName> hit =
        state.entrySet().stream()
            .filter(e -> !e.getValue().synced().equals(Optional.of(e.getValue().newest())))
            .map(Map.Entry::getKey)
            .toList();
    for (StreamName name : hit) {
      Kept kept = state.get(name);
      Optional<RecordBytes> left =
          tears && chances.oneIn(2) ? Optional.of(kept.newest().torn()) : kept.synced();
      if (left.isPresent()) {
        state.put(name, new Kept(left.get(), left));
      } else {
        state.remove(name);
      }
    }
    return hit;
  }
}
