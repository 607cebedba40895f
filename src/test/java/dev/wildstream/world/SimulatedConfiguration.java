package dev.wildstream.world;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.loop.Revisions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The desired-state file: what it says now, and what it ever said. */
final class SimulatedConfiguration {

  private static final String NAME = "hub.yaml";

  private final Map<String, Reading> everSaid = new TreeMap<>();
  private List<StreamSpec> streams = List.of();
  private String content = "";
  private boolean broken;
  private int edits;
  private Runnable watcher = () -> {};

  /** Is told of every edit from now on, in place of who was told before. */
  void watch(Runnable newest) {
    watcher = newest;
  }

  /** The streams that the file asks for, were it not for its mistakes. */
  List<StreamSpec> streams() {
    return streams;
  }

  Optional<StreamSpec> stream(StreamName name) {
    return streams.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  boolean isBroken() {
    return broken;
  }

  Reading reading() {
    return everSaid.get(content);
  }

  /** An edit that is accepted. */
  void save(List<StreamSpec> now) {
    streams = List.copyOf(now);
    broken = false;
    content = "revision-" + ++edits;
    everSaid.put(content, new Reading.Accepted(new Revision(content, streams)));
    watcher.run();
  }

  /** An edit with a mistake in it. */
  void mistake() {
    broken = true;
    content = "mistake-" + ++edits;
    Problem problem =
        new Problem(NAME, 1, 1, "streams", "unknown key", "mend it", Optional.empty());
    everSaid.put(content, new Reading.Refused(content, List.of(problem)));
    watcher.run();
  }

  /** In place of one stream another. */
  void replace(StreamName name, StreamSpec by) {
    save(streams.stream().map(s -> s.name().equals(name) ? by : s).toList());
  }

  void remove(StreamName name) {
    save(streams.stream().filter(s -> !s.name().equals(name)).toList());
  }

  void add(StreamSpec spec) {
    List<StreamSpec> more = new ArrayList<>(streams);
    more.add(spec);
    save(more);
  }

  private List<SourceFile> files() {
    return List.of(
        new SourceFile(NAME, Path.of("/etc", NAME), content.getBytes(StandardCharsets.UTF_8)));
  }

  /** Files that were kept, read again. */
  Reading read(List<SourceFile> kept) {
    return everSaid.get(new String(kept.getFirst().content(), StandardCharsets.UTF_8));
  }

  /** One hub's look at the file. */
  static final class Port implements Revisions {
    private final World world;
    private final SimulatedHub hub;
    private Optional<Read> newest = Optional.empty();
    private Optional<Read> shown = Optional.empty();
    private String seen = "";
    private long seenAt;

    Port(World world, SimulatedHub hub) {
      this.world = world;
      this.hub = hub;
      world.configuration.watch(() -> lookIn(90, 150));
    }

    /** It reads the file as soon as it can. */
    void begin() {
      lookIn(5, 50);
    }

    private void lookIn(int least, int most) {
      world.agenda.in(world.chances.millis(least, most), this::look);
    }

    private void look() {
      SimulatedConfiguration file = world.configuration;
      if (!hub.isAlive() || file.content.equals(seen)) {
        return;
      }
      seen = file.content;
      seenAt = world.agenda.now();
      long times = newest.map(Read::times).orElse(0L) + 1;
      newest =
          Optional.of(
              new Read(
                  file.reading(), hub.clock().steady(), file.files(), Optional.empty(), times));
      hub.wake();
    }

    @Override
    public Optional<Read> newest() {
      if (!newest.equals(shown)) {
        shown = newest;
        Optional<Reading> kept =
            Optional.of(world.disk.lastGood)
                .filter(files -> !files.isEmpty())
                .map(world.configuration::read);
        newest.ifPresent(read -> world.books.read(read.reading(), seenAt, kept));
      }
      return newest;
    }

    @Override
    public boolean watching() {
      return true;
    }
  }
}
