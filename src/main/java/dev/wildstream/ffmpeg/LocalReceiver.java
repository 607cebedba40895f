package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An RTMP server for one publisher, on this machine: FFmpeg as listener, which takes one connection
 * and ends with it, so it is started again after each. What it receives is thrown away. For the
 * demo.
 */
public final class LocalReceiver implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalReceiver.class);

  private final List<String> command;
  private final Path log;
  private final Thread thread;
  private volatile Optional<Process> process = Optional.empty();
  private volatile boolean closed;

  /**
   * Begins to listen.
   *
   * @param url with the key ({@code rtmp://127.0.0.1:1935/live/demo})
   * @param log what FFmpeg says, of the present connection
   */
  public LocalReceiver(Path ffmpeg, String url, Path log) {
    this.command =
        List.of(
            ffmpeg.toString(),
            "-nostdin",
            "-hide_banner",
            "-loglevel",
            "warning",
            "-listen",
            "1",
            "-i",
            url,
            "-c",
            "copy",
            "-f",
            "null",
            "-");
    this.log = log;
    this.thread = Thread.ofPlatform().name("receiver").daemon().start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        Process started =
            new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process = Optional.of(started);
        if (closed) {
          started.destroyForcibly();
        }
        if (started.waitFor(100, TimeUnit.MILLISECONDS)) {
          LOG.debug("The receiver ended at once code={}", started.exitValue());
          // a port that is not free yet must not make this a busy loop
          synchronized (this) {
            wait(500);
          }
        }
        started.waitFor();
      }
    } catch (IOException e) {
      LOG.error("The receiver cannot be started detail={}", e.getMessage());
    } catch (InterruptedException e) {
      process.ifPresent(Process::destroyForcibly);
    }
  }

  @Override
  public void close() {
    closed = true;
    process.ifPresent(Process::destroyForcibly);
    thread.interrupt();
    try {
      thread.join(2_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
