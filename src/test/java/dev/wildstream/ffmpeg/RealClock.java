package dev.wildstream.ffmpeg;

import dev.wildstream.loop.Clock;
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
  public java.time.Duration uptime() {
    return java.time.Duration.between(Instant.EPOCH, steady());
  }
}
