package dev.wildstream.real.chaos;

import dev.wildstream.real.Await;
import dev.wildstream.real.KeyHunt;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two channels, one with each FFmpeg, and everything goes wrong that can: one after the other and
 * at the same time. What is promised is checked from the outside: by the servers, by /proc, and by
 * what the hub tells.
 *
 * <p>{@code -Dchaos.minutes=10} or {@code -Pchaos} plays longer, {@code -Dchaos.seed=7} the same
 * acts again; when exactly each of them meets the channel is the machine's.
 */
class ChaosIT {

  private static final Logger LOG = LoggerFactory.getLogger(ChaosIT.class);

  private static final Duration LENGTH = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 2));

  /** One for all tries of this test. */
  private static final long SEED =
      Long.getLong("chaos.seed", new SecureRandom().nextInt(1_000_000));

  /** Sixty in ten minutes are asked for. */
  private static final long FEWEST = 6 * LENGTH.toMinutes();

  /** Watchers of folders and probes come and go; the rest is as at the begin. */
  private static final long MORE_DESCRIPTORS = 32;

  @TempDir Path folder;

  @Test
  void noPromiseIsBrokenWhateverGoesWrong() throws Exception {
    LOG.info("Chaos seed={} length={}", SEED, LENGTH);
    try (Scene scene = new Scene(folder)) {
      Verdict verdict = new Verdict(scene);
      try {
        scene.begin();
        long descriptors = Leftovers.descriptors(scene);
        Player player = new Player(scene, new Deck(SEED, scene.stations.size()));
        player.play(LENGTH);
        verdict.with(player.failed());
        afterwards(scene, verdict, descriptors);
        report(scene);
      } catch (AssertionError | RuntimeException broken) {
        verdict.with(List.of(broken.toString()));
      }
      assertKept(scene, verdict);
    }
  }

  /** All faults are over: everything desired is on the air, and everything is accounted for. */
  private void afterwards(Scene scene, Verdict verdict, long descriptors) throws Exception {
    Duration bound = Allowance.atLeastNothing(scene.ledger.until().minus(scene.journal.now()));
    try {
      Await.until(
          "all is on the air " + bound + " after the last fault",
          bound.plus(Allowance.START),
          () ->
              scene.stations.stream()
                  .allMatch(s -> s.air().isOn() && scene.hub.phase(s.name).equals("on-air")));
    } catch (AssertionError dark) {
      verdict.with(List.of(dark.getMessage().strip()));
      scene.stations.stream()
          .filter(station -> !station.air().isOn())
          .forEach(station -> scene.journal.note(DarkStation.of(scene, station)));
    }
    // and stays there
    Await.pass(Allowance.HEALTHY_AFTER);
    verdict
        .onePublisher()
        .offAir()
        .restartsForAReason()
        .offMeansOff()
        .goesOnWhereItStopped()
        .restartsAreCounted(scene.hub.page("/metrics").text());
    for (Station station : scene.stations) {
      verdict.with(KeyHunt.of(scene.hub, folder).search(List.of(station.key)));
    }
    if (Leftovers.descriptors(scene) > descriptors + MORE_DESCRIPTORS) {
      verdict.with(
          List.of(descriptors + " files were open, now " + Leftovers.descriptors(scene) + " are"));
    }
    if (scene.ledger.size() < FEWEST) {
      verdict.with(List.of("only " + scene.ledger.size() + " faults"));
    }
    if (scene.hub.stop() != 0) {
      verdict.with(List.of("the hub ended with " + scene.hub.process().exitValue()));
    }
    verdict.with(Leftovers.of(scene));
  }

  private static void report(Scene scene) {
    for (Station station : scene.stations) {
      Duration allowed =
          scene.ledger.clusters(station.name).stream()
              .map(Ledger.Cluster::costs)
              .reduce(Duration.ZERO, Duration::plus);
      Duration off =
          station.air().silences().stream()
              .map(Air.Silence::length)
              .reduce(Duration.ZERO, Duration::plus);
      LOG.info(
          "Chaos seed={} station={} faults={} publishers={} offAir={} allowed={} positions={}",
          SEED,
          station,
          scene.ledger.of(station.name).size(),
          scene.starts.publishers(station.name).size(),
          off,
          allowed,
          scene.positions.compared());
    }
  }

  private static void assertKept(Scene scene, Verdict verdict) {
    if (!verdict.complaints().isEmpty()) {
      throw new AssertionError(
          """
          seed %d, %d faults:
            %s
          What was done:
          %s
          What the hub says:
          %s
          The same acts again, as far as real time allows:
            mvn -Dtest=NoUnit -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=ChaosIT -Dchaos.seed=%d verify\
          """
              .formatted(
                  SEED,
                  scene.ledger.size(),
                  String.join("\n  ", verdict.complaints()),
                  scene.journal.text(),
                  scene.hub.logText(),
                  SEED));
    }
  }
}
