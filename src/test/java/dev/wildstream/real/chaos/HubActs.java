package dev.wildstream.real.chaos;

import dev.wildstream.real.HubProcess;
import java.util.List;
import java.util.Set;

/** What befalls the hub and its folders. Its own end is no break. */
final class HubActs {

  static final List<Act> ALL =
      List.of(
          Act.of(
              "hub killed",
              Touch.HUB,
              0,
              4_000,
              (scene, station, chance) -> {
                scene.hub.kill();
                return away("the hub is killed", () -> again(scene));
              }),
          Act.of(
              "hub hands over",
              Touch.HUB,
              0,
              1_000,
              (scene, station, chance) -> {
                HubProcess.signal("USR2", scene.hub.process().pid());
                scene.hub.waitFor();
                return away("the hub hands over", () -> again(scene));
              }),
          Act.of(
              "hub frozen",
              Touch.HUB,
              500,
              5_000,
              (scene, station, chance) -> {
                long pid = scene.hub.process().pid();
                HubProcess.signal("STOP", pid);
                return away("the hub is frozen", () -> HubProcess.signal("CONT", pid));
              }),
          Act.of(
              "state disk full",
              Touch.STATE,
              2_000,
              9_000,
              (scene, station, chance) -> {
                scene.state.fill();
                return new Struck.Hit(
                    "the state disk is full",
                    Set.of(),
                    Allowance.slowRecords(),
                    scene.state::empty);
              }));

  private HubActs() {}

  private static void again(Scene scene) {
    scene.hub.start();
    scene.awaitHub();
  }

  /** Whatever died while no hub was there is put back as restored. */
  private static Struck away(String what, Struck.Mend mend) {
    return new Struck.Hit(what, Set.of("restored"), Allowance.hubAway(), mend);
  }
}
