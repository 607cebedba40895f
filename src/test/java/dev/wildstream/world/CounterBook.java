package dev.wildstream.world;

import dev.wildstream.memory.Counters;
import dev.wildstream.memory.StreamMemory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Of one stream: that no counter ever falls. */
final class CounterBook {

  private final World world;
  private final String stream;
  private Optional<StreamMemory> last = Optional.empty();

  CounterBook(World world, String stream) {
    this.world = world;
    this.stream = stream;
  }

  /** What was remembered is gone, or older: it begins anew. */
  void forget() {
    last = Optional.empty();
  }

  /** What another hub begins with. */
  void goesOn(StreamMemory kept) {
    last = Optional.of(kept);
  }

  void shown(StreamMemory now) {
    last.ifPresent(before -> {
      Counters then = before.counters();
      Counters counters = now.counters();
      boolean kept =
          risen(then.restarts(), counters.restarts())
              && counters.itemsPlayed() >= then.itemsPlayed()
              && risen(then.itemsSkipped(), counters.itemsSkipped())
              && counters.onAir().compareTo(then.onAir()) >= 0
              && counters.offAir().compareTo(then.offAir()) >= 0
              && counters.sentBytes() >= then.sentBytes()
              && now.sessions() >= before.sessions()
              && times(then, counters);
      world.books.promise(
          "Counters never fall", kept, () -> stream + ": " + then + " became " + counters);
    });
    last = Optional.of(now);
  }

  private static boolean times(Counters then, Counters now) {
    return then.feederTime() == now.feederTime()
        || then.feederTime().entrySet().stream()
            .allMatch(e ->
                now.feederTime().getOrDefault(e.getKey(), Duration.ZERO).compareTo(e.getValue())
                    >= 0);
  }

  private static boolean risen(Map<String, Long> then, Map<String, Long> now) {
    return then == now
        || then.entrySet().stream().allMatch(e -> now.getOrDefault(e.getKey(), 0L) >= e.getValue());
  }
}
