package dev.wildstream.loop;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How the loop is told to look again. A wake-up carries nothing, and many before the next look are
 * one.
 */
public interface Wake {

  /** Makes the present or next wait end at once. Never blocks for long; from any thread. */
  void wake();

  /** Waits for a wake-up, or until the time is up; empty = without end. */
  void await(Optional<Duration> atMost) throws InterruptedException;

  /** One that waits for real. */
  static Wake real() {
    return new Wake() {
      private final ReentrantLock lock = new ReentrantLock();
      private final Condition woken = lock.newCondition();
      private boolean pending;

      @Override
      public void wake() {
        lock.lock();
        try {
          pending = true;
          woken.signal();
        } finally {
          lock.unlock();
        }
      }

      @Override
      public void await(Optional<Duration> atMost) throws InterruptedException {
        lock.lock();
        try {
          long nanos = atMost.map(Duration::toNanos).orElse(TimeUnit.DAYS.toNanos(1));
          while (!pending && nanos > 0) {
            nanos = woken.awaitNanos(nanos);
          }
          pending = false;
        } finally {
          lock.unlock();
        }
      }
    };
  }
}
