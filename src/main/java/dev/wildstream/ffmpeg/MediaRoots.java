package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The folders outside of which nothing is played, looked at once more where an item is about to be
 * read: a symbolic link may lead elsewhere since the list was looked up.
 *
 * @param folders absolute; none = no such limit
 */
public record MediaRoots(List<Path> folders) {

  /** No limit. */
  public static final MediaRoots ANYWHERE = new MediaRoots(List.of());

  /** Why an item that lies elsewhere is not played. */
  public static final String OUTSIDE = "is outside of the folders that --media-root allows";

  /** As long as any other file system is given to answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  public MediaRoots {
    folders = List.copyOf(folders);
  }

  /** An item may not be played; the message says why, beginning with a verb. */
  static final class Outside extends IOException {
    private static final long serialVersionUID = 1;

    Outside(String why) {
      super(why);
    }
  }

  /**
   * Looks where an item lies, symbolic links followed.
   *
   * @param aside for a file system that may hang
   * @throws Outside if it may not be played, or its file system does not say where it is
   */
  void admit(Path item, Executor aside) throws Outside {
    if (folders.isEmpty()) {
      return;
    }
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    aside.execute(() -> {
      try {
        answer.complete(isInside(item));
      } catch (IOException | RuntimeException unreadable) {
        answer.completeExceptionally(unreadable);
      }
    });
    try {
      if (!answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Outside(OUTSIDE);
      }
    } catch (TimeoutException hangs) {
      throw new Outside("is on a file system that does not answer");
    } catch (ExecutionException gone) {
      throw new Outside("cannot be found: " + gone.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Outside("was not looked at, since the hub ends");
    }
  }

  private boolean isInside(Path item) throws IOException {
    Path real = item.toRealPath();
    for (Path folder : folders) {
      if (Files.exists(folder) && real.startsWith(folder.toRealPath())) {
        return true;
      }
    }
    return false;
  }
}
