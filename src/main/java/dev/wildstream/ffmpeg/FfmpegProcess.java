package dev.wildstream.ffmpeg;

import dev.wildstream.linux.CallFailed;
import dev.wildstream.linux.PidDescriptor;
import dev.wildstream.linux.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** An FFmpeg that runs, whichever hub started it. */
interface FfmpegProcess {

  long pid();

  /** Asks it to end (SIGTERM); nothing happens where it has. */
  void terminate();

  /** Ends it at once (SIGKILL); nothing happens where it has ended. */
  void kill();

  /** Completes at its end, with its exit code as Java tells it; empty where it is not our child. */
  CompletableFuture<Optional<Integer>> onExit();

  /** One that this hub started. */
  static FfmpegProcess spawned(Process process) {
    return new FfmpegProcess() {
      @Override
      public long pid() {
        return process.pid();
      }

      @Override
      public void terminate() {
        process.destroy();
      }

      @Override
      public void kill() {
        process.destroyForcibly();
      }

      @Override
      public CompletableFuture<Optional<Integer>> onExit() {
        return process.onExit().thenApply(ended -> Optional.of(ended.exitValue()));
      }
    };
  }

  /**
   * One that an earlier hub started.
   *
   * @param held closed at its end
   * @param waiting gives a thread that waits for its end
   */
  static FfmpegProcess adopted(PidDescriptor held, Executor waiting) {
    CompletableFuture<Optional<Integer>> exit =
        CompletableFuture.supplyAsync(
            () -> {
              awaitExit(held);
              synchronized (held) {
                held.close();
              }
              return Optional.empty();
            },
            waiting);
    return new FfmpegProcess() {
      @Override
      public long pid() {
        return held.pid();
      }

      @Override
      public void terminate() {
        signal(held, Signal.SIGTERM);
      }

      @Override
      public void kill() {
        signal(held, Signal.SIGKILL);
      }

      @Override
      public CompletableFuture<Optional<Integer>> onExit() {
        return exit;
      }
    };
  }

  private static void awaitExit(PidDescriptor held) {
    try {
      while (!held.awaitExit(Duration.ofDays(1))) {
        // it lives on
      }
    } catch (CallFailed gone) {
      // a descriptor that cannot be waited for is of no process any more
    }
  }

  /** Never while it is closed: its number may be that of another process's hold by then. */
  private static void signal(PidDescriptor held, Signal signal) {
    try {
      synchronized (held) {
        held.signal(signal);
      }
    } catch (CallFailed gone) {
      // it has ended
    }
  }
}
