package dev.wildstream.memory;

/** Why the hub itself ended a publisher. */
public enum StopCause {
  /** No longer desired. */
  OFF,
  /** The hub ends and takes its streams along. */
  SHUTDOWN,
  /** Target, key, restartedAt, or rate or layout of the sound changed. */
  EDIT,
  /** It is old enough (session.reconnectEvery, or RTMP's clock). */
  PLANNED,
  /** What was sent waited for the target to acknowledge it. */
  STALL_NETWORK,
  /** Output stood still, and nothing waited for the target. */
  STALL_INTERNAL,
  /** Nothing was sent in time, and the target was not reached or had not acknowledged. */
  START_TIMEOUT_NETWORK,
  /** Nothing was sent in time, and the target took the connection and did not answer. */
  START_TIMEOUT_UNANSWERED,
  /** Nothing was sent in time, although the target had answered. */
  START_TIMEOUT_INTERNAL,
  /** It said that its connection is gone, and was not waited for. */
  BROKEN,
  /** All laps are played. */
  FINISHED,
  /** Nothing of the playlist can be played. */
  NOTHING_PLAYABLE
}
