package dev.wildstream.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A folder on a file system that can be made to hang: as one on a network disk whose server is
 * gone. Its server is a process of its own, so that the kernel sets all free who hang there however
 * a test ends.
 */
public final class HangingMount implements AutoCloseable {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Path folder;
  private final Path log;
  private final Process server;
  private final Writer orders;

  /**
   * Mounts it.
   *
   * @param folder to be made, empty
   * @param shown what lies in it
   */
  public HangingMount(Path folder, Path shown) {
    RealParts.fuse();
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      log = Files.createTempFile("hanging", ".log");
      String script =
          "exec 1<>/dev/fuse && mount -i -t fuse"
              + " -o ro,fd=1,rootmode=40000,user_id=0,group_id=0 hanging \"$0\" && exec \"$@\"";
      server =
          new ProcessBuilder(
                  "sh",
                  "-c",
                  script,
                  folder.toString(),
                  Path.of(System.getProperty("java.home"), "bin/java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classes(),
                  HangingServer.class.getName(),
                  shown.toString())
              .redirectError(log.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    orders = server.outputWriter(StandardCharsets.UTF_8);
    order("on");
  }

  private static String classes() {
    return Path.of(
            HangingServer.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  /** From now on whoever looks into it waits. */
  public void hang() {
    order("hang");
  }

  /** From now on whoever reads a file waits; what files there are is answered. */
  public void hangReads() {
    order("hang-reads");
  }

  /** From now on whoever reads more than a byte of a file waits. */
  public void hangLargeReads() {
    order("hang-large-reads");
  }

  /** Answers all who wait, and goes on as before. */
  public void goOn() {
    order("on");
  }

  private void order(String text) {
    try {
      long before = obeyed(text);
      orders.write(text + "\n");
      orders.flush();
      Await.until(text, SOON, () -> obeyed(text) > before);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private long obeyed(String text) {
    try {
      return Files.readAllLines(log).stream().filter(text::equals).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets free all who hang there, and takes it away. */
  @Override
  public void close() {
    try {
      orders.close();
      server.destroyForcibly().waitFor();
      SampleMedia.run(List.of("umount", "-l", folder.toString()));
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
