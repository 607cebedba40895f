package dev.wildstream.world;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Keys;
import dev.wildstream.observed.KeyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Key files, and how a hub looks at them: at once when they are wanted, and each second. */
final class SimulatedKeys {

  /** Every key begins so; whatever shows it shows a secret. */
  static final String PLANTED = "PLANTED";

  private final TreeMap<String, String> files = new TreeMap<>();
  private Runnable watcher = () -> {};
  private long changedAt = -1_000_000_000_000L;

  /** Is told of every change from now on, in place of who was told before. */
  void watch(Runnable newest) {
    watcher = newest;
  }

  /** What a reference stands for now; empty = it cannot be read. */
  Optional<String> read(KeyReference reference) {
    return switch (reference) {
      case KeyReference.File(var path) -> Optional.ofNullable(files.get(path.toString()));
      case KeyReference.Env(var name) -> Optional.ofNullable(files.get(name));
      case KeyReference.Credential(var name) -> Optional.ofNullable(files.get(name));
      case KeyReference.Plain(var secret) -> Optional.of(secret.reveal());
    };
  }

  Map<String, String> all() {
    return Map.copyOf(files);
  }

  List<String> paths() {
    return List.copyOf(files.keySet());
  }

  void put(String path, Optional<String> key, long now) {
    if (key.isPresent()) {
      files.put(path, key.get());
    } else {
      files.remove(path);
    }
    changedAt = now;
    watcher.run();
  }

  /** When a key file last changed: a hub may not have seen that for a second. */
  long changedAt() {
    return changedAt;
  }

  /** By which equal keys are seen to be equal. */
  static String digest(String key) {
    return "digest-" + Integer.toHexString(key.hashCode());
  }

  /** One hub's look at them. */
  static final class Port implements Keys {
    private final World world;
    private final SimulatedHub hub;
    private final Map<StreamName, KeyReference> wanted = new TreeMap<>();
    private final Map<StreamName, KeyView> views = new TreeMap<>();

    Port(World world, SimulatedHub hub) {
      this.world = world;
      this.hub = hub;
      world.keys.watch(() -> {
        if (hub.isAlive()) {
          world.agenda.in(
              world.chances.millis(1, 1_000), () -> wanted.keySet().forEach(this::look));
        }
      });
    }

    @Override
    public KeyView view(StreamName stream) {
      KeyView view = views.getOrDefault(stream, new KeyView.Unknown());
      world.books.shown(stream, view);
      return view;
    }

    @Override
    public void want(StreamName stream, Optional<KeyReference> key) {
      if (key.isEmpty()) {
        wanted.remove(stream);
        views.remove(stream);
      } else if (!key.get().equals(wanted.get(stream))) {
        wanted.put(stream, key.get());
        views.remove(stream);
        world.agenda.in(world.chances.millis(1, 20), () -> look(stream));
      }
    }

    private void look(StreamName stream) {
      KeyReference reference = wanted.get(stream);
      if (!hub.isAlive() || reference == null) {
        return;
      }
      KeyView seen =
          world
              .keys
              .read(reference)
              .<KeyView>map(key -> new KeyView.Readable(digest(key)))
              .orElseGet(
                  () -> new KeyView.Unusable("key " + reference.describe() + ": no such file"));
      if (!seen.equals(views.put(stream, seen))) {
        hub.wake();
      }
    }
  }
}
