package dev.wildstream.memory.json;

import dev.wildstream.loop.Clock;
import java.time.Duration;
import java.time.Instant;

/** Stands still until told otherwise. */
final class SettableClock implements Clock {

  static final Instant BEGIN = Instant.parse("2026-11-22T09:00:00.123456Z");

  volatile Instant steady = BEGIN;
  volatile Instant wall = BEGIN;
  volatile Duration uptime = Duration.ofHours(1);

  @Override
  public Instant steady() {
    return steady;
  }

  @Override
  public Instant wall() {
    return wall;
  }

  @Override
  public Duration uptime() {
    return uptime;
  }

  void pass(Duration time) {
    steady = steady.plus(time);
    wall = wall.plus(time);
    uptime = uptime.plus(time);
  }
}
