package dev.wildstream.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One RTMP session, from the publisher's start to its end.
 *
 * @param number counted per stream, never used twice
 * @param asked what was asked for when it began and costs a reconnect when it changes
 * @param startedAt when the publisher was asked for (steady clock)
 * @param onAirAt when its output was first seen
 * @param format that items are made to fit
 * @param playlist digest of the playlist that what is fed was last held against
 * @param segments not yet played out, oldest first, with the one being written last
 * @param feeders how many feeders were started
 * @param flushed the feeder behind which nothing follows, once the publisher was made to send all
 *     of it
 * @param ahead what is fed already of the session after this one; empty = nothing is
 * @param counted what of it the counters hold already
 * @param ending why the hub ends it; empty while it should run
 * @param pace how fast it goes
 */
public record Session(
    long number,
    Asked asked,
    Instant startedAt,
    Optional<Instant> onAirAt,
    Format format,
    String playlist,
    List<Segment> segments,
    long feeders,
    Optional<Long> flushed,
    Optional<Ahead> ahead,
    Counted counted,
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

  /**
   * What costs a reconnect when it changes.
   *
   * @param owner digest of target and key: two sessions of one owner would be two publishers
   * @param restartedAt the text in force
   * @param sound rate and layout that the file asks for
   */
  public record Asked(String owner, String restartedAt, String sound) {}

  /**
   * The begin of the session that follows without a pause.
   *
   * @param first its first item, which a feeder writes already
   */
  public record Ahead(Format format, Segment first) {}

  /**
   * How much of what it sent is counted.
   *
   * @param bytes sent
   * @param frames dropped
   */
  public record Counted(long bytes, long frames) {}

  /** One that begins now, with nothing fed. */
  public static Session begun(
      long number, Asked asked, Instant now, Format format, String playlist) {
    return new Session(
        number,
        asked,
        now,
        Optional.empty(),
        format,
        playlist,
        List.of(),
        0,
        Optional.empty(),
        Optional.empty(),
        new Counted(0, 0),
        Optional.empty(),
        Pace.UNKNOWN);
  }

  public String owner() {
    return asked.owner();
  }

  public Session withOnAirAt(Instant at) {
    return with(parts -> parts.onAirAt = Optional.of(at));
  }

  public Session withFormat(Format fixed) {
    return with(parts -> parts.format = fixed);
  }

  public Session withPlaylist(String digest) {
    return with(parts -> parts.playlist = digest);
  }

  public Session withSegments(List<Segment> left) {
    return with(parts -> parts.segments = left);
  }

  public Session withFeeders(long started) {
    return with(parts -> parts.feeders = started);
  }

  /** Nothing follows what was fed. */
  public Session withFlushed() {
    return with(parts -> parts.flushed = Optional.of(feeders));
  }

  public Session withAhead(Ahead begun) {
    return with(parts -> parts.ahead = Optional.of(begun));
  }

  public Session withoutAhead() {
    return with(parts -> parts.ahead = Optional.empty());
  }

  public Session withCounted(long bytes, long frames) {
    return with(parts -> parts.counted = new Counted(bytes, frames));
  }

  public Session withEnding(StopCause cause) {
    return with(parts -> parts.ending = Optional.of(cause));
  }

  /** It is to go on after all. */
  public Session withoutEnding() {
    return with(parts -> parts.ending = Optional.empty());
  }

  public Session withPace(Pace measured) {
    return with(parts -> parts.pace = measured);
  }

  /** Whether the publisher was made to send all that was fed. */
  public boolean wasFlushed() {
    return flushed.filter(after -> after == feeders).isPresent();
  }

  private Session with(Consumer<Parts> change) {
    Parts parts = new Parts(this);
    change.accept(parts);
    return new Session(
        number,
        asked,
        startedAt,
        parts.onAirAt,
        parts.format,
        parts.playlist,
        parts.segments,
        parts.feeders,
        parts.flushed,
        parts.ahead,
        parts.counted,
        parts.ending,
        parts.pace);
  }

  /** What of a session changes, so that its record is put together in one place. */
  private static final class Parts {
    private Optional<Instant> onAirAt;
    private Format format;
    private String playlist;
    private List<Segment> segments;
    private long feeders;
    private Optional<Long> flushed;
    private Optional<Ahead> ahead;
    private Counted counted;
    private Optional<StopCause> ending;
    private Pace pace;

    Parts(Session from) {
      onAirAt = from.onAirAt;
      format = from.format;
      playlist = from.playlist;
      segments = from.segments;
      feeders = from.feeders;
      flushed = from.flushed;
      ahead = from.ahead;
      counted = from.counted;
      ending = from.ending;
      pace = from.pace;
    }
  }
}
