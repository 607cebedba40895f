package dev.wildstream.loop;

import java.time.Duration;
import java.time.Instant;

/** Stands still until told otherwise. Safe for use by several threads. */
public final class SettableClock implements Clock {

  public static final Instant BEGIN = Instant.parse("2026-11-22T09:00:00.123456Z");

  public volatile Instant steady = BEGIN;
  public volatile Instant wall = BEGIN;
  public volatile Duration uptime = Duration.ofHours(1);

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

  public synchronized void pass(Duration time) {
    steady = steady.plus(time);
    wall = wall.plus(time);
    uptime = uptime.plus(time);
  }
}
