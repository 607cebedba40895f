package dev.wildstream.ffmpeg.library;

import dev.wildstream.loop.Clock;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.nio.file.InvalidPathException;
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
  private final Reach reach;
  private final Admission admission;
  private final KnownFacts known;
  private final Clock clock;
  private volatile Wants wants = Wants.NOTHING;
  private volatile MediaView view = MediaView.UNKNOWN;
  private Optional<Listing> listing = Optional.empty();
  private Map<String, Seen> files = new HashMap<>();

  /** What was said of a file when it was looked at last. */
  private record Seen(Admission.Answer answer, Instant at) {}

  StreamMedia(
      PlaylistLookup lookup, Reach reach, Admission admission, KnownFacts known, Clock clock) {
    this.lookup = lookup;
    this.reach = reach;
    this.admission = admission;
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
   * Looks at files as far as what is wanted is not known.
   *
   * @param ask is told what should be probed, the most urgent first
   * @param changed is run when the view did
   */
  void work(Consumer<KnownFacts.Question> ask, Runnable changed) {
    Wants now = wants;
    if (now.listing().filter(this::isDue).isPresent()) {
      look(now.listing().get());
      refresh(changed);
    }
    Map<String, Seen> fresh = seen(now.facts());
    synchronized (this) {
      files = fresh;
    }
    for (MediaView.Source source : now.facts()) {
      fresh
          .get(source.path())
          .answer()
          .admitted()
          .map(stamp -> new KnownFacts.Question(source, stamp))
          .filter(question -> known.isDue(question, clock.steady()))
          .ifPresent(ask);
    }
    refresh(changed);
  }

  /** Puts the view together from what is known. */
  void refresh(Runnable changed) {
    if (isRefreshed()) {
      changed.run();
    }
  }

  private synchronized boolean isRefreshed() {
    Map<MediaView.Source, MediaFacts> facts = new HashMap<>();
    for (MediaView.Source source : wants.facts()) {
      Optional.ofNullable(files.get(source.path()))
          .flatMap(seen -> facts(source, seen.answer()))
          .ifPresent(f -> facts.put(source, f));
    }
    MediaView fresh = new MediaView(listing, facts, Optional.empty());
    if (fresh.equals(view)) {
      return false;
    }
    view = fresh;
    return true;
  }

  private Optional<MediaFacts> facts(MediaView.Source source, Admission.Answer answer) {
    return switch (answer) {
      case Admission.Answer.Admitted(FileStamp stamp) ->
          known.of(new KnownFacts.Question(source, stamp));
      case Admission.Answer.Refused(String why) ->
          Optional.of(new MediaFacts.Unplayable(Optional.empty(), why));
    };
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

  /** All wanted files, those that were not looked at just now in one row. */
  private Map<String, Seen> seen(List<MediaView.Source> sources) {
    Instant now = clock.steady();
    Map<String, Seen> seen = new HashMap<>();
    Map<String, Path> due = new LinkedHashMap<>();
    for (MediaView.Source source : sources) {
      Optional<Seen> before = Optional.ofNullable(files.get(source.path()));
      if (before.isPresent() && before.get().at().plus(FRESH).isAfter(now)) {
        seen.put(source.path(), before.get());
        continue;
      }
      try {
        due.put(source.path(), Path.of(source.path()));
      } catch (InvalidPathException odd) {
        seen.put(source.path(), new Seen(new Admission.Answer.Refused("is no path"), now));
      }
    }
    if (!due.isEmpty()) {
      Admission.Round rules = admission.round();
      Map<Path, Look> looks = reach.look(due.values());
      due.forEach((text, path) -> seen.put(text, new Seen(rules.judge(looks.get(path)), now)));
    }
    return seen;
  }
}
