package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.Store;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The state folder.
 *
 * <pre>
 * streams/NAME.json    what is remembered of a stream (0600)
 * last-good/           the files of the revision in force (0640)
 * events.jsonl         what happened, with events.1.jsonl before it (0640), 4 MiB each at most
 * salt                 this host's random bytes (0600)
 * lock                 see {@link FolderLock}
 * </pre>
 *
 * And in the runtime folder, while they are not on disk for sure: see {@link RuntimeCopy}.
 */
public final class JsonStore implements Store, AutoCloseable {

  /**
   * A stream's record is some 300 KiB at most (1,000 items set aside); more was not written by us.
   */
  private static final long MOST_BYTES = 4L * 1024 * 1024;

  /** How long {@link #close} waits for the disk. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final Path state;
  private final Path streams;
  private final Clock clock;
  private final Disk disk;
  private final LastGood lastGood;
  private final String boot;
  private final RuntimeCopy copy;
  private final StoreWriter writer;
  private final Outbox outbox = new Outbox();
  private final HandoverClock handover;
  private final List<String> damaged = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private byte[] salt;

  /**
   * Opens a state folder, or makes it; one that cannot be written is {@link #trouble}.
   *
   * @param boot id of the machine's present boot
   */
  public JsonStore(Path state, Path runtime, String boot, Clock clock) {
    this(state, runtime, boot, clock, Disk.real(), EventFile.MOST_BYTES);
  }

  JsonStore(Path state, Path runtime, String boot, Clock clock, Disk disk, long mostEventBytes) {
    this.boot = boot;
    this.copy = new RuntimeCopy(runtime, boot, Disk.real(), clock);
    this.state = state.toAbsolutePath();
    this.streams = this.state.resolve("streams");
    this.clock = clock;
    this.handover = new HandoverClock(clock);
    this.disk = disk;
    this.lastGood = new LastGood(this.state.resolve("last-good"), disk);
    this.writer =
        new StoreWriter(
            streams, lastGood, new EventFile(this.state, disk, mostEventBytes), disk, boot, clock);
    writer.prepare();
    thread = Thread.ofPlatform().name("store").daemon().start(() -> writer.run(outbox));
  }

  /**
   * All that is remembered: of each stream the newer of its two records.
   *
   * @throws NewerFormatException where a newer hub wrote a record
   */
  @Override
  public Map<StreamName, StreamMemory> load() {
    Map<StreamName, StreamRecords.Saved> found = new TreeMap<>(copy.load());
    try {
      for (Path file : DamagedFiles.files(streams)) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") && name.endsWith(".tmp")) {
          discard(file);
        } else if (name.endsWith(".json")) {
          String stream = name.substring(0, name.length() - ".json".length());
          if (StreamName.isValid(stream)) {
            load(new StreamName(stream), file)
                .ifPresent(saved ->
                    found.merge(
                        new StreamName(stream),
                        saved,
                        (copied, kept) -> StreamRecords.Saved.newer(kept, copied)));
          }
        }
      }
    } catch (IOException e) {
      writer.report(Trouble.of(streams, e));
    }
    Map<StreamName, StreamMemory> memories = new TreeMap<>();
    found.forEach((name, saved) -> memories.put(name, saved.memory()));
    return memories;
  }

  private Optional<StreamRecords.Saved> load(StreamName stream, Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new DamagedException("it is larger than any record");
      }
      return Optional.of(StreamRecords.read(stream, file, Files.readAllBytes(file), boot, clock));
    } catch (DamagedException e) {
      setAside(file, e.getMessage());
    } catch (IOException e) {
      setAside(file, Trouble.of(file, e));
    }
    return Optional.empty();
  }

  private void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      writer.report(Trouble.of(temporary, e));
    }
  }

  private void setAside(Path file, String why) {
    String firstLine = String.valueOf(why).lines().findFirst().orElse("");
    try {
      Path aside = DamagedFiles.put(file, clock.wall());
      damaged.add(file + ": damaged (" + firstLine + "), set aside as " + aside.getFileName());
    } catch (IOException e) {
      damaged.add(file + ": damaged (" + firstLine + "), and cannot be set aside");
    }
  }

  @Override
  public List<String> damaged() {
    return List.copyOf(damaged);
  }

  /**
   * The revision in force when the hub ended last.
   *
   * @throws NewerFormatException where a newer hub wrote them
   */
  @Override
  public KeptRevision lastGood() {
    try {
      return lastGood.read();
    } catch (DamagedException e) {
      setAside(lastGood.index(), e.getMessage());
    } catch (IOException e) {
      damaged.add(Trouble.of(lastGood.index(), e));
    }
    return KeptRevision.NONE;
  }

  @Override
  public void keepLastGood(KeptRevision revision) {
    outbox.putLastGood(revision);
  }

  @Override
  public void keep(Map<StreamName, StreamMemory> changed, Durability durability) {
    Duration kept = handover.next();
    copy.keep(changed, kept);
    Map<StreamName, Optional<StreamMemory>> changes = new HashMap<>();
    changed.forEach((name, memory) -> changes.put(name, Optional.of(memory)));
    outbox.put(changes, kept, durability);
  }

  @Override
  public void drop(StreamName stream) {
    copy.drop(stream);
    outbox.put(Map.of(stream, Optional.empty()), handover.next(), Durability.SYNCED);
  }

  /**
   * Waits until all that was handed over before is on disk, or the time is up, or the disk refused
   * it: waiting for that would only keep streams off the air.
   */
  @Override
  public boolean settle(Duration atMost) {
    return outbox.settle(atMost);
  }

  @Override
  public void append(Event event) {
    outbox.put(event);
  }

  @Override
  public Optional<String> trouble() {
    return writer.trouble().or(copy::trouble);
  }

  /**
   * This host's 32 random bytes, the same over restarts where the state folder can be written; they
   * go into the digests of keys.
   */
  public synchronized byte[] salt() {
    if (salt == null) {
      salt = Salt.of(List.of(state, copy.folder()), disk);
    }
    return salt.clone();
  }

  /** Writes what is left, and ends; waits for the disk at most 3 s. */
  @Override
  public void close() {
    outbox.close();
    try {
      if (thread.join(LAST_WORDS) && writer.trouble().isEmpty()) {
        copy.remove();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
