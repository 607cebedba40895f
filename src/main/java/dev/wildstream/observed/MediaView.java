package dev.wildstream.observed;

import java.util.Map;
import java.util.Optional;

/**
 * What is known of a stream's media.
 *
 * @param listing the newest finished look-up of the playlist
 * @param facts of the items probed so far, by {@link Source}; those of files that changed since are
 *     gone
 * @param card the newest test card; empty = none is made yet
 */
public record MediaView(
    Optional<Listing> listing, Map<Source, MediaFacts> facts, Optional<CardView> card) {

  public static final MediaView UNKNOWN =
      new MediaView(Optional.empty(), Map.of(), Optional.empty());

  public MediaView {
    facts = Map.copyOf(facts);
  }

  /**
   * What is probed: a file, and where its cut starts.
   *
   * @param path absolute, as text
   */
  public record Source(String path, java.time.Duration start) {}
}
