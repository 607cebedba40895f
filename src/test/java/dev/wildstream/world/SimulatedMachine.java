package dev.wildstream.world;

import dev.wildstream.loop.Clock;
import java.time.Duration;
import java.time.Instant;

/** The machine's clocks and its boots. */
final class SimulatedMachine {

  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  private final Agenda agenda;
  private Duration wallShift = Duration.ZERO;
  private Duration slept = Duration.ZERO;
  private long bootedAt;
  private int boots = 1;

  SimulatedMachine(Agenda agenda) {
    this.agenda = agenda;
  }

  Instant wall() {
    return BEGIN.plusNanos(agenda.now()).plus(wallShift);
  }

  /** Somebody sets the wall clock. */
  void stepWall(Duration step) {
    wallShift = wallShift.plus(step);
  }

  /** The machine was suspended so long: to all that runs on it, it was a moment. */
  void slept(Duration time) {
    wallShift = wallShift.plus(time);
    slept = slept.plus(time);
  }

  /** In steps of 10 ms. */
  Duration uptime() {
    long millis = Duration.ofNanos(agenda.now() - bootedAt).plus(slept).toMillis();
    return Duration.ofMillis(millis / 10 * 10);
  }

  String boot() {
    return "boot-" + boots;
  }

  void reboot() {
    boots++;
    bootedAt = agenda.now();
    slept = Duration.ZERO;
  }

  /** The clock of a hub that begins now. */
  HubClock clock() {
    return new HubClock();
  }

  /** Begins as wall time, and then only moves forward. */
  final class HubClock implements Clock {
    private final Instant begin = SimulatedMachine.this.wall();
    private final long beganAt = agenda.now();

    @Override
    public Instant steady() {
      return steadyAt(agenda.now());
    }

    @Override
    public Instant wall() {
      return SimulatedMachine.this.wall();
    }

    @Override
    public Duration uptime() {
      return SimulatedMachine.this.uptime();
    }

    /** A moment of the world as this clock has it. */
    Instant steadyAt(long nanos) {
      return begin.plusNanos(nanos - beganAt);
    }

    /** The moment of the world at which this clock shows {@code steady}, or just after it. */
    long worldAt(Instant steady) {
      Duration since = Duration.between(begin, steady);
      return since.compareTo(Duration.ofDays(10_000)) > 0
          ? Agenda.NEVER
          : beganAt + since.toNanos();
    }
  }
}
