package dev.wildstream.world;

import dev.wildstream.desired.MediaPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What goes wrong with videos and keys. */
final class MediaFaults {

  private static final Duration USUAL = Duration.ofSeconds(60);

  private MediaFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("a video vanishes", 3, MediaFaults::vanish),
        new Fault("a video is broken", 4, MediaFaults::breakOne),
        new Fault("a video is replaced", 2, MediaFaults::replace),
        new Fault("all videos vanish", 1, MediaFaults::vanishAll),
        new Fault("the videos' disk hangs", 1, MediaFaults::hang),
        new Fault("no card can be made", 1, MediaFaults::failCards),
        new Fault("a key file vanishes", 3, MediaFaults::loseKey),
        new Fault("a key is changed", 3, MediaFaults::changeKey),
        new Fault("two streams swap their keys", 1, MediaFaults::swapKeys));
  }

  private static Optional<MediaFile> any(World world) {
    return world.anyOf(world.files.all(), MediaFile::there);
  }

  private static boolean vanish(World world) {
    Optional<MediaFile> one = any(world);
    one.ifPresent(file -> {
      world.files.change(file.path(), false, file.content());
      world.later(USUAL, () -> world.files.change(file.path(), true, file.content()));
    });
    return one.isPresent();
  }

  private static boolean breakOne(World world) {
    Optional<MediaFile> one =
        world.anyOf(world.files.all(), file -> file.isGood(MediaPolicy.Mode.COPY));
    one.ifPresent(file -> {
      MediaFile.Content content = world.chances.oneOf(List.of(MediaFile.Content.values()));
      world.files.change(file.path(), true, content);
      world.later(
          USUAL.multipliedBy(3),
          () -> world.files.change(file.path(), true, MediaFile.Content.GOOD));
    });
    return one.isPresent();
  }

  private static boolean replace(World world) {
    Optional<MediaFile> one = any(world);
    one.ifPresent(file -> world.files.change(file.path(), true, file.content()));
    return one.isPresent();
  }

  private static boolean vanishAll(World world) {
    List<MediaFile> all = world.files.all().stream().filter(MediaFile::there).toList();
    all.forEach(file -> world.files.change(file.path(), false, file.content()));
    world.later(
        Duration.ofSeconds(15),
        () -> all.forEach(file -> world.files.change(file.path(), true, file.content())));
    return !all.isEmpty();
  }

  private static boolean hang(World world) {
    if (world.files.hangs()) {
      return false;
    }
    world.files.hang(true);
    world.later(Duration.ofSeconds(8), () -> world.files.hang(false));
    return true;
  }

  private static boolean failCards(World world) {
    if (world.cards.fail) {
      return false;
    }
    world.cards.fail(true, world.agenda.now());
    world.later(Duration.ofSeconds(30), () -> world.cards.fail(false, world.agenda.now()));
    return true;
  }

  private static boolean loseKey(World world) {
    Optional<String> one = world.anyOf(world.keys.paths(), path -> true);
    one.ifPresent(path -> {
      String key = world.keys.all().get(path);
      put(world, path, Optional.empty());
      world.later(
          USUAL,
          () -> {
            if (!world.keys.paths().contains(path)) {
              put(world, path, Optional.of(key));
            }
          });
    });
    return one.isPresent();
  }

  private static boolean changeKey(World world) {
    Optional<String> one = world.anyOf(world.keys.paths(), path -> true);
    one.ifPresent(path -> put(world, path, Optional.of(world.newKey())));
    return one.isPresent();
  }

  private static boolean swapKeys(World world) {
    List<String> paths = world.keys.paths();
    if (paths.size() < 2) {
      return false;
    }
    String one = world.chances.oneOf(paths);
    String other = world.chances.oneOf(paths);
    if (one.equals(other)) {
      return false;
    }
    String ofOne = world.keys.all().get(one);
    String ofOther = world.keys.all().get(other);
    put(world, one, Optional.of(ofOther));
    put(world, other, Optional.of(ofOne));
    return true;
  }

  private static void put(World world, String path, Optional<String> key) {
    world.keys.put(path, key, world.agenda.now());
  }
}
