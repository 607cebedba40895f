package dev.wildstream.memory.json;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, with a deadline. */
final class Eventually {

  private static final int TRIES = 3_000;

  private Eventually() {}

  static void holds(BooleanSupplier condition) {
    for (int i = 0; i < TRIES; i++) {
      if (condition.getAsBoolean()) {
        return;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
    throw new AssertionError("not within 30 s");
  }
}
