package dev.wildstream.world;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/** Worlds by their seeds: lived through side by side, told of where a promise broke. */
final class Seeds {

  /** Enough of a journal to see what led to a broken promise; the whole of it is in a file. */
  private static final int LINES = 60;

  private final AtomicLong faults = new AtomicLong();
  private final AtomicLong lives = new AtomicLong();

  /** How much went wrong so far. */
  long faults() {
    return faults.get();
  }

  /** How many hubs there were. */
  long lives() {
    return lives.get();
  }

  /**
   * Lives through the worlds of some seeds, as many at a time as there are processors.
   *
   * @return what is to be told of the broken promise of the smallest seed that has one
   */
  Optional<String> live(LongStream seeds) {
    return seeds
        .parallel()
        .boxed()
        .flatMap(seed -> live(seed).stream())
        .min(Long::compare)
        .map(Seeds::told);
  }

  /** The seed, where a promise is broken in its world. */
  private Optional<Long> live(long seed) {
    World world = new World(seed, Journal.Kind.SILENT);
    try {
      world.run();
      return Optional.empty();
    } catch (AssertionError | RuntimeException broken) {
      return Optional.of(seed);
    } finally {
      faults.addAndGet(world.faults());
      lives.addAndGet(world.lives());
    }
  }

  /** Lives through one world once more, with a journal. */
  static String told(long seed) {
    World world = new World(seed, Journal.Kind.KEPT);
    Optional<Throwable> broken = Optional.empty();
    try {
      world.run();
    } catch (AssertionError | RuntimeException seen) {
      broken = Optional.of(seen);
    }
    List<String> lines = world.journal.lines();
    Path file = write(seed, lines);
    String last = String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    return """
    seed %d: %s
    %s
    Its whole journal, %d lines, is in %s. Once more:
      mvn -Dtest=SimulatedWorldTest#noPromiseIsBroken -Dworld.seed=%d test\
    """
        .formatted(
            seed,
            broken.map(Throwable::toString).orElse("every promise is kept"),
            last,
            lines.size(),
            file,
            seed);
  }

  private static Path write(long seed, List<String> lines) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "worlds"));
      return Files.write(folder.resolve("seed-" + seed + ".txt"), lines);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
