package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.Event;
import dev.wildstream.surface.Snapshots;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A command line whose commands note that they were called. */
abstract class CommandLineFixture {

  @TempDir Path folder;

  static final List<StreamSpec> SPECS =
      Stream.of("a", "b", "c").map(name -> Specs.of(name, true, "example.org", "*.mp4")).toList();

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final Map<String, String> environment = new HashMap<>();
  final List<Object> called = new ArrayList<>();
  Clock clock = Snapshots.clock(Duration.ofSeconds(2));
  boolean root = true;
  boolean hubAlive = true;
  RuntimeException thrown;
  RuntimeException planThrows;
  Commands.Checked checked = new Commands.Checked(2, SPECS, List.of());
  Commands.Planned planned = new Commands.Planned.Valid(1, 1, List.of());
  Commands.Swept swept = new Commands.Swept(List.of(), List.of());
  List<Commands.MediaReport> media = List.of();
  Ink ink = Ink.PLAIN;
  ProgressBar.Seen progress = ProgressBar.Seen.UNSEEN;
  final List<List<Event>> polls = new ArrayList<>();

  final Commands commands =
      new Commands() {
        @Override
        public int run(RunOptions options) {
          called.add(options);
          if (thrown != null) {
            throw thrown;
          }
          return 0;
        }

        @Override
        public Checked check(Path path, List<HostName> hosts) {
          called.add(path);
          called.addAll(hosts);
          return checked;
        }

        @Override
        public Checked checkInput(List<HostName> hosts) {
          called.add("-");
          called.addAll(hosts);
          return checked;
        }

        @Override
        public List<MediaReport> media(
            List<StreamSpec> streams, Optional<Path> ffprobe, List<Path> roots, Progress told) {
          called.add(streams.size() + " streams");
          ffprobe.ifPresent(called::add);
          called.addAll(roots);
          told.done(1, 2);
          told.done(2, 2);
          return media;
        }

        @Override
        public Planned plan(
            Source source, Path state, Optional<HostName> host, Supplier<Optional<InForce>> hub) {
          called.add(source);
          called.add(state);
          host.ifPresent(called::add);
          hub.get().ifPresent(called::add);
          if (planThrows != null) {
            throw planThrows;
          }
          return planned;
        }

        @Override
        public Supplier<List<Event>> events(Path state, Optional<String> stream) {
          called.add(state);
          return () -> {
            if (polls.isEmpty()) {
              throw new UncheckedIOException("the disk is gone", new IOException());
            }
            return polls.removeFirst();
          };
        }

        @Override
        public Swept sweep(Path runtime) {
          called.add(runtime);
          if (thrown != null) {
            throw thrown;
          }
          return swept;
        }

        @Override
        public String schema() {
          return "{\"schema\":true}\n";
        }

        @Override
        public int demo(DemoOptions options) {
          called.add(options);
          return 0;
        }
      };

  int execute(String... arguments) {
    return new CommandLineSurface(
            commands,
            clock,
            new Settings(environment, root),
            pid -> hubAlive,
            new PrintWriter(out),
            new PrintWriter(err),
            ink,
            ink,
            progress)
        .execute(arguments);
  }
}
