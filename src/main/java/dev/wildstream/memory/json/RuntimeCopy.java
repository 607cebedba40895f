package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.StreamMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A second copy of every stream's record, in the runtime folder: on a full, read-only or hanging
 * disk it is what tells the next hub which FFmpeg to go on with. Written at once and without sync,
 * since it need only outlive the hub and not the machine. Safe for use by several threads.
 */
final class RuntimeCopy {

  private final Path folder;
  private final String boot;
  private final Disk disk;
  private final Clock clock;
  private volatile Optional<String> trouble = Optional.empty();

  RuntimeCopy(Path runtime, String boot, Disk disk, Clock clock) {
    this.folder = runtime.toAbsolutePath().resolve(".memory");
    this.boot = boot;
    this.disk = disk;
    this.clock = clock;
  }

  /** Where things may be kept that the state folder did not take. */
  Path folder() {
    return folder;
  }

  /** Why the last write failed; empty = it did not. */
  Optional<String> trouble() {
    return trouble;
  }

  synchronized void keep(Map<StreamName, StreamMemory> changed, Duration kept) {
    try {
      disk.makeFolder(folder);
      for (var each : changed.entrySet()) {
        Path file = file(each.getKey());
        Path temporary = Disk.temporary(file);
        byte[] record = StreamRecords.write(each.getKey(), each.getValue(), kept, boot, clock);
        disk.create(temporary, record, Disk.OWNER);
        disk.replace(temporary, file);
      }
      trouble = Optional.empty();
    } catch (IOException e) {
      trouble = Optional.of(Trouble.of(folder, e));
    }
  }

  synchronized void drop(StreamName stream) {
    try {
      disk.delete(file(stream));
    } catch (IOException e) {
      trouble = Optional.of(Trouble.of(folder, e));
    }
  }

  /** The records of this boot; one that cannot be read is none. */
  Map<StreamName, StreamRecords.Saved> load() {
    Map<StreamName, StreamRecords.Saved> found = new TreeMap<>();
    try {
      for (Path file : DamagedFiles.files(folder)) {
        String name = file.getFileName().toString();
        String stream = name.endsWith(".json") ? name.substring(0, name.length() - 5) : "";
        if (StreamName.isValid(stream)) {
          read(new StreamName(stream), file)
              .filter(saved -> saved.kept().isPresent())
              .ifPresent(saved -> found.put(new StreamName(stream), saved));
        }
      }
    } catch (IOException e) {
      trouble = Optional.of(Trouble.of(folder, e));
    }
    return found;
  }

  private Optional<StreamRecords.Saved> read(StreamName stream, Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      return Optional.of(StreamRecords.read(stream, file, content, boot, clock));
    } catch (IOException | DamagedException unreadable) {
      return Optional.empty();
    }
  }

  /** For when all of it is in the state folder. */
  synchronized void remove() {
    try {
      for (Path file : DamagedFiles.files(folder)) {
        if (file.getFileName().toString().endsWith(".json")) {
          disk.delete(file);
        }
      }
    } catch (IOException e) {
      trouble = Optional.of(Trouble.of(folder, e));
    }
  }

  private Path file(StreamName stream) {
    return folder.resolve(stream + ".json");
  }
}
