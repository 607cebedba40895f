package dev.wildstream.memory;

import java.util.Locale;

/** Where a stream stands. */
public enum Phase {
  /** Not desired. */
  OFF,
  /**
   * Desired, but it cannot be tried; goes on by itself once that is mended, and costs no attempt.
   */
  BLOCKED,
  /** Spawned, nothing sent yet. */
  STARTING,
  /** Output time advances. */
  ON_AIR,
  /** Waits for its next attempt. */
  RETRYING,
  /** Asked to end. */
  STOPPING,
  /**
   * Its attempts are used up; an edit of the stream, {@code restartedAt}, {@code thenEvery} or a
   * reboot tries again.
   */
  FAILED,
  /** Its laps are played; an edit of the playlist or {@code restartedAt} begins anew. */
  FINISHED;

  /** As users read it: lower case, words joined by a dash. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
