package dev.wildstream.world;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * What will happen, and the time it is now: nanoseconds since the world began, always forward, at
 * one second per second, whatever clocks show.
 */
final class Agenda {

  /** Later than anything. */
  static final long NEVER = Long.MAX_VALUE;

  private record Entry(long at, long order, Runnable what, boolean stirs)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long orders;
  private long now;
  private long stirredAt;

  long now() {
    return now;
  }

  /** How long nothing has happened. */
  Duration calm() {
    return Duration.ofNanos(now - stirredAt);
  }

  void at(long when, Runnable what) {
    entries.add(new Entry(Math.max(when, now), orders++, what, true));
  }

  /** The same for what concerns nobody else, and leaves the world as calm as it is. */
  void quietlyIn(Duration wait, Runnable what) {
    entries.add(new Entry(now + wait.toNanos(), orders++, what, false));
  }

  void in(Duration wait, Runnable what) {
    at(now + wait.toNanos(), what);
  }

  /** When the next thing happens; {@link #NEVER} where nothing will. */
  long next() {
    return entries.isEmpty() ? NEVER : entries.peek().at();
  }

  /** Lets time pass, and what is due in it happen. */
  void passUntil(long when) {
    while (next() <= when) {
      Entry due = entries.poll();
      now = Math.max(now, due.at());
      stirredAt = due.stirs() ? now : stirredAt;
      due.what().run();
    }
    now = Math.max(now, when);
  }
}
