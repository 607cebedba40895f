package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What outlives the hub. */
public interface Store {

  /**
   * All that is remembered; a damaged record is set aside and reported through {@link #damaged}.
   */
  Map<StreamName, StreamMemory> load();

  /** Records that {@link #load} could not read, each with the name it was set aside under. */
  List<String> damaged();

  /** The revision in force when the hub ended last. */
  KeptRevision lastGood();

  /** Keeps the revision in force. */
  void keepLastGood(KeptRevision revision);

  /** Keeps changed memories. Returns at once. */
  void keep(Map<StreamName, StreamMemory> changed, Durability durability);

  /** Drops what is remembered of streams. Returns at once. */
  void drop(StreamName stream);

  /** Waits until all that was handed over before is on disk, or the time is up. */
  boolean settle(Duration atMost);

  /** Adds to what happened. Returns at once. */
  void append(Event event);

  /** Whether the last write went well; if not, why. */
  java.util.Optional<String> trouble();

  /** How much a record matters. */
  enum Durability {
    /** Survives a power cut. */
    SYNCED,
    /** May be lost with the machine; the record before it then stands. */
    LAZY
  }
}
