package dev.wildstream.desired;

import java.util.List;

/**
 * What a stream plays.
 *
 * @param entries in the order of the file; may be empty (nothing playable)
 */
public record Playlist(List<PlaylistEntry> entries, Order order, Laps laps) {

  public Playlist {
    entries = List.copyOf(entries);
  }

  /** The order within a lap. */
  public enum Order {
    LISTED,
    /** No repeat within a lap, and the same order after a restart. */
    SHUFFLE
  }

  /** How often the list is played through. */
  public sealed interface Laps {
    /** Until somebody ends it. */
    record Forever() implements Laps {}

    /**
     * A number of laps, then the stream is finished.
     *
     * @param count at least 1
     */
    record Count(int count) implements Laps {}
  }
}
