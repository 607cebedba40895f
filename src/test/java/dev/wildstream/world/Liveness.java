package dev.wildstream.world;

import java.time.Duration;

/** Faults have ended: every stream that is wanted has to be on the air within a bound. */
final class Liveness {

  private final World world;

  Liveness(World world) {
    this.world = world;
  }

  void begin() {
    world.journal.note(() -> "== nothing goes wrong any more");
    world.heal();
    world.agenda.in(Duration.ofMinutes(5), world::end);
  }
}
