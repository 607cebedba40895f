package dev.wildstream.reconcile;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.SetAside;
import dev.wildstream.observed.CardView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.playout.ChannelFormat;
import dev.wildstream.playout.Choice;
import dev.wildstream.playout.Fitness;
import dev.wildstream.playout.Quarantine;
import java.time.Duration;
import java.util.Optional;

/** What is shown while nothing of the playlist can be played. */
sealed interface Filler {

  /**
   * This can be.
   *
   * @param picture how long before its begin its first picture is due
   * @param sound the same of its sound
   * @param bitrate bits per second
   */
  record Ready(Step.Input input, Recipe recipe, Duration picture, Duration sound, long bitrate)
      implements Filler {}

  /** Something can be in a moment. */
  record Pending() implements Filler {}

  /**
   * Nothing can.
   *
   * @param why one line for people; empty text = the file wants nothing to be shown
   */
  record Missing(String why) implements Filler {}

  /** What stands in place of a file's size and time: a card has none, and is made anew. */
  String STAMP = "standby";

  /** With its path: what was told of a standby file. */
  String TOLD = "standby file ";

  /** What was told of one that could be probed and not be shown. */
  String FAILED = "cannot be shown: ";

  /** What can be shown, and says what has to be made or probed for it. */
  static Filler of(Draft draft, StreamSpec spec, Format format) {
    return switch (spec.standby()) {
      case Standby.None none -> new Missing("");
      case Standby.TestCard testCard -> card(draft, spec, format);
      case Standby.File(var path) -> file(draft, spec, format, path.toString());
    };
  }

  /** A file that is broken, gone or not looked at yet is no reason to go dark. */
  private static Filler file(Draft draft, StreamSpec spec, Format format, String path) {
    MediaView.Source source = new MediaView.Source(path, Duration.ZERO);
    draft.wantedFacts.add(source);
    Filler card = card(draft, spec, format);
    MediaFacts facts = draft.situation.observed().media().facts().get(source);
    if (facts == null) {
      return card;
    }
    Optional<SetAside> failed =
        Quarantine.of(draft.setAside, path, stamp(draft, path), draft.now)
            .filter(
                aside -> !(card instanceof Missing && Quarantine.isLastResort(aside, draft.now)));
    if (failed.isPresent()) {
      return inPlace(draft, path, FAILED + failed.get().why(), card);
    }
    ItemIdentity whole = new ItemIdentity(path, Duration.ZERO, Optional.empty(), 0);
    return switch (Fitness.of(facts, Optional.empty(), Optional.of(format), transcoding(spec))) {
      case Fitness.Unfit(String label, String why) -> inPlace(draft, path, why, card);
      case Fitness.Fits fits -> {
        if (!draft.remarks.getOrDefault(TOLD + path, "").startsWith(FAILED)) {
          draft.forgetRemark(TOLD + path); // mended; else it has to be shown first
        }
        yield Recipes.of(
                fits, whole, Duration.ZERO, format, spec.media(), picture(draft, spec, format))
            .<Filler>map(recipe ->
                new Ready(
                    new Step.Input(path, Duration.ZERO, Optional.empty(), Step.Manner.LIVE),
                    recipe,
                    FeederStart.pictureLead(recipe, fits.facts()),
                    FeederStart.soundLead(recipe, fits.facts()),
                    Recipes.bitrate(recipe, fits.facts(), spec.media())))
            .orElse(card);
      }
    };
  }

  /** The card in place of a file, which is told once. */
  private static Filler inPlace(Draft draft, String path, String why, Filler card) {
    boolean made = !(card instanceof Pending);
    if (made && draft.remarks(TOLD + path, why)) {
      draft.tell(
          Event.Kind.STANDBY_BROKEN,
          "file",
          path,
          "instead",
          card instanceof Ready ? "testcard" : "nothing",
          "reason",
          why);
    }
    return card;
  }

  /** A standby file as it was probed. */
  private static String stamp(Draft draft, String path) {
    MediaView.Source whole = new MediaView.Source(path, Duration.ZERO);
    return switch (draft.situation.observed().media().facts().get(whole)) {
      case null -> STAMP;
      case MediaFacts.Playable playable -> Choice.stamp(Optional.of(playable.stamp()));
      case MediaFacts.Unplayable unplayable -> Choice.stamp(unplayable.stamp());
    };
  }

  /** What was shown could not be. */
  static void failed(Draft draft, String path, String why) {
    draft.setAside = Quarantine.add(draft.setAside, path, stamp(draft, path), why, draft.now);
  }

  /** Also where items are only copied: there is nobody to skip to. */
  private static MediaPolicy transcoding(StreamSpec spec) {
    MediaPolicy asked = spec.media();
    return asked.mode() == MediaPolicy.Mode.COPY
        ? new MediaPolicy(
            MediaPolicy.Mode.AUTO, asked.video(), asked.audio(), asked.copyKeyframeMax())
        : asked;
  }

  private static Filler card(Draft draft, StreamSpec spec, Format format) {
    CardView.Card wanted = wanted(spec, format);
    draft.wantedCard = Optional.of(wanted);
    Optional<CardView> made =
        draft.situation.observed().media().card().filter(view -> view.card().equals(wanted));
    if (made.isEmpty()) {
      return new Pending();
    }
    return switch (made.get()) {
      case CardView.Failed failed -> new Missing("no standby picture: " + failed.why());
      case CardView.Ready ready ->
          hasFailed(draft, ready.clip())
              ? new Missing("the standby picture cannot be played")
              : new Ready(
                  new Step.Input(
                      ready.clip(), Duration.ZERO, Optional.empty(), Step.Manner.LIVE_WITHOUT_END),
                  Recipe.COPY,
                  Duration.ZERO,
                  Duration.ZERO,
                  ready.bitrate());
    };
  }

  /**
   * What is shown of items without a picture: the card; asks for it.
   *
   * @return empty while it is being made
   */
  static Optional<Recipe.Origin> picture(Draft draft, StreamSpec spec, Format format) {
    CardView.Card wanted = wanted(spec, format);
    draft.wantedCard = Optional.of(wanted);
    return draft
        .situation
        .observed()
        .media()
        .card()
        .filter(view -> view.card().equals(wanted))
        .map(view ->
            switch (view) {
              case CardView.Ready ready -> new Recipe.Origin.Card(ready.picture());
              case CardView.Failed failed -> new Recipe.Origin.Dark();
            });
  }

  private static CardView.Card wanted(StreamSpec spec, Format format) {
    Format.Picture picture = ChannelFormat.encoded(format, spec.media());
    return new CardView.Card(
        spec.name().text(),
        picture.size(),
        picture.rate(),
        format.audioCodec(),
        format.sampleRate(),
        format.channels());
  }

  private static boolean hasFailed(Draft draft, String path) {
    Optional<SetAside> failed = Quarantine.of(draft.setAside, path, STAMP, draft.now);
    return failed.filter(aside -> !Quarantine.isLastResort(aside, draft.now)).isPresent();
  }
}
