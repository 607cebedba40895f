package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.playout.Program;
import dev.wildstream.reconcile.PlannedReconnect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How one stream is shown in a snapshot. */
final class Status {

  private Status() {}

  static StreamStatus of(
      StreamName name,
      Optional<StreamSpec> spec,
      StreamObservation observed,
      StreamMemory memory,
      Instant wall,
      Instant steady) {
    return new StreamStatus(
        name,
        spec,
        observed,
        memory,
        isItemOnAir(memory)
            ? memory.position().map(p -> playing(p, spec, observed, memory))
            : Optional.empty(),
        spec.flatMap(s -> memory.session().flatMap(session -> PlannedReconnect.due(s, session)))
            .map(at -> wall.plus(Duration.between(steady, at))),
        nextAttempt(spec, memory).map(next -> wall.plus(Duration.between(steady, next))));
  }

  /** The standby picture is no item. */
  private static boolean isItemOnAir(StreamMemory memory) {
    return memory.phase() == Phase.ON_AIR
        && memory
            .session()
            .flatMap(session -> session.segments().stream().findFirst())
            .map(segment -> segment.item().isPresent())
            .orElse(true);
  }

  private static Optional<Instant> nextAttempt(Optional<StreamSpec> spec, StreamMemory memory) {
    return switch (memory.phase()) {
      case RETRYING -> memory.retries().next();
      case FAILED -> spec.flatMap(s -> s.retry().thenEvery()).map(memory.since()::plus);
      case OFF, BLOCKED, STARTING, ON_AIR, STOPPING, FINISHED -> Optional.empty();
    };
  }

  private static StreamStatus.NowPlaying playing(
      Position position,
      Optional<StreamSpec> spec,
      StreamObservation observed,
      StreamMemory memory) {
    Optional<Listing> listing = observed.media().listing();
    int index =
        spec.isPresent() && listing.isPresent()
            ? Program.of(
                        listing.get(),
                        spec.get().playlist().order(),
                        memory.shuffleSeed(),
                        position.lap())
                    .indexOf(position.item())
                    .orElse(-1)
                + 1
            : 0;
    Path path = Path.of(position.item().path());
    return new StreamStatus.NowPlaying(
        String.valueOf(path.getFileName()),
        position.item().path(),
        index,
        listing.map(l -> l.items().size()).orElse(0),
        position.offset().toMillis() / 1000.0,
        position.lap() + 1);
  }

  /** Whether a stream no longer keeps the hub from being ready. */
  static boolean settled(StreamStatus status, boolean attempted) {
    return attempted
        || switch (status.memory().phase()) {
          case OFF -> !status.spec().map(StreamSpec::enabled).orElse(false);
          case BLOCKED, FAILED, FINISHED, ON_AIR, RETRYING -> true;
          // by an earlier hub, if not by this one
          case STARTING -> status.memory().session().isPresent();
          case STOPPING -> false;
        };
  }
}
