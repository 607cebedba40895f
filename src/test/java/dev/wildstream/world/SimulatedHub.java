package dev.wildstream.world;

import dev.wildstream.loop.Configuration;
import dev.wildstream.loop.Loop;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.Wake;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * One life of a hub: the real loop on ports that are simulated. It runs until it ends as asked, or
 * until it is killed, which may be between any two of its effects.
 */
final class SimulatedHub implements Wake {

  /** The hub is killed; whatever it was about to do is not done. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /** As the real one's patience with what does not end. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private static final Duration SPIN = Duration.ofMillis(20);

  /** So many look-ups, probes and exits may fall into that time for eight streams. */
  private static final int MOST_TURNS = 200;

  private final World world;
  private final SimulatedMachine.HubClock clock;
  private final SimulatedStore store;
  private final SimulatedProcesses processes;
  private final SimulatedConfiguration.Port revisions;
  private boolean alive = true;
  private long wokenAt = Agenda.NEVER;
  private int killIn = -1;
  private boolean leaving;
  private boolean knowsLeaving;
  private long turnBegan;
  private Optional<Loop> loop = Optional.empty();
  private Optional<Snapshot> newest = Optional.empty();
  private boolean turned;
  private long turnsBegin;
  private int turns;

  SimulatedHub(World world) {
    this.world = world;
    clock = world.machine.clock();
    store = new SimulatedStore(world, this);
    processes = new SimulatedProcesses(world, this);
    revisions = new SimulatedConfiguration.Port(world, this);
  }

  SimulatedMachine.HubClock clock() {
    return clock;
  }

  SimulatedProcesses processes() {
    return processes;
  }

  boolean isAlive() {
    return alive;
  }

  /** Whether it knew, when its turn began, that it is to take its streams off the air. */
  boolean isLeaving() {
    return knowsLeaving;
  }

  /** When its turn began: what it does was decided then. */
  long turnBegan() {
    return turnBegan;
  }

  /** What it told last; empty before its first turn. */
  Optional<Snapshot> newest() {
    return newest;
  }

  /** Lives until it ends. */
  void live() {
    try {
      Loop fresh =
          new Loop(
              new Loop.Ports(
                  clock,
                  this,
                  revisions,
                  processes,
                  new SimulatedMedia(world, this),
                  new SimulatedKeys.Port(world, this),
                  new SimulatedTargets(world, this),
                  store),
              new Configuration("hub.yaml", revisions, store, world.configuration::read),
              new Loop.Identity("test", world.chances.below(30_000), world.machine.boot()),
              this::publish,
              world.chances::dice,
              world.chances::number);
      loop = Optional.of(fresh);
      processes.adopt();
      revisions.begin();
      begins();
      fresh.run(LEAVING);
      if (fresh.isHandingOver()) {
        processes.settle();
      }
      store.close();
      if (leaving && !fresh.isHandingOver()) {
        world.books.hubLeft();
      }
    } catch (Killed killed) {
      // all that was about to be done is not
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    } finally {
      alive = false;
    }
  }

  private void publish(Snapshot snapshot) {
    turned = true;
    newest = Optional.of(snapshot);
    world.books.turned(snapshot);
  }

  /** Something that others see is about to be done; a hub that is to be killed dies before it. */
  void effect(Supplier<String> what) {
    world.journal.note(() -> "  hub: " + what.get());
    if (killIn == 0) {
      world.struck("the hub is killed between two effects");
      die();
      throw new Killed();
    }
    if (killIn > 0) {
      killIn--;
    }
  }

  /** It will be killed before the effect after so many others. */
  void killAfter(int effects) {
    killIn = effects;
  }

  /** It will not be killed. */
  void spare() {
    killIn = -1;
  }

  /** It is killed now. */
  void die() {
    store.cutOff();
    alive = false;
  }

  void leave() {
    leaving = true;
    loop.ifPresent(Loop::leave);
    wake();
  }

  void handOver() {
    loop.ifPresent(Loop::handOver);
    wake();
  }

  @Override
  public void wake() {
    // the loop's thread is not always quick to run
    long reaction = world.chances.below(3_000_000);
    wokenAt = Math.min(wokenAt, world.agenda.now() + reaction);
  }

  @Override
  public void await(Optional<Duration> atMost) {
    if (!turned) {
      throw new BrokenPromise("A turn of the loop never fails");
    }
    turned = false;
    spins();
    world.journal.note(() -> "  hub: " + phases() + " sleeps " + atMost.orElseThrow());
    long now = world.agenda.now();
    long calm = Math.min(world.agenda.next(), now + world.calm().toNanos());
    long beat = Math.max(now + atMost.orElseThrow().toNanos(), calm);
    while (world.agenda.now() < Math.min(beat, wokenAt)) {
      passUntil(Math.min(Math.min(beat, wokenAt), world.agenda.next()));
    }
    wokenAt = Agenda.NEVER;
    begins();
  }

  private void begins() {
    turnBegan = world.agenda.now();
    knowsLeaving = leaving;
  }

  private String phases() {
    return newest.stream()
        .flatMap(snapshot -> snapshot.streams().stream())
        .map(s -> s.name() + " " + s.memory().phase().text() + " \"" + s.memory().reason() + "\"")
        .collect(Collectors.joining(", "));
  }

  /** A loop that turns and turns while nothing happens takes a core from the streams. */
  private void spins() {
    turns++;
    if (world.agenda.now() > turnsBegin + SPIN.toNanos()) {
      turnsBegin = world.agenda.now();
      turns = 0;
    }
    if (turns > MOST_TURNS) {
      throw new BrokenPromise("The loop sleeps where there is nothing to do");
    }
  }

  /** Time passes for the world while this hub waits; it may be killed meanwhile. */
  void passUntil(long when) {
    world.agenda.passUntil(when);
    if (!alive) {
      throw new Killed();
    }
  }
}
