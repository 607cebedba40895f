package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Of one stream: that the next hub remembers what was kept last, at the same moments, unless disk
 * and machine lost it.
 */
final class MemoryBook {

  /** The machine's uptime, by which moments are told over hubs, comes in steps of 10 ms. */
  private static final Duration ROUNDING = Duration.ofMillis(25);

  private record Kept(StreamMemory memory, SimulatedMachine.HubClock clock) {}

  private final World world;
  private final StreamName stream;
  private Optional<Kept> last = Optional.empty();
  private boolean clocksDiffer;
  private boolean lost;

  MemoryBook(World world, StreamName stream) {
    this.world = world;
    this.stream = stream;
  }

  void kept(StreamMemory memory, SimulatedMachine.HubClock clock) {
    last = Optional.of(new Kept(memory, clock));
    clocksDiffer = false;
  }

  Optional<StreamMemory> last() {
    return last.map(Kept::memory);
  }

  /** From another boot only the wall clock tells when something was. */
  void rebooted() {
    clocksDiffer = true;
  }

  /** The clock that goes on while the machine sleeps is another one. */
  void slept() {
    clocksDiffer = true;
  }

  /** Whether the hub does not know what an earlier one kept last. */
  boolean isLost() {
    return lost;
  }

  /** It was started anew, and goes on from there. */
  void started() {
    lost = false;
  }

  /** What a new hub makes of what it finds. */
  void loaded(Optional<StreamMemory> found, SimulatedMachine.HubClock clock) {
    if (last.isEmpty()) {
      lost = true; // nothing of it was kept yet, or what was is of an earlier stream of this name
      return;
    }
    StreamMemory kept = last.get().memory();
    boolean there = world.disk.holds(stream, kept);
    boolean same = found.map(f -> isSame(f, kept)).orElse(false);
    world.books.promise(
        "What was kept last is what the next hub remembers",
        same || !there,
        () -> stream + ": " + found + "\n  in place of " + kept);
    lost |= !same;
    if (same && there && !clocksDiffer) {
      sameMoment(found.get().since(), kept.since(), clock);
      if (kept.retries().next().isPresent()) {
        sameMoment(found.get().retries().next().orElseThrow(), kept.retries().next().get(), clock);
      }
    }
  }

  /** The same but for its moments, which another clock shows otherwise. */
  private static boolean isSame(StreamMemory one, StreamMemory other) {
    return one.sessions() == other.sessions()
        && one.phase() == other.phase()
        && one.session().map(Session::number).equals(other.session().map(Session::number))
        && one.session().map(Session::segments).equals(other.session().map(Session::segments))
        && one.retries().attempts() == other.retries().attempts()
        && one.position().equals(other.position())
        && one.counters().equals(other.counters());
  }

  private void sameMoment(Instant found, Instant kept, SimulatedMachine.HubClock clock) {
    SimulatedMachine.HubClock then = last.orElseThrow().clock();
    Duration apart =
        Duration.between(
                Instant.ofEpochSecond(0, then.worldAt(kept)),
                Instant.ofEpochSecond(0, clock.worldAt(found)))
            .abs();
    world.books.promise(
        "A moment stays where it was, whatever is done to the wall clock",
        apart.compareTo(ROUNDING) < 0,
        () -> stream + ": by " + apart);
  }
}
