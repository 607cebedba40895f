package dev.wildstream.real.chaos;

import static dev.wildstream.real.chaos.Allowance.DELAY;
import static dev.wildstream.real.chaos.Allowance.FED_AHEAD;
import static dev.wildstream.real.chaos.Allowance.HEALTHY_AFTER;
import static dev.wildstream.real.chaos.Allowance.NETWORK_DELAY;
import static dev.wildstream.real.chaos.Allowance.NOTICED;
import static dev.wildstream.real.chaos.Allowance.STALL_TIMEOUT;
import static dev.wildstream.real.chaos.Allowance.START;
import static dev.wildstream.real.chaos.Allowance.START_TIMEOUT;
import static dev.wildstream.real.chaos.Allowance.STARVED;

import dev.wildstream.real.HubProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What befalls the processes of a stream. */
final class ProcessActs {

  static final List<Act> ALL =
      List.of(
          Act.of(
              "publisher killed",
              Touch.PUBLISHER,
              0,
              0,
              (scene, station, chance) -> killedPublisher(scene, station)),
          Act.of(
              "publisher frozen",
              Touch.PUBLISHER,
              500,
              9_000,
              (scene, station, chance) -> frozenPublisher(scene, station)),
          Act.of(
              "feeder killed",
              Touch.FEEDER,
              0,
              0,
              (scene, station, chance) -> killedFeeder(scene, station)),
          Act.of(
              "feeder frozen",
              Touch.FEEDER,
              500,
              12_000,
              (scene, station, chance) -> frozenFeeder(scene, station)));

  private ProcessActs() {}

  /** How long it takes to be back, where the end itself is noticed at once. */
  static Duration back(Scene scene, Station station, Duration delay) {
    List<Starts.Life> publishers = scene.starts.publishers(station.name);
    Duration latest = publishers.isEmpty() ? Duration.ZERO : publishers.getLast().began;
    // half a second for what the hub and the test see of it at different times
    boolean atOnce = scene.journal.now().minus(latest).compareTo(HEALTHY_AFTER.plusMillis(500)) > 0;
    return atOnce ? START : delay.plus(START);
  }

  private static Struck killedPublisher(Scene scene, Station station) {
    Optional<Starts.Life> publisher = scene.starts.living("publisher", station.name);
    if (publisher.isEmpty()) {
      return new Struck.Nothing("no publisher");
    }
    Duration back = back(scene, station, DELAY);
    HubProcess.signal("KILL", publisher.get().pid);
    return new Struck.Hit(
        "publisher " + publisher.get().pid + " of " + station + " is killed",
        Set.of("internal"),
        Allowance.after(back),
        () -> {});
  }

  private static Struck frozenPublisher(Scene scene, Station station) {
    Optional<Starts.Life> publisher = scene.starts.living("publisher", station.name);
    if (publisher.isEmpty()) {
      return new Struck.Nothing("no publisher");
    }
    Duration back = back(scene, station, DELAY);
    HubProcess.signal("STOP", publisher.get().pid);
    // one that was just started is ended by the start timeout, which is longer
    Duration noticed = START_TIMEOUT.plus(NOTICED);
    return new Struck.Hit(
        "publisher " + publisher.get().pid + " of " + station + " is frozen",
        Set.of("stall", "start-timeout"),
        Allowance.of(
            lasted ->
                lasted.compareTo(STALL_TIMEOUT.minusMillis(500)) < 0
                    ? lasted.plusSeconds(1)
                    : Allowance.shorter(lasted, noticed).plus(back),
            back.plusSeconds(2)),
        () -> thaw(publisher.get()));
  }

  private static void thaw(Starts.Life life) {
    if (life.lives()) {
      ProcessHandle.of(life.pid).ifPresent(alive -> HubProcess.signal("CONT", life.pid));
    }
  }

  /** Another item follows it before what was fed ahead is sent, once so much is. */
  private static Struck killedFeeder(Scene scene, Station station) {
    Optional<Starts.Life> feeder = scene.starts.living("feeder", station.name);
    if (feeder.isEmpty()) {
      return new Struck.Nothing("no feeder");
    }
    boolean ahead =
        scene
            .starts
            .living("publisher", station.name)
            .map(publisher -> scene.journal.now().minus(publisher.began))
            .filter(age -> age.compareTo(FED_AHEAD.multipliedBy(2)) > 0)
            .isPresent();
    HubProcess.signal("KILL", feeder.get().pid);
    return new Struck.Hit(
        "feeder " + feeder.get().pid + " of " + station + " is killed",
        Set.of(),
        ahead ? Allowance.nothing() : Allowance.after(START),
        () -> {});
  }

  /**
   * What was fed ahead is sent, be it nothing, since the session just began; then it is waited for,
   * and then it is ended.
   */
  private static Struck frozenFeeder(Scene scene, Station station) {
    Optional<Starts.Life> feeder = scene.starts.living("feeder", station.name);
    if (feeder.isEmpty()) {
      return new Struck.Nothing("no feeder");
    }
    HubProcess.signal("STOP", feeder.get().pid);
    return new Struck.Hit(
        "feeder " + feeder.get().pid + " of " + station + " is frozen",
        Set.of(),
        Allowance.of(
            lasted -> Allowance.shorter(lasted, STARVED).plus(START),
            Duration.ofSeconds(Shelf.SECONDS)),
        () -> thaw(feeder.get()));
  }

  /** Likewise for what the network did. */
  static Duration backFromNetwork(Scene scene, Station station) {
    return back(scene, station, NETWORK_DELAY);
  }
}
