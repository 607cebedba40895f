package dev.wildstream.real.chaos;

import static dev.wildstream.real.chaos.Allowance.START;
import static dev.wildstream.real.chaos.Allowance.STARVED;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What befalls the videos: the one on the air, or one of the next two. None of it costs anything.
 */
final class FileActs {

  static final List<Act> ALL =
      List.of(
          act(
              "filled with garbage",
              (shelf, file, chance) -> {
                shelf.fillWithGarbage(file, chance);
                return () -> shelf.restore(file);
              }),
          act(
              "truncated",
              (shelf, file, chance) -> {
                shelf.truncate(file, chance);
                return () -> shelf.restore(file);
              }),
          act(
              "emptied",
              (shelf, file, chance) -> {
                Files.write(file, new byte[0]);
                return () -> shelf.restore(file);
              }),
          act(
              "replaced by another",
              (shelf, file, chance) -> {
                shelf.replaceByAnother(file);
                return () -> shelf.restore(file);
              }),
          act(
              "deleted, then put back",
              (shelf, file, chance) -> {
                Files.delete(file);
                return () -> shelf.restore(file);
              }),
          act(
              "copied in slowly",
              (shelf, file, chance) -> {
                AutoCloseable rest = shelf.copyInSlowly(file);
                return rest::close;
              }),
          act(
              "a pipe that nobody writes to",
              (shelf, file, chance) -> {
                shelf.becomePipe(file);
                return () -> shelf.restore(file);
              }),
          Act.of(
              "folder hangs",
              Touch.FILES,
              3_000,
              12_000,
              (scene, station, chance) -> hanging(station)));

  private FileActs() {}

  /** What is done to a file, and how it is taken back. */
  private interface Damage {
    Struck.Mend to(Shelf shelf, Path file, SplittableRandom chance) throws Exception;
  }

  private static Act act(String what, Damage damage) {
    return Act.of(
        "item " + what,
        Touch.FILES,
        2_000,
        12_000,
        (scene, station, chance) -> {
          int ahead = chance.nextInt(3);
          Path file = item(scene, station, ahead);
          Struck.Mend mend = damage.to(station.shelf, file, chance);
          return new Struck.Hit(
              "%s of %s, %s: %s"
                  .formatted(
                      file.getFileName(),
                      station,
                      ahead == 0 ? "on the air" : ahead + " later",
                      what),
              Set.of(),
              Allowance.nothing(),
              mend);
        });
  }

  /** By the list as it is now. */
  private static Path item(Scene scene, Station station, int ahead) {
    List<Path> items = scene.desired.items(station);
    String playing =
        scene.hub.stream(station.name).at("/nowPlaying/path").asString(items.getFirst().toString());
    int index = Math.max(0, items.indexOf(Path.of(playing)));
    return items.get((index + ahead) % items.size());
  }

  /** A feeder that opens one of its files writes nothing, and is ended for it. */
  private static Struck hanging(Station station) {
    HangingMount mount = new HangingMount(station.shelf.mounted());
    return new Struck.Hit(
        "folder of the last two items of " + station + " hangs",
        Set.of(),
        Allowance.of(lasted -> STARVED.plus(START), Duration.ofSeconds(Shelf.SECONDS)),
        mount::close);
  }
}
