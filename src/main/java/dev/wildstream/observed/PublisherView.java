package dev.wildstream.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The FFmpeg that owns the RTMP session of a stream. All instants are of the steady clock. */
public sealed interface PublisherView {

  /** None runs, and none that ran is left to tell of. */
  record Absent() implements PublisherView {}

  /**
   * None runs; one of an earlier hub had, and is gone.
   *
   * @param session the number its start was given
   * @param lastOutput how far it had got
   */
  record Left(long session, Output lastOutput) implements PublisherView {}

  /**
   * One runs, or is being started.
   *
   * @param session the number the start was given
   * @param pid empty while it is being started
   * @param startedAt when the start was asked for
   * @param output empty until something was sent
   * @param fifoEmptySince since when it has had nothing to read; empty while bytes wait in the fifo
   * @param fifoSeenEmptyAt when the fifo was last seen empty; empty = never yet
   * @param fifoHalfFullAt when the fifo was last seen at least half full; empty = never yet
   * @param askedToEnd when it was sent SIGTERM
   * @param complaint what its log says while it still lives, where that ends it (a broken
   *     connection)
   * @param connection to the target; empty while it has none
   * @param adopted whether an earlier hub started it
   */
  record Running(
      long session,
      Optional<Long> pid,
      Instant startedAt,
      Optional<Output> output,
      Optional<Instant> fifoEmptySince,
      Optional<Instant> fifoSeenEmptyAt,
      Optional<Instant> fifoHalfFullAt,
      Optional<Instant> askedToEnd,
      Optional<Failure> complaint,
      Optional<Connection> connection,
      boolean adopted)
      implements PublisherView {}

  /**
   * It ended; told until the next one is started.
   *
   * @param session the number the start was given
   * @param at when it ended
   * @param exitCode empty where another hub was its parent
   * @param failure why, from its log and its exit
   * @param lastOutput the last that is known of its output
   */
  record Ended(
      long session,
      Instant at,
      Optional<Integer> exitCode,
      Failure failure,
      Optional<Output> lastOutput)
      implements PublisherView {}

  /**
   * What the publisher has sent.
   *
   * @param position on the timeline that the feeders write: the begin of its input plus its output
   *     time
   * @param advancedAt when position was last seen to rise, or, where FFmpeg can no longer report,
   *     when it last read on
   * @param firstAt when it was first seen
   * @param bytes sent in this session
   * @param speed output time per time over the last reports; 1 = as fast as the picture
   * @param droppedFrames in this session
   */
  record Output(
      Duration position,
      Instant advancedAt,
      Instant firstAt,
      long bytes,
      double speed,
      long droppedFrames) {}

  /**
   * What the kernel says of its connection to the target. A receiver that freezes is seen here
   * first: output goes on into the kernel's buffers for up to half a minute.
   *
   * @param unacknowledged bytes handed to the kernel that the target has not acknowledged
   * @param acknowledgedAt when bytes were last seen to be acknowledged, or none waited to be
   * @param answered whether the target has answered the RTMP handshake
   */
  record Connection(long unacknowledged, Instant acknowledgedAt, boolean answered) {}
}
