package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for one hub alone, by an exclusive lock on the file {@code lock} in it, which holds the
 * pid of the hub. The system releases it when that hub ends, however it ends; the file stays.
 */
public final class FolderLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FolderLock.class);

  /** What came of asking for a folder. */
  public sealed interface Outcome {
    /** It is ours until closed. */
    record Taken(FolderLock lock) implements Outcome {}

    /**
     * Another hub has it.
     *
     * @param pid of that hub; empty where it could not be read
     */
    record Held(Optional<Long> pid) implements Outcome {}

    /**
     * The folder cannot be written.
     *
     * @param why names the path
     */
    record Unwritable(String why) implements Outcome {}
  }

  /**
   * Closing any descriptor of a file drops the whole process's lock on it, so a second look at a
   * file that this process has locked must not even open it.
   */
  private static final Set<Path> OURS = new HashSet<>();

  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /** Takes a folder, which is made if it is missing; returns at once. */
  public static Outcome take(Path folder) {
    long self = ProcessHandle.current().pid();
    synchronized (OURS) {
      FileChannel channel = null;
      try {
        Disk.real().makeFolder(folder);
        Path file = folder.toRealPath().resolve("lock");
        if (OURS.contains(file)) {
          return new Outcome.Held(Optional.of(self));
        }
        channel =
            FileChannel.open(
                file,
                Set.of(
                    StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(Disk.GROUP));
        FileLock lock = channel.tryLock();
        if (lock == null) {
          Optional<Long> pid = pid(file);
          channel.close();
          return new Outcome.Held(pid);
        }
        tellWhoHoldsIt(channel, self);
        OURS.add(file);
        return new Outcome.Taken(new FolderLock(file, channel, lock));
      } catch (IOException e) {
        closeQuietly(channel);
        return new Outcome.Unwritable(Trouble.of(folder, e));
      }
    }
  }

  /** For people; the lock is held without it, also on a full disk. */
  private static void tellWhoHoldsIt(FileChannel channel, long pid) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((pid + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException noRoom) {
      LOG.warn("The lock cannot name its holder why={}", noRoom.toString());
    }
  }

  @Override
  public void close() {
    synchronized (OURS) {
      if (OURS.remove(file)) {
        try {
          channel.truncate(0);
          lock.release();
        } catch (IOException e) {
          // the system releases it with the process
        }
        closeQuietly(channel);
      }
    }
  }

  private static Optional<Long> pid(Path file) {
    try {
      return Optional.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // nothing is written through it any more
      }
    }
  }
}
