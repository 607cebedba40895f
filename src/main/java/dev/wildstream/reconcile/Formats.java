package dev.wildstream.reconcile;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Segment;
import dev.wildstream.memory.Session;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.playout.ChannelFormat;
import dev.wildstream.playout.Fitness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which format a session is begun with, and goes on with. */
final class Formats {

  /** How long a first start waits until enough of the list is known to say what most items have. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /** The same where the format of the session before is known: it will mostly do. */
  static final Duration SHORT_PATIENCE = Duration.ofMillis(300);

  private Formats() {}

  /** The format of a session that is to begin; empty = items are being probed for it. */
  static Optional<Format> toBegin(Draft draft, StreamSpec spec) {
    Listing listing = draft.situation.observed().media().listing().orElseThrow();
    List<MediaView.Source> asked = ChannelFormat.asked(listing);
    Map<MediaView.Source, MediaFacts> facts = draft.situation.observed().media().facts();
    if (asks(spec.media())) {
      draft.wantedFacts.addAll(asked);
      boolean waits = draft.phase == Phase.STARTING || draft.phase == Phase.RETRYING;
      Instant since = waits ? draft.since : draft.now;
      Instant patience = since.plus(draft.format.isPresent() ? SHORT_PATIENCE : PATIENCE);
      boolean late = draft.phase == Phase.BLOCKED || !draft.now.isBefore(patience);
      if (!facts.keySet().containsAll(asked) && !late) {
        draft.lookAgain(patience);
        return Optional.empty();
      }
    }
    return Optional.of(now(draft, spec, listing));
  }

  /** The same without a wait. */
  static Format now(Draft draft, StreamSpec spec, Listing listing) {
    Map<MediaView.Source, MediaFacts> facts = draft.situation.observed().media().facts();
    Format found = ChannelFormat.of(spec.media(), listing, facts);
    if (found.picture().isPresent()) {
      return found;
    }
    return draft
        .format
        .map(before ->
            switch (spec.media().mode()) {
              case COPY -> before;
              case AUTO, TRANSCODE -> found.withPicture(before.picture().orElseThrow());
            })
        .map(before -> ChannelFormat.edited(before, spec.media()))
        .orElse(found);
  }

  /**
   * The format that a running session goes on with: one that began with nothing known of the list
   * takes it from the first items that are.
   */
  static Format ofRunning(Draft draft, StreamSpec spec, Session session) {
    Format format = session.format();
    if (format.picture().isEmpty()) {
      Optional<Listing> listing = draft.situation.observed().media().listing();
      listing.ifPresent(known -> draft.wantedFacts.addAll(ChannelFormat.asked(known)));
      format =
          listing
              .flatMap(known ->
                  ChannelFormat.of(spec.media(), known, draft.situation.observed().media().facts())
                      .picture())
              .map(format::withPicture)
              .orElse(format);
    }
    return ChannelFormat.edited(format, spec.media());
  }

  /**
   * Whether a session that only copies has another format than the items that are known by now, and
   * none of them can ever be played in it: it began with another sound, or shows the standby
   * picture since all its items were replaced.
   */
  static boolean isForOtherItems(Draft draft, StreamSpec spec, Session session) {
    Optional<Listing> listing = draft.situation.observed().media().listing();
    if (spec.media().mode() != MediaPolicy.Mode.COPY || listing.isEmpty()) {
      return false;
    }
    Map<MediaView.Source, MediaFacts> facts = draft.situation.observed().media().facts();
    Format found = ChannelFormat.of(spec.media(), listing.get(), facts);
    if (session.format().picture().isEmpty()) {
      return found.picture().isPresent() && !found.hasSoundOf(session.format());
    }
    boolean shown = // not only fed: what is before it is shown to its end
        !session.segments().isEmpty()
            && session.segments().getFirst().mode() == Segment.Mode.STANDBY;
    if (!shown) {
      return false;
    }
    List<MediaView.Source> asked = ChannelFormat.asked(listing.get());
    draft.wantedFacts.addAll(asked);
    return facts.keySet().containsAll(asked)
        && !anyFits(asked, facts, session.format(), spec.media())
        && anyFits(asked, facts, found, spec.media());
  }

  private static boolean anyFits(
      List<MediaView.Source> asked,
      Map<MediaView.Source, MediaFacts> facts,
      Format format,
      MediaPolicy policy) {
    return asked.stream()
        .map(facts::get)
        .map(known -> Fitness.of(known, Optional.empty(), Optional.of(format), policy))
        .anyMatch(Fitness.Fits.class::isInstance);
  }

  /** Whether anything depends on what most items have. */
  private static boolean asks(MediaPolicy policy) {
    return policy.mode() == MediaPolicy.Mode.COPY
        || policy.video().size().isEmpty()
        || policy.video().rate().isEmpty();
  }

  /** What of the file costs a reconnect when it is edited: FLV cannot tell of another sound. */
  static String sound(StreamSpec spec) {
    return spec.media().audio().sampleRate() + " Hz " + spec.media().audio().channels() + " ch";
  }
}
