package dev.wildstream.surface;

import dev.wildstream.loop.Snapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest Snapshot as a file, for the commands: {@code status.json} in the runtime folder,
 * readable by the hub's group. Written by a thread of its own, at most four times a second; a
 * Snapshot that a newer one overtakes is never written.
 */
public final class StatusFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatusFile.class);
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final String MODE = "rw-r-----";

  private final Path file;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Optional<Snapshot> next = Optional.empty();
  private boolean closing;
  private boolean failing;

  /** Begins to write into an existing runtime folder. */
  public StatusFile(Path runtime) {
    this.file = in(runtime);
    this.thread = Thread.ofPlatform().name("status-file").daemon().start(this::run);
  }

  /** Where it is in a runtime folder. */
  public static Path in(Path runtime) {
    return runtime.resolve("status.json");
  }

  /** Hands over the newest; returns at once. */
  public void publish(Snapshot snapshot) {
    lock.lock();
    try {
      next = Optional.of(snapshot);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends, and takes the file along: no hub, no status. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(Duration.ofSeconds(2));
      Files.deleteIfExists(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("Status file not removed reason={}", e.toString());
    }
  }

  private void run() {
    try {
      for (Optional<Snapshot> snapshot = take(); snapshot.isPresent(); snapshot = take()) {
        write(snapshot.get());
        pause();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Snapshot> take() throws InterruptedException {
    lock.lock();
    try {
      while (next.isEmpty() && !closing) {
        changed.await();
      }
      Optional<Snapshot> taken = closing ? Optional.empty() : next;
      next = Optional.empty();
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long nanos = BETWEEN.toNanos();
      while (!closing && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void write(Snapshot snapshot) {
    Path temporary = file.resolveSibling(".status.json.tmp");
    try {
      byte[] content =
          (SnapshotJson.of(snapshot).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
      Files.deleteIfExists(temporary);
      var mode = PosixFilePermissions.fromString(MODE);
      Files.createFile(temporary, PosixFilePermissions.asFileAttribute(mode));
      Files.setPosixFilePermissions(temporary, mode);
      Files.write(temporary, content);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      failing = false;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.warn("Status cannot be written file={} reason={}", file, e.toString());
      }
      failing = true;
    }
  }
}
