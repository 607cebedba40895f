package dev.wildstream.ffmpeg;

import dev.wildstream.loop.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that passes when a test says so. Safe for use by several threads. */
public final class SteppedClock implements Clock {

  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

  private volatile Instant now = BEGUN;

  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant steady() {
    return now;
  }

  @Override
  public Instant wall() {
    return now;
  }

  @Override
  public Duration uptime() {
    return Duration.between(BEGUN, now);
  }
}
