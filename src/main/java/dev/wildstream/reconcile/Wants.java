package dev.wildstream.reconcile;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Target;
import dev.wildstream.observed.CardView;
import dev.wildstream.observed.MediaView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a stream needs to have observed. A level: it is said anew at every turn, and what is no
 * longer said is no longer looked at.
 *
 * @param key to look at; empty = none
 * @param listing to have at hand; empty = none
 * @param facts of which items, the most urgent first
 * @param card to be made; empty = none
 * @param probe where to try a bare TCP connect; empty = nowhere
 */
public record Wants(
    Optional<KeyReference> key,
    Optional<ListingRequest> listing,
    List<MediaView.Source> facts,
    Optional<CardView.Card> card,
    Optional<Target.Endpoint> probe) {

  public static final Wants NOTHING =
      new Wants(Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Optional.empty());

  public Wants {
    facts = List.copyOf(facts);
  }

  /**
   * A look-up of a playlist's entries.
   *
   * @param digest of the playlist, which the answer carries
   * @param notBefore an answer begun before this is too old (steady clock)
   */
  public record ListingRequest(String digest, Playlist playlist, Instant notBefore) {}
}
