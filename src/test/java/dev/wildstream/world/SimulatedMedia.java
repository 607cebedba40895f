package dev.wildstream.world;

import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Media;
import dev.wildstream.observed.CardView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Look-ups and probes of one hub, as slow as the real ones: what is asked is known a while later.
 */
final class SimulatedMedia implements Media {

  /** How soon a file that changed is seen to have. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  /** What cannot be played is asked again after this. */
  private static final Duration ASK_AGAIN = Duration.ofSeconds(30);

  /** A card that could not be made is tried again after this. */
  private static final Duration MAKE_AGAIN = Duration.ofSeconds(5);

  private record Question(MediaView.Source source, dev.wildstream.observed.FileStamp stamp) {}

  private record Answer(MediaFacts facts, long at) {}

  private static final class Desk {
    Wants wants = Wants.NOTHING;
    Optional<Listing> listing = Optional.empty();
    boolean looking;
    Optional<Playlist> listed = Optional.empty();
    Optional<CardView> card = Optional.empty();

    /** Which card is being made. */
    Optional<CardView.Card> ordered = Optional.empty();

    MediaView view = MediaView.UNKNOWN;
  }

  private final World world;
  private final SimulatedHub hub;
  private final Map<StreamName, Desk> desks = new TreeMap<>();
  private final Map<Question, Answer> known = new HashMap<>();
  private final Set<Question> asked = new HashSet<>();
  private boolean refreshing;

  SimulatedMedia(World world, SimulatedHub hub) {
    this.world = world;
    this.hub = hub;
    world.files.watch(this::refreshSoon);
  }

  @Override
  public MediaView view(StreamName stream) {
    Desk desk = desks.get(stream);
    if (desk == null) {
      return MediaView.UNKNOWN;
    }
    desk.view
        .listing()
        .ifPresent(listing -> world.books.shown(stream, listing, desk.listed.orElseThrow()));
    return desk.view;
  }

  @Override
  public void want(StreamName stream, Wants wants) {
    world.books.wanted(stream, wants);
    if (wants.listing().isEmpty() && wants.facts().isEmpty() && wants.card().isEmpty()) {
      desks.remove(stream);
      return;
    }
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk());
    Wants before = desk.wants;
    desk.wants = wants;
    lookIfDue(desk);
    makeIfDue(desk);
    if (!before.facts().equals(wants.facts())) {
      ask(desk);
      refresh(desk);
    }
  }

  private void lookIfDue(Desk desk) {
    boolean due =
        desk.wants
            .listing()
            .map(request ->
                desk.listing
                    .map(l ->
                        !l.playlist().equals(request.digest())
                            || l.asOf().isBefore(request.notBefore()))
                    .orElse(true))
            .orElse(false);
    if (!due || desk.looking) {
      return;
    }
    desk.looking = true;
    long begun = world.agenda.now();
    world.agenda.in(
        world.chances.millis(1, world.files.hangs() ? 1_000 : 60), () -> look(desk, begun));
  }

  private void makeIfDue(Desk desk) {
    Optional<CardView.Card> wanted = desk.wants.card();
    boolean made =
        desk.card.filter(CardView.Ready.class::isInstance).map(CardView::card).equals(wanted);
    if (wanted.isEmpty() || made || wanted.equals(desk.ordered)) {
      return;
    }
    desk.ordered = wanted;
    boolean there = world.cards.isMade(wanted.get());
    world.agenda.in(
        there ? world.chances.millis(1, 40) : world.chances.millis(300, 1_500),
        () -> make(desk, wanted.get()));
  }

  private void make(Desk desk, CardView.Card card) {
    if (!hub.isAlive() || !desk.wants.card().equals(Optional.of(card))) {
      desk.ordered = Optional.empty();
      return;
    }
    if (world.cards.fail && !world.cards.isMade(card)) {
      desk.card = Optional.of(new CardView.Failed(card, "no room for the card"));
      world.agenda.in(MAKE_AGAIN, () -> make(desk, card));
    } else {
      desk.card = Optional.of(world.cards.make(card));
      desk.ordered = Optional.empty();
    }
    refresh(desk);
  }

  private void look(Desk desk, long begun) {
    desk.looking = false;
    if (!hub.isAlive()) {
      return;
    }
    if (world.files.hangs()) {
      desk.looking = true;
      world.agenda.in(Duration.ofSeconds(1), () -> look(desk, begun));
      return;
    }
    desk.wants
        .listing()
        .ifPresent(request -> {
          desk.listed = Optional.of(request.playlist());
          desk.listing =
              Optional.of(
                  new Listing(
                      request.digest(),
                      world.files.list(request.playlist()),
                      hub.clock().steadyAt(begun)));
        });
    refresh(desk);
    lookIfDue(desk);
  }

  private void ask(Desk desk) {
    for (MediaView.Source source : desk.wants.facts()) {
      Optional<Question> question = question(source);
      if (question.isPresent() && isDue(question.get()) && asked.add(question.get())) {
        world.agenda.in(world.chances.millis(5, 150), () -> answer(question.get()));
      }
    }
  }

  private Optional<Question> question(MediaView.Source source) {
    return world
        .files
        .at(source.path())
        .filter(MediaFile::there)
        .map(file -> new Question(source, file.stamp()));
  }

  private boolean isDue(Question question) {
    Answer answer = known.get(question);
    return answer == null
        || (answer.facts() instanceof MediaFacts.Unplayable
            && answer.at() + ASK_AGAIN.toNanos() < world.agenda.now());
  }

  private void answer(Question question) {
    if (!hub.isAlive()) {
      return;
    }
    if (world.files.hangs()) {
      world.agenda.in(Duration.ofSeconds(1), () -> answer(question));
      return;
    }
    asked.remove(question);
    world
        .files
        .at(question.source().path())
        .filter(MediaFile::there)
        .filter(file -> file.stamp().equals(question.stamp()))
        .ifPresent(file ->
            known.put(
                question, new Answer(file.facts(question.source().start()), world.agenda.now())));
    desks.values().forEach(this::refresh);
  }

  /** Files are looked at again each second. */
  private void refreshSoon() {
    if (refreshing || !hub.isAlive()) {
      return;
    }
    refreshing = true;
    world.agenda.in(
        world.chances.millis(1, (int) FRESH.toMillis()),
        () -> {
          refreshing = false;
          if (hub.isAlive() && !world.files.hangs()) {
            List.copyOf(desks.values())
                .forEach(desk -> {
                  ask(desk);
                  refresh(desk);
                });
          }
        });
  }

  private void refresh(Desk desk) {
    Map<MediaView.Source, MediaFacts> facts = new HashMap<>();
    for (MediaView.Source source : desk.wants.facts()) {
      Optional<Question> question = question(source);
      if (question.isEmpty()) {
        facts.put(source, new MediaFacts.Unplayable(Optional.empty(), "no such file"));
      } else {
        Answer answer = known.get(question.get());
        if (answer != null) {
          facts.put(source, answer.facts());
        }
      }
    }
    MediaView fresh = new MediaView(desk.listing, facts, desk.card);
    if (!fresh.equals(desk.view)) {
      desk.view = fresh;
      hub.wake();
    }
  }
}
