package dev.wildstream.real.chaos;

import dev.wildstream.real.Await;
import dev.wildstream.real.SampleMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A mount over a folder whose server never answers: whoever looks at anything in it waits, as with
 * a network drive whose host is gone. It is a FUSE file system without the program behind it.
 */
final class HangingMount implements AutoCloseable {

  private final Path folder;
  private final Process silent;

  HangingMount(Path folder) {
    this.folder = folder;
    try {
      silent =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  "exec 7<>/dev/fuse; mount -i -t fuse hanging \"$0\""
                      + " -o fd=7,rootmode=40000,user_id=0,group_id=0 && exec sleep 1000",
                  folder.toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("it is mounted", Duration.ofSeconds(5), this::isMounted);
  }

  private boolean isMounted() throws IOException {
    return Files.readString(Path.of("/proc/mounts")).contains(" " + folder + " fuse ");
  }

  /** Whoever waits is told that nobody is there; the folder is as it was. */
  @Override
  public void close() {
    silent.destroyForcibly();
    try {
      silent.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    SampleMedia.run(List.of("umount", "-l", folder.toString()));
  }
}
