package dev.wildstream.loop;

import java.time.Duration;
import java.time.Instant;

/** The machine's own time. */
public final class RealClock implements Clock {

  private final Instant begun = Instant.now();
  private final long nanos = System.nanoTime();

  @Override
  public Instant steady() {
    return begun.plusNanos(System.nanoTime() - nanos);
  }

  @Override
  public Instant wall() {
    return Instant.now();
  }

  @Override
  public Duration uptime() {
    return Duration.between(Instant.EPOCH, steady());
  }
}
