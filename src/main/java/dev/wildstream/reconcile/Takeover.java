package dev.wildstream.reconcile;

import dev.wildstream.desired.Revision;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What of a new revision is in force already. A removal or a disabling waits until the revision has
 * not changed for {@link #SETTLED}: a file that is cut at a line end still parses, and must not
 * take the channels below the cut off the air.
 */
public final class Takeover {

  /** Longer than an editor takes between two writes of one save, and within the promised second. */
  public static final Duration SETTLED = Duration.ofMillis(500);

  private Takeover() {}

  /**
   * Every stream as it is desired now.
   *
   * @param before the streams as they were desired before the revision
   * @param changedAt when the revision was first seen
   */
  public static Map<StreamName, StreamSpec> inForce(
      Map<StreamName, StreamSpec> before, Revision revision, Instant changedAt, Instant now) {
    Map<StreamName, StreamSpec> streams = new TreeMap<>();
    revision.streams().forEach(spec -> streams.put(spec.name(), spec));
    if (!now.isBefore(changedAt.plus(SETTLED))) {
      return streams;
    }
    before.forEach((name, spec) -> {
      StreamSpec wanted = streams.get(name);
      if (spec.enabled() && (wanted == null || !wanted.enabled())) {
        streams.put(name, spec);
      }
    });
    return streams;
  }

  /** When to look again; empty = the whole revision is in force. */
  public static Optional<Instant> settlesAt(Instant changedAt, Instant now) {
    Instant settled = changedAt.plus(SETTLED);
    return now.isBefore(settled) ? Optional.of(settled) : Optional.empty();
  }
}
