package dev.wildstream.world;

import dev.wildstream.desired.Reading;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the hub has to make of the files it was shown, reckoned without it. */
final class InForce {

  /**
   * A file that is cut while it is written must not take the channels below the cut off the air.
   */
  static final long SETTLES = Duration.ofMillis(500).toNanos();

  private Map<StreamName, StreamSpec> before = Map.of();
  private Map<StreamName, StreamSpec> now = new TreeMap<>();
  private boolean any;
  private long seenAt;

  /** Whether what went before a mistake was not still for long enough to be meant. */
  private boolean withheld;

  /** A new hub knows nothing yet. */
  void forget() {
    before = Map.of();
    now = new TreeMap<>();
    any = false;
    withheld = false;
  }

  /**
   * A hub takes a reading.
   *
   * @param seen when it was read
   * @param lastGood what was kept of the revision in force before
   */
  void take(Reading reading, long seen, Optional<Reading> lastGood) {
    switch (reading) {
      case Reading.Accepted accepted -> {
        before = at(seen);
        now = byName(accepted);
        any = true;
        seenAt = seen;
        withheld = false;
      }
      case Reading.Refused refused -> {
        withheld |= any && settles(seen);
        if (!any && lastGood.orElse(reading) instanceof Reading.Accepted kept) {
          now = byName(kept);
          any = true;
          seenAt = seen - SETTLES;
        }
      }
    }
  }

  private static Map<StreamName, StreamSpec> byName(Reading.Accepted accepted) {
    Map<StreamName, StreamSpec> streams = new TreeMap<>();
    accepted.revision().streams().forEach(spec -> streams.put(spec.name(), spec));
    return streams;
  }

  /** Whether any revision is. */
  boolean any() {
    return any;
  }

  /** When the newest revision was read. */
  long seenAt() {
    return seenAt;
  }

  /** What the newest revision says of the streams. */
  Map<StreamName, StreamSpec> newest() {
    return now;
  }

  /** Whether the newest revision wants a stream on the air. */
  boolean wants(StreamName stream) {
    return Optional.ofNullable(now.get(stream)).filter(StreamSpec::enabled).isPresent();
  }

  /** Whether what the newest revision takes away is not taken away yet. */
  private boolean settles(long moment) {
    return withheld || moment < seenAt + SETTLES;
  }

  /** What counts at a moment: what is taken away is so a while later. */
  Map<StreamName, StreamSpec> at(long moment) {
    Map<StreamName, StreamSpec> streams = new TreeMap<>(now);
    if (settles(moment)) {
      before.forEach((name, spec) -> {
        if (spec.enabled() && !wants(name)) {
          streams.put(name, spec);
        }
      });
    }
    return streams;
  }

  /** What counts of one stream at a moment; empty = it is not to be on the air. */
  Optional<StreamSpec> wanted(StreamName stream, long moment) {
    StreamSpec newest = now.get(stream);
    if (newest != null && newest.enabled()) {
      return Optional.of(newest);
    }
    return settles(moment)
        ? Optional.ofNullable(before.get(stream)).filter(StreamSpec::enabled)
        : Optional.empty();
  }
}
