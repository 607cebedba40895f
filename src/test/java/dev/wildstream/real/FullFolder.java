package dev.wildstream.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A folder on a small file system in memory of its own, which can be full. */
public final class FullFolder implements AutoCloseable {

  private static final byte[] PAGE = new byte[4096];

  private final Path folder;
  private volatile boolean full;
  private Thread filler = Thread.ofPlatform().unstarted(() -> {});

  public FullFolder(Path folder) {
    RealParts.namespaces();
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    SampleMedia.run(List.of("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString()));
  }

  /** From now on nothing can be written; whatever is removed makes no room. */
  public void fill() {
    full = true;
    filler = Thread.ofPlatform().daemon().start(this::keepFull);
    Await.until("full", java.time.Duration.ofSeconds(10), () -> !takes());
  }

  /** As before. */
  public void empty() {
    full = false;
    try {
      filler.join();
      Files.deleteIfExists(stuffing());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path stuffing() {
    return folder.resolve("stuffing");
  }

  private void keepFull() {
    while (full) {
      if (!takes()) {
        Await.pass(java.time.Duration.ofMillis(5));
      }
    }
  }

  private boolean takes() {
    try {
      Files.write(stuffing(), PAGE, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return true;
    } catch (IOException noSpace) {
      return false;
    }
  }

  @Override
  public void close() {
    empty();
    SampleMedia.run(List.of("umount", "-l", folder.toString()));
  }
}
