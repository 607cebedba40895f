package dev.wildstream.world;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is done to the file. */
final class EditFaults {

  private EditFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("a mistake in the file", 4, EditFaults::mistake),
        new Fault("the playlist is edited", 4, EditFaults::playlist),
        new Fault("the rules are edited", 3, EditFaults::rules),
        new Fault("the media rules are edited", 2, w -> edit(w, s -> media(w, s))),
        new Fault("the standby is edited", 2, w -> edit(w, s -> standby(w, s))),
        new Fault("the reconnects are edited", 2, w -> edit(w, s -> reconnect(w, s))),
        new Fault("all items are taken out of a list", 2, EditFaults::empty),
        new Fault("the target is edited", 2, EditFaults::target),
        new Fault("restartedAt is edited", 2, EditFaults::restartedAt),
        new Fault("a stream is disabled", 3, EditFaults::disable),
        new Fault("a stream is removed", 2, EditFaults::remove),
        new Fault("a stream is renamed", 2, EditFaults::rename),
        new Fault("a stream gets the place of another", 2, EditFaults::duplicate),
        new Fault("the file says nothing", 1, EditFaults::nothing));
  }

  private static boolean edit(World world, UnaryOperator<StreamSpec> edit) {
    Optional<StreamSpec> one = world.anyOf(world.configuration.streams(), s -> true);
    one.ifPresent(spec -> world.configuration.replace(spec.name(), edit.apply(spec)));
    return one.isPresent();
  }

  private static boolean mistake(World world) {
    world.configuration.mistake();
    world.later(Duration.ofSeconds(30), world::mend);
    return true;
  }

  private static boolean playlist(World world) {
    return edit(world, s -> Specs.playlist(s, Wishes.playlist(world.scale(), world.chances)));
  }

  private static boolean rules(World world) {
    Chances chances = world.chances;
    return edit(
        world,
        s -> {
          StreamSpec edited = Specs.resume(s, chances.oneOf(List.of(Resume.values())));
          if (chances.oneIn(2)) {
            edited = Specs.retry(edited, Wishes.retry(chances));
          }
          return chances.oneIn(2) ? Specs.watchdog(edited, Wishes.watchdog(chances)) : edited;
        });
  }

  private static StreamSpec media(World world, StreamSpec spec) {
    return Specs.media(spec, Wishes.media(world.chances));
  }

  private static StreamSpec standby(World world, StreamSpec spec) {
    return Specs.standby(spec, Wishes.standby(world.chances));
  }

  private static StreamSpec reconnect(World world, StreamSpec spec) {
    return Specs.reconnect(
        Specs.apply(spec, Wishes.apply(world.chances)),
        Wishes.reconnect(world.scale(), world.chances));
  }

  /** Some are put in again a while later. */
  private static boolean empty(World world) {
    Optional<StreamSpec> one =
        world.anyOf(world.configuration.streams(), s -> !s.playlist().entries().isEmpty());
    one.ifPresent(spec -> {
      Playlist all = spec.playlist();
      Playlist none = new Playlist(List.of(), all.order(), all.laps());
      world.configuration.replace(spec.name(), Specs.playlist(spec, none));
      world.later(
          Duration.ofSeconds(20),
          () ->
              world.configuration.stream(spec.name())
                  .filter(s -> s.playlist().entries().isEmpty())
                  .ifPresent(s -> world.configuration.replace(s.name(), Specs.playlist(s, all))));
    });
    return one.isPresent();
  }

  private static boolean target(World world) {
    return edit(world, s -> Specs.place(s, Wishes.target(world.chances), s.key()));
  }

  private static boolean restartedAt(World world) {
    return edit(world, s -> Specs.restartedAt(s, "at " + world.agenda.now()));
  }

  private static boolean disable(World world) {
    Optional<StreamSpec> one = world.anyOf(world.configuration.streams(), StreamSpec::enabled);
    one.ifPresent(spec -> {
      world.configuration.replace(spec.name(), Specs.enabled(spec, false));
      world.later(Duration.ofSeconds(20), () -> enable(world, spec));
    });
    return one.isPresent();
  }

  private static void enable(World world, StreamSpec spec) {
    world.configuration.stream(spec.name())
        .filter(s -> !s.enabled())
        .ifPresent(s -> world.configuration.replace(s.name(), Specs.enabled(s, true)));
  }

  private static boolean remove(World world) {
    Optional<StreamSpec> one = world.anyOf(world.configuration.streams(), s -> true);
    one.ifPresent(spec -> {
      world.configuration.remove(spec.name());
      world.later(Duration.ofSeconds(20), () -> add(world, spec));
    });
    return one.isPresent();
  }

  private static void add(World world, StreamSpec spec) {
    if (world.configuration.stream(spec.name()).isEmpty()) {
      world.configuration.add(spec);
    }
  }

  private static boolean rename(World world) {
    return edit(world, s -> Specs.named(s, world.newName()));
  }

  /** Back to a place of its own a while later. */
  private static boolean duplicate(World world) {
    if (world.configuration.streams().size() < 2) {
      return false;
    }
    StreamSpec one = world.chances.oneOf(world.configuration.streams());
    StreamSpec other = world.chances.oneOf(world.configuration.streams());
    if (one.name().equals(other.name())) {
      return false;
    }
    world.configuration.replace(one.name(), Specs.place(one, other.target(), other.key()));
    KeyReference own = one.key();
    world.later(
        Duration.ofSeconds(30),
        () ->
            world.configuration.stream(one.name())
                .ifPresent(
                    s -> world.configuration.replace(s.name(), Specs.place(s, one.target(), own))));
    return true;
  }

  private static boolean nothing(World world) {
    List<StreamSpec> all = world.configuration.streams();
    if (all.isEmpty()) {
      return false;
    }
    world.configuration.save(List.of());
    world.later(
        Duration.ofSeconds(10),
        () -> {
          if (world.configuration.streams().isEmpty()) {
            world.configuration.save(all);
          }
        });
    return true;
  }
}
