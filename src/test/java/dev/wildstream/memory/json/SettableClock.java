package dev.wildstream.memory.json;

import dev.wildstream.loop.Clock;
import java.time.Duration;
import java.time.Instant;

/** Stands still until told otherwise. */
final class SettableClock implements Clock {

  static final Instant BEGIN = Instant.parse("2026-11-22T09:00:00.123456Z");

  volatile Instant steady = BEGIN;
  volatile Instant wall = BEGIN;

  @Override
  public Instant steady() {
    return steady;
  }

  @Override
  public Instant wall() {
    return wall;
  }

  void pass(Duration time) {
    steady = steady.plus(time);
    wall = wall.plus(time);
  }
}
