package dev.wildstream.real.chaos;

import static dev.wildstream.real.chaos.Allowance.NETWORK_DELAY;
import static dev.wildstream.real.chaos.Allowance.NOTICED;
import static dev.wildstream.real.chaos.Allowance.STALL_TIMEOUT;
import static dev.wildstream.real.chaos.Allowance.START;

import dev.wildstream.real.Await;
import dev.wildstream.real.RealParts;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What befalls the server, the way to it, and the key. */
final class ServerActs {

  static final List<Act> ALL =
      List.of(
          Act.of(
              "server killed",
              Touch.SERVER,
              300,
              7_000,
              (scene, station, chance) -> killed(station)),
          Act.of(
              "server frozen",
              Touch.SERVER,
              500,
              9_000,
              (scene, station, chance) -> frozen(station)),
          Act.of(
              "link down", Touch.SERVER, 500, 7_000, (scene, station, chance) -> linkDown(station)),
          Act.of(
              "dropped", Touch.SERVER, 0, 0, (scene, station, chance) -> dropped(scene, station)),
          Act.of(
              "key refused",
              Touch.SERVER,
              500,
              7_000,
              (scene, station, chance) -> refused(station)),
          Act.of(
              "key held by another",
              Touch.SERVER,
              500,
              6_000,
              (scene, station, chance) -> held(station)));

  /** A probe a second after the return finds it, unless it was gone for too short to be missed. */
  private static final Duration PROBE = Duration.ofSeconds(1);

  private static final Duration MISSED = Duration.ofMillis(2_500);

  private ServerActs() {}

  private static Struck killed(Station station) {
    station.server.stop();
    return new Struck.Hit(
        "server of " + station + " is killed",
        Set.of("network"),
        Allowance.of(
            lasted -> lasted.plus(lasted.compareTo(MISSED) > 0 ? PROBE : NETWORK_DELAY).plus(START),
            NETWORK_DELAY.plus(START)),
        station.server::start);
  }

  /**
   * A pause shorter than the stall timeout is none. Else, at worst: an attempt into the ice is
   * waited out just before it thaws, then one finds the session before still there.
   */
  private static Struck frozen(Station station) {
    station.server.freeze();
    Duration worst = NETWORK_DELAY.plus(START).multipliedBy(2);
    return new Struck.Hit(
        "server of " + station + " is frozen",
        Set.of("stall", "start-timeout", "network", "busy"),
        Allowance.of(
            lasted ->
                lasted.plus(
                    lasted.compareTo(STALL_TIMEOUT.minusMillis(500)) < 0
                        ? Duration.ofSeconds(1)
                        : worst),
            worst),
        station.server::thaw);
  }

  /**
   * TCP asks again after pauses that double, so that what was under way gets through after as long
   * again; only then does the server know of the end of a session that was given up meanwhile, and
   * its key is free.
   */
  private static Struck linkDown(Station station) {
    station.host.linkDown();
    Duration noticed = STALL_TIMEOUT.plus(NOTICED);
    return new Struck.Hit(
        "link to the server of " + station + " is down",
        Set.of("stall", "start-timeout", "network", "busy"),
        Allowance.of(
            lasted ->
                Allowance.longer(lasted, noticed)
                    .multipliedBy(2)
                    .plusSeconds(1)
                    .plus(NETWORK_DELAY)
                    .plus(START),
            noticed.plusSeconds(7).plus(NETWORK_DELAY).plus(START)),
        station.host::linkUp);
  }

  private static Struck dropped(Scene scene, Station station) {
    if (!station.air().isOn()) {
      return new Struck.Nothing("no session");
    }
    Duration back = ProcessActs.backFromNetwork(scene, station);
    station.server.drop(station.key);
    return new Struck.Hit(
        "session of " + station + " is dropped",
        Set.of("network", "rejected"),
        Allowance.after(back),
        () -> {});
  }

  /**
   * Refused after a drop; then the numbered attempts, or the network's, whichever was under way.
   */
  private static Struck refused(Station station) {
    station.server.refuse(true);
    station.server.drop(station.key);
    return new Struck.Hit(
        "key of " + station + " is refused",
        Set.of("network", "rejected"),
        Allowance.lasting(NETWORK_DELAY.plus(START)),
        () -> station.server.refuse(false));
  }

  private static Struck held(Station station) throws Exception {
    station.server.refuse(true);
    station.server.drop(station.key);
    Process rival = station.rival(RealParts.bundledFfmpeg());
    Await.until(
        "another publishes with the key of " + station,
        Duration.ofSeconds(10),
        () -> station.air().stat().publishers().contains(station.host.address()),
        () -> "publishers: " + station.air().stat());
    station.server.refuse(false);
    return new Struck.Hit(
        "key of " + station + " is held by another",
        Set.of("network", "rejected", "busy"),
        Allowance.lasting(NETWORK_DELAY.plus(START)),
        () -> {
          // ip netns exec becomes the program
          rival.destroyForcibly().waitFor();
        });
  }
}
