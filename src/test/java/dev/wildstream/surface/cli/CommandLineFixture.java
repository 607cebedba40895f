package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostName;
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
import org.junit.jupiter.api.io.TempDir;

/** A command line whose commands note that they were called. */
abstract class CommandLineFixture {

  @TempDir Path folder;

  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final Map<String, String> environment = new HashMap<>();
  final List<Object> called = new ArrayList<>();
  Clock clock = Snapshots.clock(Duration.ofSeconds(2));
  boolean root = true;
  boolean hubAlive = true;
  RuntimeException thrown;
  Commands.Checked checked = new Commands.Checked(2, 3, List.of());
  Commands.Swept swept = new Commands.Swept(List.of(), List.of());
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
            new PrintWriter(err))
        .execute(arguments);
  }
}
