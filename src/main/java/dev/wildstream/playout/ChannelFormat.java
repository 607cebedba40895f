package dev.wildstream.playout;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.memory.Format;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaFacts.Oddity;
import dev.wildstream.observed.MediaView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The format of a channel: what the file asks for, and where it says {@code source}, what most
 * items of the list have. It is fixed for a session.
 */
public final class ChannelFormat {

  /** What is shown and encoded while no item of the list is known. */
  public static final Format.Picture UNFIXED =
      new Format.Picture(new FrameSize(1280, 720), new FrameRate(30, 1));

  /** What silence is made of where nothing is known: the rate and layout of most videos. */
  private static final Format SILENCE = new Format(Optional.empty(), "aac", 48_000, 2);

  /**
   * So many items of a longer list are asked, spread over it: probed anew, two at a time and 0.1 s
   * each, they take two or three seconds.
   */
  static final int ASKED = 50;

  /** What a channel of videos whose rates all vary is made of. */
  private static final List<Integer> USUAL_RATES = List.of(24, 25, 30, 50, 60);

  private ChannelFormat() {}

  /** The items that are asked, in the order of the list. */
  public static List<MediaView.Source> asked(Listing listing) {
    List<Listing.Listed> there =
        listing.items().stream().filter(item -> item.trouble().isEmpty()).toList();
    List<MediaView.Source> asked = new ArrayList<>();
    int asks = Math.min(ASKED, there.size());
    for (int i = 0; i < asks; i++) {
      Listing.Listed item = there.get((int) ((long) i * there.size() / asks));
      asked.add(new MediaView.Source(item.path(), item.start()));
    }
    return asked;
  }

  /** The format of a session that begins now, by what is known of the items. */
  public static Format of(
      MediaPolicy policy, Listing listing, Map<MediaView.Source, MediaFacts> facts) {
    List<MediaFacts.Playable> known =
        asked(listing).stream()
            .map(facts::get)
            .filter(MediaFacts.Playable.class::isInstance)
            .map(MediaFacts.Playable.class::cast)
            .toList();
    Format sound =
        switch (policy.mode()) {
          // what is not encoded is as it is, whatever the file asks for
          case COPY -> copiedSound(known);
          case AUTO, TRANSCODE ->
              new Format(
                  Optional.empty(), "aac", policy.audio().sampleRate(), policy.audio().channels());
        };
    return picture(policy, known).map(sound::withPicture).orElse(sound);
  }

  /** The picture that is encoded in a session: the one that is fixed, or what stands in for it. */
  public static Format.Picture encoded(Format session, MediaPolicy policy) {
    return session
        .picture()
        .orElseGet(() ->
            new Format.Picture(
                policy.video().size().orElse(UNFIXED.size()),
                policy.video().rate().orElse(UNFIXED.rate())));
  }

  /** A session's format after an edit: what the file asks for by name counts at once. */
  public static Format edited(Format session, MediaPolicy policy) {
    if (session.picture().isEmpty() || policy.mode() == MediaPolicy.Mode.COPY) {
      return session;
    }
    Format.Picture fixed = session.picture().get();
    return session.withPicture(
        new Format.Picture(
            policy.video().size().orElse(fixed.size()),
            policy.video().rate().orElse(fixed.rate())));
  }

  private static Format copiedSound(List<MediaFacts.Playable> known) {
    return most(known.stream()
            .flatMap(facts -> facts.audio().stream())
            .filter(audio -> Fitness.SOUNDS.contains(audio.codec()))
            .map(Fitness::soundOf)
            .toList())
        .orElse(SILENCE);
  }

  private static Optional<Format.Picture> picture(
      MediaPolicy policy, List<MediaFacts.Playable> known) {
    List<MediaFacts.Video> moving =
        known.stream()
            .flatMap(facts -> facts.video().stream())
            .filter(video -> !video.oddities().contains(Oddity.STILL))
            .filter(video -> video.shown().width() > 1 && video.shown().height() > 1)
            .toList();
    boolean copies = policy.mode() == MediaPolicy.Mode.COPY;
    Optional<FrameSize> size =
        (copies ? Optional.<FrameSize>empty() : policy.video().size())
            .or(() -> most(moving.stream().map(video -> even(video.shown())).toList()));
    Optional<FrameRate> rate =
        (copies ? Optional.<FrameRate>empty() : policy.video().rate())
            .or(() -> mostRate(size.map(s -> ofSize(moving, s)).orElse(moving)))
            .or(() -> mostRate(moving));
    if (size.isEmpty() && rate.isEmpty()) {
      return Optional.empty();
    }
    // with half of it named and nothing known, the other half waits for the first item
    return size.isPresent() && (rate.isPresent() || !moving.isEmpty())
        ? Optional.of(new Format.Picture(size.get(), rate.orElse(UNFIXED.rate())))
        : Optional.empty();
  }

  private static List<MediaFacts.Video> ofSize(List<MediaFacts.Video> moving, FrameSize size) {
    return moving.stream().filter(video -> even(video.shown()).equals(size)).toList();
  }

  /** Of those whose rate is steady; else the usual rate that is nearest to the others. */
  private static Optional<FrameRate> mostRate(List<MediaFacts.Video> moving) {
    List<FrameRate> steady =
        moving.stream()
            .filter(video -> !video.oddities().contains(Oddity.VARIABLE_RATE))
            .map(MediaFacts.Video::rate)
            .filter(ChannelFormat::isSane)
            .toList();
    return most(steady)
        .or(() ->
            most(
                moving.stream()
                    .map(MediaFacts.Video::rate)
                    .filter(FrameRate::known)
                    .map(ChannelFormat::nearest)
                    .toList()));
  }

  /** Beyond it lie mistakes of a container, and what no platform takes. */
  private static boolean isSane(FrameRate rate) {
    return rate.known() && rate.perSecond() >= 1 && rate.perSecond() <= 120;
  }

  private static FrameRate nearest(FrameRate rate) {
    int best = USUAL_RATES.getLast();
    for (int usual : USUAL_RATES) {
      if (Math.abs(usual - rate.perSecond()) < Math.abs(best - rate.perSecond())) {
        best = usual;
      }
    }
    return new FrameRate(best, 1);
  }

  /** H.264 in 4:2:0 knows no odd sizes. */
  private static FrameSize even(FrameSize size) {
    return new FrameSize(size.width() / 2 * 2, size.height() / 2 * 2);
  }

  /** What there is most of; of two equals the first. */
  private static <T> Optional<T> most(List<T> values) {
    Map<T, Integer> counts = new LinkedHashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    return counts.entrySet().stream()
        .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
        .map(Map.Entry::getKey);
  }
}
