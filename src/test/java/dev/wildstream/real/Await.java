package dev.wildstream.real;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for a condition of a real program, which tells nobody when it comes true. */
public final class Await {

  private Await() {}

  /** Looks every 20 ms; fails with what it waited for when the time is up. */
  public static void until(String what, Duration atMost, Callable<Boolean> condition) {
    until(what, atMost, condition, () -> "");
  }

  /** Likewise, and adds to the failure what {@code more} says then. */
  public static void until(
      String what, Duration atMost, Callable<Boolean> condition, Supplier<String> more) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("waited " + atMost + " in vain: " + what + "\n" + more.get());
        }
        LockSupport.parkNanos(20_000_000);
      }
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(what, e);
    }
  }

  /** Lets time pass in which something must not happen. */
  public static void pass(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(Math.max(1, end - System.nanoTime()));
    }
  }
}
