package dev.wildstream.world;

import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.memory.Phase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Faults have ended, and all that was wrong is mended: every stream that is wanted has to come back
 * to the air by itself, those that were given up once somebody asks for it, and those that are not
 * wanted have to be off it.
 */
final class Liveness {

  /**
   * Within this whatever is waited for is over: a ghost of 90 s, the longest wait between two tries
   * (96 s here, and a tenth), the longest start (15 s, and as much for its end).
   */
  private static final Duration BACK = Duration.ofMinutes(5);

  /** Between two items, or while a key that was replaced takes effect, a stream may be off. */
  private static final Duration MOMENT = Duration.ofSeconds(45);

  /** Output that is no older than this goes on. */
  private static final long FRESH = Duration.ofSeconds(3).toNanos();

  private final World world;
  private final Set<StreamName> awaited = new TreeSet<>();

  Liveness(World world) {
    this.world = world;
  }

  void begin() {
    world.journal.note(() -> "== nothing goes wrong any more");
    world.heal();
    world.agenda.in(BACK, this::mendWhatWasGivenUp);
  }

  private void mendWhatWasGivenUp() {
    List<StreamSpec> all = world.configuration.streams();
    List<StreamSpec> mended =
        all.stream()
            .map(spec ->
                is(spec, Phase.FAILED) ? Specs.restartedAt(spec, "at " + world.agenda.now()) : spec)
            .toList();
    if (mended.equals(all)) {
      await();
    } else {
      world.journal.note(() -> "== what was given up is asked for again");
      world.configuration.save(mended);
      world.agenda.in(BACK, this::await);
    }
  }

  private void await() {
    world.configuration.streams().forEach(spec -> awaited.add(spec.name()));
    long end = world.agenda.now() + MOMENT.toNanos();
    look(end);
  }

  /** Each stream has to be seen as it should be once. */
  private void look(long end) {
    world.configuration.streams().stream()
        .filter(this::isAsItShouldBe)
        .map(StreamSpec::name)
        .forEach(awaited::remove);
    if (awaited.isEmpty()) {
      world.end();
      return;
    }
    world.books.promise(
        "Once nothing goes wrong any more, every stream comes back",
        world.agenda.now() < end,
        () -> awaited + ": " + world.hub.flatMap(SimulatedHub::newest));
    world.agenda.in(Duration.ofMillis(900), () -> look(end));
  }

  private boolean isAsItShouldBe(StreamSpec spec) {
    Optional<SimulatedPublisher> publisher =
        world.ffmpegs.publishers().stream().filter(p -> p.stream().equals(spec.name())).findFirst();
    if (!spec.enabled()) {
      return publisher.isEmpty();
    }
    if (hasNothingToPlay(spec)) {
      boolean wanted = !(spec.standby() instanceof Standby.None);
      // what cannot be played in every session may be played in this one
      boolean shown = publisher.filter(SimulatedPublisher::isWell).isPresent();
      return wanted
          ? shown || is(spec, Phase.FINISHED) || hasLostItsPlace(spec)
          : publisher.isEmpty() || publisher.get().isWell();
    }
    if (is(spec, Phase.FINISHED)) {
      return publisher.isEmpty();
    }
    long now = world.agenda.now();
    boolean onAir =
        publisher
            .filter(p -> {
              p.report(now);
              return p.isWell()
                  && now - p.reportedAt() < FRESH
                  && !world.books.booksOf(spec.name()).air.showsStandby(p);
            })
            .isPresent();
    return onAir ? is(spec, Phase.ON_AIR) : publisher.isEmpty() && hasLostItsPlace(spec);
  }

  private boolean is(StreamSpec spec, Phase phase) {
    return world.hub.flatMap(SimulatedHub::newest).stream()
        .flatMap(snapshot -> snapshot.streams().stream())
        .filter(status -> status.name().equals(spec.name()))
        .map(StreamStatus::memory)
        .anyMatch(memory -> memory.phase() == phase);
  }

  private boolean hasNothingToPlay(StreamSpec spec) {
    return world.files.list(spec.playlist()).stream()
        .noneMatch(item ->
            world
                .files
                .at(item.path())
                .filter(file -> file.isGood(spec.media().mode()))
                .filter(file -> item.start().plusSeconds(1).compareTo(file.length()) < 0)
                .isPresent());
  }

  /** Another stream of the file has the same target and key. */
  private boolean hasLostItsPlace(StreamSpec spec) {
    Optional<String> key = world.keys.read(spec.key());
    return key.isEmpty()
        || world.configuration.streams().stream()
            .filter(other -> other.enabled() && !other.name().equals(spec.name()))
            .anyMatch(other ->
                other.target().equals(spec.target()) && world.keys.read(other.key()).equals(key));
  }
}
