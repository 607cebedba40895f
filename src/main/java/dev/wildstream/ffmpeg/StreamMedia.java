package dev.wildstream.ffmpeg;

import dev.wildstream.loop.Clock;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is known of one stream's media. Files are looked at by one thread at a time, {@link #work};
 * the view is replaced whole and read without a lock.
 */
final class StreamMedia {

  /** How often wanted files are looked at for a change. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final PlaylistLookup lookup;
  private final KnownFacts known;
  private final Clock clock;
  private volatile Wants wants = Wants.NOTHING;
  private volatile MediaView view = MediaView.UNKNOWN;
  private Optional<Listing> listing = Optional.empty();
  private Map<String, Stamp> stamps = new HashMap<>();

  /** A file's stamp when it was looked at last; empty = it could not be, and why. */
  private record Stamp(Optional<FileStamp> stamp, String why, Instant at) {}

  StreamMedia(PlaylistLookup lookup, KnownFacts known, Clock clock) {
    this.lookup = lookup;
    this.known = known;
    this.clock = clock;
  }

  MediaView view() {
    return view;
  }

  Wants wants() {
    return wants;
  }

  void want(Wants now) {
    wants = now;
  }

  /**
   * Looks at files as far as what is wanted is not known. May wait as long as the file system does.
   *
   * @param ask is told what should be probed, the most urgent first
   * @return whether the view changed
   */
  boolean work(Consumer<KnownFacts.Question> ask) {
    Wants now = wants;
    now.listing().filter(this::isDue).ifPresent(this::look);
    Map<String, Stamp> fresh = new LinkedHashMap<>();
    for (MediaView.Source source : now.facts()) {
      Stamp stamp = fresh.computeIfAbsent(source.path(), this::stamp);
      stamp
          .stamp()
          .map(s -> new KnownFacts.Question(source, s))
          .filter(q -> known.isDue(q, clock.steady()))
          .ifPresent(ask);
    }
    synchronized (this) {
      stamps = fresh;
    }
    return refresh();
  }

  /** Puts the view together from what is known; true where it changed. */
  synchronized boolean refresh() {
    Map<MediaView.Source, MediaFacts> facts = new HashMap<>();
    for (MediaView.Source source : wants.facts()) {
      Stamp stamp = stamps.get(source.path());
      if (stamp == null) {
        continue;
      }
      if (stamp.stamp().isEmpty()) {
        facts.put(source, new MediaFacts.Unplayable(Optional.empty(), stamp.why()));
      } else {
        known
            .of(new KnownFacts.Question(source, stamp.stamp().get()))
            .ifPresent(f -> facts.put(source, f));
      }
    }
    MediaView fresh = new MediaView(listing, facts, Optional.empty());
    if (fresh.equals(view)) {
      return false;
    }
    view = fresh;
    return true;
  }

  private boolean isDue(Wants.ListingRequest request) {
    return listing
        .map(l -> !l.playlist().equals(request.digest()) || l.asOf().isBefore(request.notBefore()))
        .orElse(true);
  }

  private void look(Wants.ListingRequest request) {
    Instant begun = clock.steady();
    List<Listing.Listed> items = lookup.look(request.playlist().entries());
    synchronized (this) {
      listing = Optional.of(new Listing(request.digest(), items, begun));
    }
  }

  private Stamp stamp(String path) {
    Stamp before = stamps.get(path);
    if (before != null && before.at().plus(FRESH).isAfter(clock.steady())) {
      return before;
    }
    try {
      return new Stamp(Optional.of(Stamps.of(Path.of(path))), "", clock.steady());
    } catch (IOException gone) {
      return new Stamp(Optional.empty(), PlaylistLookup.reason(gone), clock.steady());
    }
  }
}
