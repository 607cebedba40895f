package dev.wildstream.ffmpeg.library;

import dev.wildstream.loop.Clock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks file systems, any of which may never answer: a dead one costs whoever asks first the
 * patience, and whoever asks then nothing, until it answers again. Safe for use by several threads.
 */
final class Reach implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reach.class);

  /**
   * With one call to the kernel: a healthy disk answers in milliseconds, a sleeping one does not.
   */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * Each dead file system holds one thread. While so many do, none is asked that was not in use
   * before; one that is in use and dies then still holds its own, so that healthy ones are read.
   */
  private static final int MOST_STUCK = 32;

  /** The table of mounts is read again so often. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** Files asked for in a row, some milliseconds; then others get their turn. */
  private static final int ROW = 256;

  private static final Path ROOT = Path.of("/");

  private final FileCalls calls;
  private final Duration patience;
  private final Clock clock;
  private final Map<Mounts.Mount, Lane> lanes = new HashMap<>();
  private Mounts mounts = Mounts.NONE;
  private Optional<Instant> readAt = Optional.empty();

  Reach(FileCalls calls, Duration patience, Clock clock) {
    this.calls = calls;
    this.patience = patience;
    this.clock = clock;
  }

  /** What lies at a path; absolute, symbolic links followed. */
  Look look(Path path) {
    return look(List.of(path)).get(path);
  }

  /** What lies at each path, in their order. Cheap where many lie in one folder. */
  Map<Path, Look> look(Collection<Path> paths) {
    Map<Path, List<Path>> folders = new LinkedHashMap<>();
    for (Path path : paths) {
      folders.computeIfAbsent(parent(path), f -> new ArrayList<>()).add(path);
    }
    Map<Path, Look> all = new HashMap<>();
    folders.forEach((folder, inIt) -> all.putAll(lookIn(folder, inIt)));
    Map<Path, Look> ordered = new LinkedHashMap<>();
    paths.forEach(path -> ordered.put(path, all.get(path)));
    return ordered;
  }

  /**
   * What lies in a folder, by its name there, in no order.
   *
   * @param wanted by its name
   * @throws IOException if the folder cannot be read
   */
  Map<String, Look> entries(Path folder, Predicate<String> wanted) throws IOException {
    Look.Found found = look(folder).found();
    if (!found.attributes().isDirectory()) {
      throw new NotDirectoryException(folder.toString());
    }
    Lane lane = lane(known().of(found.real()));
    List<String> names =
        lane.ask(beat -> {
          List<String> met = new ArrayList<>();
          beat.at(found.real());
          calls.names(
              found.real(),
              name -> {
                beat(beat, found.real());
                if (wanted.test(name)) {
                  met.add(name);
                }
              });
          return met;
        });
    return named(folder, found.real(), names);
  }

  /**
   * The begin of a file.
   *
   * @throws IOException if it cannot be read
   */
  byte[] read(Look.Found file, int most) throws IOException {
    return lane(known().of(file.real()))
        .ask(beat -> {
          beat.at(file.real());
          return calls.read(file.real(), most, () -> beat(beat, file.real()));
        });
  }

  /**
   * Whether a name that was met in a folder cannot be asked for: its bytes are no text in the
   * locale, so what was made of it is the name of nothing.
   */
  static boolean isNoText(String path, Look look) {
    return path.indexOf('\uFFFD') >= 0
        && look instanceof Look.Failed(IOException why)
        && why instanceof NoSuchFileException;
  }

  /** The file system on which it lies. */
  Mounts.Mount mount(Look.Found file) {
    return known().of(file.real());
  }

  @Override
  public synchronized void close() {
    lanes.values().forEach(Lane::close);
  }

  private Map<Path, Look> lookIn(Path folder, List<Path> paths) {
    Map<Path, Look> looks = new HashMap<>();
    if (paths.size() == 1 || folder.equals(paths.getFirst())) { // the root is its own folder
      paths.forEach(path -> looks.put(path, walked(path, ROOT, path)));
      return looks;
    }
    try {
      Look.Found found = walked(folder, ROOT, folder).found();
      List<String> names = paths.stream().map(path -> path.getFileName().toString()).toList();
      Map<String, Look> named = named(folder, found.real(), names);
      paths.forEach(path -> looks.put(path, named.get(path.getFileName().toString())));
    } catch (IOException unreachable) {
      paths.forEach(path -> looks.put(path, new Look.Failed(unreachable)));
    }
    return looks;
  }

  /** Files of one folder: those that lie on its own file system in rows, the others one by one. */
  private Map<String, Look> named(Path folder, Path real, List<String> names) throws DoesNotAnswer {
    Mounts now = known();
    Lane lane = lane(now.of(real));
    Map<String, Look> looks = new LinkedHashMap<>();
    for (int from = 0; from < names.size(); from += ROW) {
      List<String> row = names.subList(from, Math.min(from + ROW, names.size()));
      looks.putAll(row(lane, now, real, row));
    }
    for (Map.Entry<String, Look> each : looks.entrySet()) {
      boolean elsewhere =
          each.getValue() instanceof Look.Found found && found.attributes().isSymbolicLink();
      if (elsewhere || now.isPoint(real.resolve(each.getKey()))) {
        Path path = folder.resolve(each.getKey());
        each.setValue(walked(path, real, Path.of(each.getKey())));
      }
    }
    return looks;
  }

  private Map<String, Look> row(Lane lane, Mounts now, Path real, List<String> names)
      throws DoesNotAnswer {
    try {
      return lane.ask(beat -> {
        Map<String, Look> looks = new LinkedHashMap<>();
        for (String name : names) {
          Path path = real.resolve(name);
          if (now.isPoint(path)) {
            looks.put(name, new Look.Failed(new DoesNotAnswer())); // asked of the other one
            continue;
          }
          beat.at(path);
          looks.put(name, attributes(path));
        }
        return looks;
      });
    } catch (DoesNotAnswer silent) {
      throw silent;
    } catch (IOException stopped) {
      throw new DoesNotAnswer();
    }
  }

  private Look attributes(Path path) {
    try {
      BasicFileAttributes attributes = calls.attributes(path);
      return new Look.Found(path, attributes);
    } catch (IOException failed) {
      return new Look.Failed(failed);
    }
  }

  private Look walked(Path wanted, Path from, Path names) {
    Walk walk = new Walk(wanted, from, names, calls);
    try {
      while (true) {
        Mounts now = known();
        Mounts.Mount mount = now.of(walk.next());
        Optional<Look.Found> found = lane(mount).ask(beat -> walk.go(mount, now, beat));
        if (found.isPresent()) {
          return found.get();
        }
      }
    } catch (IOException failed) {
      return new Look.Failed(failed);
    }
  }

  private static void beat(Lane.Beat beat, Path path) {
    try {
      beat.at(path);
    } catch (DoesNotAnswer nobodyWaits) {
      throw new java.io.UncheckedIOException(nobodyWaits);
    }
  }

  private static Path parent(Path path) {
    return path.getParent() == null ? path : path.getParent();
  }

  private synchronized Mounts known() {
    Instant now = clock.steady();
    if (readAt.map(at -> at.plus(FRESH).isAfter(now)).orElse(false)) {
      return mounts;
    }
    try {
      mounts = Mounts.of(calls.mounts());
      lanes.keySet().removeIf(mount -> !mounts.all().contains(mount) && lanes.get(mount).isIdle());
    } catch (IOException unreadable) {
      LOG.warn("Mounts cannot be read why={}", unreadable.toString());
    }
    readAt = Optional.of(now);
    return mounts;
  }

  private synchronized Lane lane(Mounts.Mount mount) throws DoesNotAnswer {
    Lane lane = lanes.get(mount);
    if (lane == null) {
      if (lanes.values().stream().filter(Lane::isStuck).count() >= MOST_STUCK) {
        throw new DoesNotAnswer();
      }
      lane = new Lane(mount.point(), calls, patience, clock);
      lanes.put(mount, lane);
    }
    return lane;
  }
}
