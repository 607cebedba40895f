package dev.wildstream.ffmpeg;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;

/** Waiting for a condition, never for a time. */
public final class Until {
  private Until() {}

  public static void holds(Duration atMost, String what, BooleanSupplier condition) {
    present(atMost, what, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  public static <T> T present(Duration atMost, String what, Supplier<Optional<T>> value) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (true) {
      Optional<T> seen = value.get();
      if (seen.isPresent()) {
        return seen.get();
      }
      if (System.nanoTime() > deadline) {
        return Assertions.fail("not within " + atMost + ": " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
