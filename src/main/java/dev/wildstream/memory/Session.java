package dev.wildstream.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One RTMP session, from the publisher's start to its end.
 *
 * @param number counted per stream, never used twice
 * @param digest of what a change of costs a reconnect: target, restartedAt, key
 * @param startedAt when the publisher was asked for (steady clock)
 * @param onAirAt when its output was first seen
 * @param format fixed by the first item
 * @param segments not yet played out, oldest first, with the one being written last
 * @param feeders how many feeders were started
 * @param ending why the hub ends it; empty while it should run
 */
public record Session(
    long number,
    String digest,
    Instant startedAt,
    Optional<Instant> onAirAt,
    Optional<Format> format,
    List<Segment> segments,
    long feeders,
    Optional<StopCause> ending) {

  /**
   * Where the first item of every session begins on its timeline. A copy that starts inside an item
   * starts at the keyframe before, so there must be room for the longest keyframe interval; MPEG-TS
   * has no time before zero.
   */
  public static final Duration BEGIN = Duration.ofSeconds(60);

  public Session {
    segments = List.copyOf(segments);
  }

  public Session withOnAirAt(Instant at) {
    return new Session(
        number, digest, startedAt, Optional.of(at), format, segments, feeders, ending);
  }

  public Session withFormat(Format fixed) {
    return new Session(
        number, digest, startedAt, onAirAt, Optional.of(fixed), segments, feeders, ending);
  }

  public Session withSegments(List<Segment> changed) {
    return new Session(number, digest, startedAt, onAirAt, format, changed, feeders, ending);
  }

  public Session withFeeders(long started) {
    return new Session(number, digest, startedAt, onAirAt, format, segments, started, ending);
  }

  public Session withEnding(StopCause cause) {
    return new Session(
        number, digest, startedAt, onAirAt, format, segments, feeders, Optional.of(cause));
  }
}
