package dev.wildstream.memory;

/** Why the hub itself ended a publisher. */
public enum StopCause {
  /** No longer desired. */
  OFF,
  /** The hub ends and takes its streams along. */
  SHUTDOWN,
  /** Target, key or restartedAt changed. */
  EDIT,
  /** Output time stood still. */
  STALL,
  /** Nothing was sent in time. */
  START_TIMEOUT,
  /** It said that its connection is gone, and was not waited for. */
  BROKEN,
  /** All laps are played. */
  FINISHED,
  /** Nothing of the playlist can be played. */
  NOTHING_PLAYABLE
}
