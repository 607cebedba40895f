package dev.wildstream.real.chaos;

import static dev.wildstream.real.chaos.Allowance.SETTLED;
import static dev.wildstream.real.chaos.Allowance.START;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What befalls the file that says what is desired. */
final class EditActs {

  /** A stream that is switched off, by intent. */
  static final String SWITCHED_OFF = " is switched off";

  static final List<Act> ALL =
      List.of(
          bad("a broken line", yaml -> yaml.replace("streams:", "streams: ][")),
          bad("an unknown key", yaml -> yaml.replace("restartedAt:", "restardedAt:")),
          bad("a key in the clear", yaml -> yaml.replace("key: {", "key: \"in the clear\" # {")),
          bad("nothing in it", yaml -> ""),
          Act.of(
              "file is gone",
              Touch.EDITS,
              500,
              6_000,
              (scene, station, chance) -> {
                Files.delete(scene.hub.config());
                return free("the file is gone", scene.desired::write);
              }),
          Act.of(
              "torn edit",
              Touch.EDITS,
              100,
              300,
              (scene, station, chance) -> {
                // cut before the last station: a valid file that no longer has it
                String yaml = scene.desired.yaml();
                String last = "\n  " + scene.stations.getLast() + ":\n";
                scene.hub.write(yaml.substring(0, yaml.indexOf(last) + 1));
                return free("half of the file is written", scene.desired::write);
              }),
          Act.of(
              "good edit",
              Touch.EDITS,
              500,
              500,
              (scene, station, chance) -> {
                scene.desired.writeAnew();
                return free("the watchdog is edited", () -> {});
              }),
          Act.of(
              "list edit",
              Touch.EDITS,
              500,
              500,
              (scene, station, chance) -> {
                scene.desired.reorder(station);
                return free("the list of " + station + " is reordered", () -> {});
              }),
          Act.of(
              "list emptied",
              Touch.EDITS,
              3_000,
              9_000,
              (scene, station, chance) -> {
                scene.desired.empty(station);
                return free(
                    "the list of " + station + " is emptied", () -> scene.desired.refill(station));
              }),
          Act.of(
              "restart asked for",
              Touch.EDITS,
              1_000,
              1_000,
              (scene, station, chance) -> {
                scene.desired.restart(station);
                return new Struck.Hit(
                    "a restart of " + station + " is asked for",
                    Set.of("edit"),
                    Allowance.after(SETTLED.plus(START)),
                    () -> {});
              }),
          Act.of(
              "switched off",
              Touch.EDITS,
              4_000,
              7_000,
              (scene, station, chance) -> {
                scene.desired.switchOff(station);
                return new Struck.Hit(
                    station + SWITCHED_OFF,
                    Set.of("edit"),
                    Allowance.lasting(SETTLED.plus(START)),
                    () -> scene.desired.switchOn(station));
              }));

  private EditActs() {}

  /** What an edit makes of the file. */
  private interface Edit {
    String of(String yaml);
  }

  /** Refused, and the one before stays in force. */
  private static Act bad(String what, Edit edit) {
    return Act.of(
        "bad edit: " + what,
        Touch.EDITS,
        500,
        5_000,
        (scene, station, chance) -> {
          scene.hub.write(edit.of(scene.desired.yaml()));
          return free("bad edit: " + what, scene.desired::write);
        });
  }

  private static Struck free(String what, Struck.Mend mend) {
    return new Struck.Hit(
        what,
        Set.of(),
        new Allowance(lasted -> Duration.ZERO, lasted -> Duration.ZERO, Duration.ofSeconds(5)),
        mend);
  }
}
