package dev.wildstream.ffmpeg.library;

import dev.wildstream.loop.Clock;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The one thread that asks a file system. Where it hangs, all who ask are told at once, and the
 * thread waits on: with its return the file system is known to be there again. So a dead file
 * system holds one thread, however many files lie on it.
 */
final class Lane {

  /** Between two looks at a silent file system, four to a patience. */
  private static final int LOOKS = 4;

  /** A thread that is not needed goes. */
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final FileCalls calls;
  private final Duration patience;
  private final Clock clock;
  private final ThreadPoolExecutor thread;
  private Path at;
  private long beats;
  private boolean busy;
  private boolean stuck;

  /** A row of calls on the lane's thread. */
  interface Calls<T> {
    T make(Beat beat) throws IOException;
  }

  /** To be told before each call, so that a long row of them is not taken for a hanging one. */
  interface Beat {
    /**
     * Says what is asked for next.
     *
     * @throws DoesNotAnswer if nobody waits for it any more
     */
    void at(Path path) throws DoesNotAnswer;
  }

  /**
   * Asks nothing yet.
   *
   * @param patience with a single call
   */
  Lane(Path mount, FileCalls calls, Duration patience, Clock clock) {
    this.at = mount;
    this.calls = calls;
    this.patience = patience;
    this.clock = clock;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("files-" + mount).factory());
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Waits for the answer, or until a call is silent for longer than the patience.
   *
   * @throws DoesNotAnswer if it is, or was already
   */
  <T> T ask(Calls<T> row) throws IOException {
    if (isStuck()) {
      throw new DoesNotAnswer();
    }
    Future<T> answer = thread.submit(() -> onThread(row));
    Silence silence = new Silence();
    while (true) {
      try {
        return answer.get(patience.toNanos() / LOOKS, TimeUnit.NANOSECONDS);
      } catch (TimeoutException notYet) {
        if (isGivenUp(silence)) {
          answer.cancel(false);
          throw new DoesNotAnswer();
        }
      } catch (ExecutionException failed) {
        switch (failed.getCause()) {
          case IOException refused -> throw refused;
          case UncheckedIOException refused -> throw refused.getCause();
          case RuntimeException bug -> throw bug;
          case Throwable worse -> throw new IllegalStateException(worse);
        }
      } catch (InterruptedException stopped) {
        answer.cancel(false);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the hub ends");
      }
    }
  }

  /** Whether a call is out that does not return. */
  synchronized boolean isStuck() {
    return stuck;
  }

  /** Whether nobody would miss it. */
  synchronized boolean isIdle() {
    return !busy && !stuck;
  }

  void close() {
    thread.shutdownNow();
  }

  /** For how many looks in a row nothing moved. */
  private static final class Silence {
    long beats = -1;
    int looks;
  }

  private synchronized boolean isGivenUp(Silence silence) {
    if (!stuck && busy) {
      silence.looks = beats == silence.beats ? silence.looks + 1 : 1;
      silence.beats = beats;
      stuck = silence.looks >= LOOKS;
    }
    return stuck;
  }

  private <T> T onThread(Calls<T> row) throws IOException {
    begin();
    try {
      return row.make(this::beat);
    } finally {
      while (!isDone()) {
        tryAgain();
      }
    }
  }

  private synchronized void begin() {
    busy = true;
    beats++;
  }

  private synchronized void beat(Path path) throws DoesNotAnswer {
    beats++;
    at = path;
    if (stuck) {
      throw new DoesNotAnswer();
    }
  }

  private synchronized boolean isDone() {
    busy = stuck;
    return !stuck;
  }

  /**
   * It returned after all. Where it did so with an error after a minute (a "soft" mount), the next
   * one would hang as long: it is well again only once it answers in time.
   */
  private void tryAgain() {
    Instant begun = clock.steady();
    try {
      calls.attributes(at());
    } catch (IOException anAnswerToo) {
      // that it is gone, say
    }
    if (begun.plus(patience).isAfter(clock.steady())) {
      synchronized (this) {
        stuck = false;
      }
    }
  }

  private synchronized Path at() {
    return at;
  }
}
