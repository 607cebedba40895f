package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.Store.Durability;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is handed over and not on disk yet. Of each stream only the newest record is kept, so it
 * holds one record per stream however long the disk takes; of events, the newest 10,000 (some 4
 * MiB, as much as a file of them).
 */
final class Outbox {

  static final int MOST_EVENTS = 10_000;

  /**
   * The newest record of a stream.
   *
   * @param memory empty = forget the stream
   * @param kept when it was handed over, by the machine's uptime; it may be written much later
   * @param durability of the most demanding of those it stands for
   */
  record Change(Optional<StreamMemory> memory, Duration kept, Durability durability) {
    Change over(Change older) {
      return new Change(
          memory, kept, older.durability == Durability.SYNCED ? older.durability : durability);
    }
  }

  /** Things to write, or those of them that could not be. */
  record Batch(
      Map<StreamName, Change> streams, Optional<KeptRevision> lastGood, List<Event> events) {
    boolean isEmpty() {
      return streams.isEmpty() && lastGood.isEmpty() && events.isEmpty();
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handed = lock.newCondition();
  private final Condition attempted = lock.newCondition();

  private Map<StreamName, Change> streams = new LinkedHashMap<>();
  private Optional<KeptRevision> lastGood = Optional.empty();
  private ArrayDeque<Event> events = new ArrayDeque<>();
  private long newest;
  private long attemptedUpTo;
  private long taken;
  private boolean allWritten = true;
  private boolean closing;

  void put(Map<StreamName, Optional<StreamMemory>> changes, Duration kept, Durability durability) {
    handOver(() ->
        changes.forEach((name, memory) -> {
          Change change = new Change(memory, kept, durability);
          streams.merge(name, change, (older, newer) -> newer.over(older));
        }));
  }

  void putLastGood(KeptRevision revision) {
    handOver(() -> lastGood = Optional.of(revision));
  }

  void put(Event event) {
    handOver(() -> {
      events.add(event);
      while (events.size() > MOST_EVENTS) {
        events.remove();
      }
    });
  }

  private void handOver(Runnable put) {
    lock.lock();
    try {
      newest++;
      put.run();
      handed.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for something to write, at most so long.
   *
   * @return empty once it is closed and everything was attempted
   */
  Optional<Batch> take(Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (attemptedUpTo == newest && !closing && nanos > 0) {
        nanos = handed.awaitNanos(nanos);
      }
      if (closing && attemptedUpTo == newest) {
        return Optional.empty();
      }
      Batch batch = new Batch(streams, lastGood, new ArrayList<>(events));
      streams = new LinkedHashMap<>();
      lastGood = Optional.empty();
      events = new ArrayDeque<>();
      taken = newest;
      return Optional.of(batch);
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #take} began; what could not be written goes back, behind what is newer. */
  void done(Batch unwritten) {
    lock.lock();
    try {
      unwritten.streams.forEach(
          (name, older) -> streams.merge(name, older, (newer, same) -> newer.over(older)));
      if (lastGood.isEmpty()) {
        lastGood = unwritten.lastGood;
      }
      ArrayDeque<Event> all = new ArrayDeque<>(unwritten.events);
      all.addAll(events);
      while (all.size() > MOST_EVENTS) {
        all.remove();
      }
      events = all;
      allWritten = unwritten.isEmpty();
      attemptedUpTo = taken;
      attempted.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until all that was handed over before was attempted; whether it is on disk. A disk that
   * refuses is not waited for.
   */
  boolean settle(Duration atMost) {
    lock.lock();
    try {
      long mine = newest;
      long nanos = atMost.toNanos();
      while (attemptedUpTo < mine && nanos > 0) {
        nanos = attempted.awaitNanos(nanos);
      }
      return attemptedUpTo >= mine && allWritten;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closing = true;
      handed.signal();
    } finally {
      lock.unlock();
    }
  }
}
