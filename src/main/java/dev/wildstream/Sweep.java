package dev.wildstream;

import dev.wildstream.ffmpeg.Leftovers;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.json.FolderLock;
import dev.wildstream.memory.json.JsonRunRecords;
import dev.wildstream.surface.cli.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ends the FFmpeg processes that a hub left behind, where none runs. */
final class Sweep {

  private final Path runtime;
  private final Clock clock;

  Sweep(Path runtime, Clock clock) {
    this.runtime = runtime;
    this.clock = clock;
  }

  /** Holds the runtime folder while it sweeps, so that no hub starts meanwhile. */
  Commands.Swept run() {
    if (!Files.isDirectory(runtime)) {
      return new Commands.Swept(List.of(), List.of());
    }
    return switch (FolderLock.take(runtime)) {
      case FolderLock.Outcome.Taken(FolderLock lock) -> {
        try (lock) {
          yield sweep();
        }
      }
      case FolderLock.Outcome.Held(var pid) ->
          throw new IllegalStateException(
              "a hub"
                  + pid.map(p -> " (pid " + p + ")").orElse("")
                  + " runs on "
                  + runtime
                  + ": stop it, or name another folder with --runtime");
      case FolderLock.Outcome.Unwritable(String why) ->
          throw new IllegalStateException("the runtime folder cannot be locked: " + why);
    };
  }

  private Commands.Swept sweep() {
    Leftovers leftovers = new Leftovers(runtime, new JsonRunRecords(), clock);
    List<Leftovers.Leftover> found = leftovers.find();
    List<Leftovers.Leftover> ended = leftovers.end(found);
    List<Leftovers.Leftover> left = new ArrayList<>(found);
    left.removeAll(ended);
    left.removeIf(each -> !each.identity().isAlive());
    if (left.isEmpty()) {
      leftovers.removeKeys();
    }
    return new Commands.Swept(
        ended.stream().map(Sweep::words).toList(), left.stream().map(Sweep::words).toList());
  }

  private static String words(Leftovers.Leftover leftover) {
    return leftover.role().text()
        + " of "
        + leftover.stream()
        + " (pid "
        + leftover.identity().pid()
        + ")";
  }
}
