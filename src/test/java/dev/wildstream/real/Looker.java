package dev.wildstream.real;

import java.time.Duration;

/** Looks again and again, on a thread of its own, until it is closed. */
public final class Looker implements AutoCloseable {

  private final Thread thread;
  private volatile boolean closed;

  private Looker(String name, Duration every, Runnable look) {
    thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .unstarted(() -> {
              while (!closed) {
                look.run();
                Await.pass(every);
              }
            });
  }

  /** Begins at once. */
  public static Looker start(String name, Duration every, Runnable look) {
    Looker looker = new Looker(name, every, look);
    looker.thread.start();
    return looker;
  }

  /** Ends after the look that is under way. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
