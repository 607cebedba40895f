package dev.wildstream;

import dev.wildstream.linux.Uptime;
import dev.wildstream.loop.Clock;
import java.time.Duration;
import java.time.Instant;

/** The machine's clocks. The only class that asks for them; everything else is given the time. */
final class SystemClock implements Clock {

  private final Instant begin = Instant.now();
  private final long beginNanos = System.nanoTime();

  @Override
  public Instant steady() {
    return begin.plusNanos(System.nanoTime() - beginNanos);
  }

  @Override
  public Instant wall() {
    return Instant.now();
  }

  @Override
  public Duration uptime() {
    return Uptime.ofMachine();
  }
}
