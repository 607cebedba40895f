package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.Store.Durability;
import dev.wildstream.memory.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The one thread that writes. It takes all that waits at once, so that however many streams change,
 * the folder is synced once (group commit).
 */
final class StoreWriter {

  /** How soon a disk that refused is tried again, where nothing newer comes before. */
  static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private static final Duration NOTHING_TO_DO = Duration.ofHours(1);

  private final Path streams;
  private final LastGood lastGood;
  private final EventFile events;
  private final Disk disk;
  private final String boot;
  private final Clock clock;
  private volatile Optional<String> trouble = Optional.empty();

  StoreWriter(
      Path streams, LastGood lastGood, EventFile events, Disk disk, String boot, Clock clock) {
    this.boot = boot;
    this.streams = streams;
    this.lastGood = lastGood;
    this.events = events;
    this.disk = disk;
    this.clock = clock;
  }

  Optional<String> trouble() {
    return trouble;
  }

  void report(String why) {
    trouble = Optional.of(why);
  }

  /** Makes the folders; whether they are there. */
  boolean prepare() {
    try {
      disk.makeFolder(streams.getParent());
      disk.makeFolder(streams);
      return true;
    } catch (IOException e) {
      report(Trouble.of(streams.getParent(), e));
      return false;
    }
  }

  void run(Outbox outbox) {
    StreamRecords.warmUp(clock);
    try {
      while (true) {
        Optional<Outbox.Batch> batch = outbox.take(trouble.isPresent() ? TRY_AGAIN : NOTHING_TO_DO);
        if (batch.isEmpty()) {
          return;
        }
        outbox.done(write(batch.get()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what can be; what could not is the answer. */
  private Outbox.Batch write(Outbox.Batch batch) {
    if (!prepare()) {
      return batch;
    }
    Optional<String> failed = Optional.empty();
    Map<StreamName, Outbox.Change> unwritten = new LinkedHashMap<>();
    Map<StreamName, Outbox.Change> renamed = new LinkedHashMap<>();
    for (var entry : batch.streams().entrySet()) {
      try {
        write(entry.getKey(), entry.getValue());
        if (entry.getValue().durability() == Durability.SYNCED) {
          renamed.put(entry.getKey(), entry.getValue());
        }
      } catch (IOException | RuntimeException e) {
        failed = Optional.of(words(file(entry.getKey()), e));
        unwritten.put(entry.getKey(), entry.getValue());
      }
    }
    if (!renamed.isEmpty()) {
      try {
        disk.syncFolder(streams);
      } catch (IOException | RuntimeException e) {
        failed = Optional.of(words(streams, e));
        unwritten.putAll(renamed);
      }
    }
    Optional<KeptRevision> kept = batch.lastGood();
    try {
      if (kept.isPresent()) {
        lastGood.write(kept.get());
        kept = Optional.empty();
      }
    } catch (IOException | RuntimeException e) {
      failed = Optional.of(words(lastGood.index(), e));
    }
    int[] added = {0};
    try {
      events.append(batch.events(), () -> added[0]++);
    } catch (IOException | RuntimeException e) {
      failed = Optional.of(words(events.path(), e));
    }
    trouble = failed;
    List<Event> left = batch.events().subList(added[0], batch.events().size());
    return new Outbox.Batch(unwritten, kept, List.copyOf(left));
  }

  private void write(StreamName stream, Outbox.Change change) throws IOException {
    Path file = file(stream);
    if (change.memory().isEmpty()) {
      disk.delete(file);
      return;
    }
    byte[] content = StreamRecords.write(stream, change.memory().get(), change.kept(), boot, clock);
    Path temporary = Disk.temporary(file);
    try {
      disk.create(temporary, content, Disk.OWNER);
      if (change.durability() == Durability.SYNCED) {
        disk.sync(temporary);
      }
      disk.replace(temporary, file);
    } catch (IOException e) {
      discard(temporary);
      throw e;
    }
  }

  /** A part of a record on a full disk is of no use to anybody. */
  private void discard(Path temporary) {
    try {
      disk.delete(temporary);
    } catch (IOException e) {
      // it is written over by the next try, and removed by the next hub
    }
  }

  private Path file(StreamName stream) {
    return streams.resolve(stream + ".json");
  }

  private static String words(Path file, Exception e) {
    return e instanceof IOException io ? Trouble.of(file, io) : file + ": " + e;
  }
}
