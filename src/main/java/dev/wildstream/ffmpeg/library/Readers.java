package dev.wildstream.ffmpeg.library;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that read what one ffprobe says. They end with it: where they do not, it was killed
 * and still hangs in the kernel, on a file that does not answer.
 */
final class Readers extends AbstractExecutorService {

  private final Executor threads;
  private final List<Runnable> afterwards = new ArrayList<>();
  private int reading;

  Readers(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable reader) {
    synchronized (this) {
      reading++;
    }
    threads.execute(() -> {
      try {
        reader.run();
      } finally {
        end().forEach(Runnable::run);
      }
    });
  }

  /** Runs something once all have ended, by whichever thread; at once where they have. */
  void whenEnded(Runnable what) {
    synchronized (this) {
      if (reading > 0) {
        afterwards.add(what);
        return;
      }
    }
    what.run();
  }

  private synchronized List<Runnable> end() {
    reading--;
    if (reading > 0) {
      return List.of();
    }
    List<Runnable> due = List.copyOf(afterwards);
    afterwards.clear();
    notifyAll();
    return due;
  }

  @Override
  public synchronized boolean awaitTermination(long atMost, TimeUnit unit)
      throws InterruptedException {
    if (reading > 0) {
      unit.timedWait(this, atMost);
    }
    return reading == 0;
  }

  @Override
  public synchronized boolean isTerminated() {
    return reading == 0;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  /** Nothing: the threads are others'. */
  @Override
  public void shutdown() {}

  @Override
  public List<Runnable> shutdownNow() {
    return List.of();
  }
}
