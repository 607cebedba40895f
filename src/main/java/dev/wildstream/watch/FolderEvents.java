package dev.wildstream.watch;

import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that something happened directly in one of a set of folders. A lost event is made good by
 * the caller's poll.
 */
final class FolderEvents implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("watch");

  private final Runnable hint;
  private Map<Path, Object> folders = Map.of();
  private Optional<DirectoryWatcher> watcher = Optional.empty();
  private CompletableFuture<Void> watching = CompletableFuture.completedFuture(null);
  private volatile boolean alive;

  FolderEvents(Runnable hint) {
    this.hint = hint;
  }

  /** Whether changes are told of. */
  boolean alive() {
    return alive && !watching.isDone();
  }

  /** Watches these folders from now on; does nothing where it already does. */
  void watch(Set<Path> paths) {
    Map<Path, Object> wanted = present(paths);
    if (wanted.equals(folders) && alive()) {
      return;
    }
    close();
    List<Path> present = List.copyOf(wanted.keySet());
    if (present.isEmpty()) {
      return;
    }
    try {
      DirectoryWatcher fresh =
          DirectoryWatcher.builder()
              .paths(present)
              .fileHashing(
                  false) // it would read every file of the folder; the caller compares the few it
              // knows
              .fileTreeVisitor(FolderEvents::visitFolderAlone)
              .listener(event -> hint.run())
              .build();
      watcher = Optional.of(fresh);
      watching =
          fresh.watchAsync(task -> Thread.ofPlatform().name("watch-events").daemon().start(task));
      folders = wanted;
      alive = true;
    } catch (IOException | RuntimeException e) {
      LOG.warn("Folders cannot be watched, polling folders={} detail={}", present, e.toString());
    }
  }

  /**
   * Those that are there, each with what it is known by: a folder that was renamed away and made
   * again is another one, and the kernel watches the old one on.
   */
  private static Map<Path, Object> present(Set<Path> paths) {
    Map<Path, Object> present = new LinkedHashMap<>();
    for (Path path : paths) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (attributes.isDirectory()) {
          present.put(path, attributes.fileKey());
        }
      } catch (IOException gone) {
        // the folder above it is watched
      }
    }
    return present;
  }

  /**
   * Keeps the watcher from walking down: what lies in sub-folders is not configuration, and may be
   * a media library.
   */
  private static void visitFolderAlone(
      Path folder, FileTreeVisitor.Callback onFolder, FileTreeVisitor.Callback onFile)
      throws IOException {
    onFolder.call(folder);
  }

  @Override
  public void close() {
    alive = false;
    folders = Map.of();
    watcher.ifPresent(old -> {
      try {
        old.close();
      } catch (IOException e) {
        LOG.debug("Closing a watcher failed detail={}", e.toString());
      }
    });
    watcher = Optional.empty();
  }
}
