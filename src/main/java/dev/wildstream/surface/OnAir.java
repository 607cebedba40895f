package dev.wildstream.surface;

import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Segment;
import dev.wildstream.observed.PublisherView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a stream's viewers see anything: its output time advances, whatever its phase hopes. */
public final class OnAir {

  /**
   * FFmpeg reports once a second, and a report can be late by one more; three without a rise are a
   * standstill.
   */
  public static final Duration STANDSTILL = Duration.ofSeconds(3);

  private OnAir() {}

  /** Whether output advanced within the last 3 s of the snapshot's moment. */
  public static boolean now(Snapshot snapshot, StreamStatus stream) {
    return stream.memory().phase() == Phase.ON_AIR
        && output(stream)
            .filter(o -> !o.advancedAt().isBefore(snapshot.steady().minus(STANDSTILL)))
            .isPresent();
  }

  /** Whether it is on the air and too slow to watch. */
  public static boolean slow(StreamStatus stream) {
    return stream.memory().phase() == Phase.ON_AIR
        && stream.memory().session().flatMap(session -> session.pace().slow()).isPresent();
  }

  /** Whether the standby picture is what is on the air. */
  public static boolean standby(StreamStatus stream) {
    return stream.memory().phase() == Phase.ON_AIR
        && stream
            .memory()
            .session()
            .flatMap(session -> session.segments().stream().findFirst())
            .filter(segment -> segment.mode() == Segment.Mode.STANDBY)
            .isPresent();
  }

  /**
   * What stands beside the phase while it is on the air: {@code standby}, {@code slow}, {@code
   * adopted}.
   */
  static List<String> flags(StreamStatus stream) {
    boolean adopted =
        stream.memory().phase() == Phase.ON_AIR
            && stream.observed().publisher() instanceof PublisherView.Running running
            && running.adopted();
    List<String> flags = new ArrayList<>();
    if (standby(stream)) {
      flags.add("standby");
    }
    if (slow(stream)) {
      flags.add("slow");
    }
    if (adopted) {
      flags.add("adopted");
    }
    return flags;
  }

  /** The output of the publisher that runs; empty while none does or nothing was sent. */
  public static Optional<PublisherView.Output> output(StreamStatus stream) {
    return stream.observed().publisher() instanceof PublisherView.Running running
        ? running.output()
        : Optional.empty();
  }

  /** Since when the session on the air is (steady clock); empty while off the air. */
  public static Optional<Instant> since(StreamStatus stream) {
    return stream.memory().phase() == Phase.ON_AIR
        ? stream.memory().session().map(s -> s.onAirAt().orElse(s.startedAt()))
        : Optional.empty();
  }
}
