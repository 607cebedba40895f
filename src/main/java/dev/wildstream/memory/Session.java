package dev.wildstream.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One RTMP session, from the publisher's start to its end.
 *
 * @param number counted per stream, never used twice
 * @param owner digest of target and key: two sessions of one owner would be two publishers
 * @param restartedAt the text in force when it began; with owner, all whose change costs a
 *     reconnect
 * @param startedAt when the publisher was asked for (steady clock)
 * @param onAirAt when its output was first seen
 * @param format fixed by the first item
 * @param segments not yet played out, oldest first, with the one being written last
 * @param feeders how many feeders were started
 * @param countedBytes of what it sent, how much the counters hold already
 * @param countedFrames of the frames it dropped, how many the counters hold already
 * @param ending why the hub ends it; empty while it should run
 * @param pace how fast it goes
 */
public record Session(
    long number,
    String owner,
    String restartedAt,
    Instant startedAt,
    Optional<Instant> onAirAt,
    Optional<Format> format,
    List<Segment> segments,
    long feeders,
    long countedBytes,
    long countedFrames,
    Optional<StopCause> ending,
    Pace pace) {

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
    return changed(Optional.of(at), format, segments, feeders, ending, pace);
  }

  public Session withFormat(Format fixed) {
    return changed(onAirAt, Optional.of(fixed), segments, feeders, ending, pace);
  }

  public Session withSegments(List<Segment> left) {
    return changed(onAirAt, format, left, feeders, ending, pace);
  }

  public Session withFeeders(long started) {
    return changed(onAirAt, format, segments, started, ending, pace);
  }

  public Session withEnding(StopCause cause) {
    return changed(onAirAt, format, segments, feeders, Optional.of(cause), pace);
  }

  /** It is to go on after all. */
  public Session withoutEnding() {
    return changed(onAirAt, format, segments, feeders, Optional.empty(), pace);
  }

  public Session withPace(Pace measured) {
    return changed(onAirAt, format, segments, feeders, ending, measured);
  }

  public Session withCounted(long bytes, long frames) {
    return new Session(
        number,
        owner,
        restartedAt,
        startedAt,
        onAirAt,
        format,
        segments,
        feeders,
        bytes,
        frames,
        ending,
        pace);
  }

  private Session changed(
      Optional<Instant> newOnAirAt,
      Optional<Format> newFormat,
      List<Segment> newSegments,
      long newFeeders,
      Optional<StopCause> newEnding,
      Pace newPace) {
    return new Session(
        number,
        owner,
        restartedAt,
        startedAt,
        newOnAirAt,
        newFormat,
        newSegments,
        newFeeders,
        countedBytes,
        countedFrames,
        newEnding,
        newPace);
  }
}
