package dev.wildstream.world;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Of one stream: what the viewer sees. The standby picture is shown only where nothing of the list
 * can be, and then it is; what has left the list is cut off only where the file says so, and then
 * at once.
 */
final class AirBook {

  /** Something that can be played is on the air within this; some more for what was seen late. */
  private static final long GIVES_WAY = Duration.ofMillis(11_500).toNanos();

  /** An item that failed is tried again after this where there is nothing else. */
  private static final long LAST_RESORT = Duration.ofSeconds(10).toNanos();

  /** A hub that begins, or reads another list, has looked up and probed all it needs by then. */
  static final long KNOWN = Duration.ofSeconds(4).toNanos();

  /** A card is made in less, also after it could not be. */
  private static final long MADE = Duration.ofSeconds(20).toNanos();

  /** What left the list is cut off so soon after it was looked up. */
  private static final long CUT = Duration.ofMillis(1_100).toNanos();

  private final World world;
  private final StreamName stream;
  private final List<SimulatedFeeder> written = new ArrayList<>();
  private long wellSince;
  private long standbyFailedAt = -MADE;
  private long playableSince = Agenda.NEVER;
  private long darkSince = Agenda.NEVER;
  private long goneSince = Agenda.NEVER;

  AirBook(World world, StreamName stream) {
    this.world = world;
    this.stream = stream;
  }

  /** A feeder begins to write. */
  void writes(SimulatedFeeder feeder) {
    written.removeIf(
        f -> f.fifo() != feeder.fifo() && f.fifo().session() + 1 < feeder.fifo().session());
    written.add(feeder);
    while (written.size() > 60) {
      written.removeFirst();
    }
  }

  /** What the publisher had not read is thrown away. */
  void cut(SimulatedFifo fifo, long reached) {
    written.removeIf(f -> f.fifo() == fifo && f.begin() >= reached);
  }

  void ended(SimulatedFeeder feeder) {
    if (feeder.isStandby() && feeder.failure().isPresent()) {
      standbyFailedAt = world.agenda.now();
    }
  }

  void failedToStart() {
    standbyFailedAt = world.agenda.now();
  }

  /** Whose picture is sent; empty = nothing was written. */
  Optional<SimulatedFeeder> onAir(SimulatedPublisher publisher) {
    Optional<SimulatedFeeder> shown = Optional.empty();
    for (SimulatedFeeder feeder : written) {
      boolean due = feeder.begin() <= publisher.flow().sent();
      if (feeder.fifo() == publisher.fifo() && (shown.isEmpty() || due)) {
        shown = Optional.of(feeder);
      }
    }
    return shown;
  }

  boolean showsStandby(SimulatedPublisher publisher) {
    return onAir(publisher).filter(SimulatedFeeder::isStandby).isPresent();
  }

  /** The hub asks for a feeder. */
  void starts(Step.StartFeeder step, StreamSpec spec, StreamBooks books) {
    if (!SimulatedFeeder.isStandby(step)) {
      return;
    }
    world.books.promise(
        "Nothing is shown in place of items where the file wants nothing to be",
        !(spec.standby() instanceof Standby.None),
        step::toString);
    boolean known = world.agenda.now() > books.clearSince + KNOWN && !world.books.isHeldUp();
    world.books.promise(
        "The standby picture is shown only where nothing of the list can be",
        !known || books.items.nothingIsWell(spec),
        () -> stream + ": " + step.reason() + " of " + books.items.list());
  }

  /** The hub cuts off what is on the air. */
  void cuts(Step.CutFeeder cut, StreamSpec spec, StreamBooks books) {
    world.books.promise(
        "What left the list plays to its end unless the file says otherwise",
        spec.apply() == Apply.NOW,
        cut::toString);
    Optional<SimulatedFeeder> shown = books.newest.flatMap(this::onAir);
    books.newest.ifPresent(p -> p.report(world.agenda.now()));
    world.books.promise(
        "What is in the list is not cut off",
        shown.map(f -> isJustOver(f) || books.items.mayBeGone(f.step())).orElse(true)
            || world.books.isHeldUp(),
        () -> cut + " while " + shown + " is on the air of " + books.items.list());
  }

  /** The hub knows of what was sent by reports, twice a second. */
  private boolean isJustOver(SimulatedFeeder shown) {
    return shown.flow().sent() - shown.begin() < Duration.ofMillis(1_600).toNanos();
  }

  /** Looks at what is shown now. */
  void look(StreamSpec spec, StreamMemory memory, StreamBooks books) {
    long now = world.agenda.now();
    Optional<SimulatedPublisher> publisher =
        world.ffmpegs.publishers().stream().filter(p -> p.stream().equals(stream)).findFirst();
    boolean blind = world.books.isHeldUp() || !world.ffmpegs.installed || !spec.enabled();
    if (blind || publisher.filter(SimulatedPublisher::isWell).isEmpty()) {
      wellSince = now;
    }
    lookAtStandby(spec, books, publisher);
    lookAtCut(spec, books, publisher);
    lookAtDark(spec, memory, books, blind);
  }

  private void lookAtStandby(
      StreamSpec spec, StreamBooks books, Optional<SimulatedPublisher> publisher) {
    long now = world.agenda.now();
    boolean standby = publisher.filter(this::showsStandby).isPresent();
    boolean ends = !(spec.playlist().laps() instanceof Playlist.Laps.Forever);
    if (!standby || ends || books.ending.isCondemned()) {
      playableSince = Agenda.NEVER;
      return;
    }
    long playable = books.items.playableSince(spec, LAST_RESORT);
    playableSince = playable == Agenda.NEVER ? playable : Math.max(playable, wellSince);
    long since = Math.max(playableSince, Math.max(world.books.hubSince(), books.clearSince));
    world.books.promise(
        "The standby picture gives way within ten seconds",
        playableSince == Agenda.NEVER || now < since + GIVES_WAY,
        () ->
            "%s shows it, and could show something of %s for %s"
                .formatted(stream, books.items.list(), Duration.ofNanos(now - since)));
  }

  private void lookAtCut(
      StreamSpec spec, StreamBooks books, Optional<SimulatedPublisher> publisher) {
    long now = world.agenda.now();
    boolean gone =
        spec.apply() == Apply.NOW
            && books.items.isListOf(spec)
            && !books.ending.isCondemned()
            && publisher
                .filter(SimulatedPublisher::isWell)
                .filter(SimulatedPublisher::hasReported)
                .flatMap(this::onAir)
                .filter(f -> !f.isStandby() && !isJustOver(f))
                .filter(f -> books.items.isToBeCut(f.step()))
                .isPresent();
    boolean left = gone && books.items.leftAt() > world.books.hubSince();
    if (!left || world.books.isHeldUp()) {
      goneSince = Agenda.NEVER;
      return;
    }
    goneSince = Math.min(goneSince, now);
    world.books.promise(
        "What left the list is cut off at once where the file says so",
        now < goneSince + CUT + Flow.READ_AHEAD,
        () -> stream + " " + publisher.flatMap(this::onAir));
  }

  private void lookAtDark(StreamSpec spec, StreamMemory memory, StreamBooks books, boolean blind) {
    long now = world.agenda.now();
    boolean dark =
        memory.phase() == Phase.BLOCKED
            && memory.reason().startsWith("nothing to play")
            && spec.playlist().laps() instanceof Playlist.Laps.Forever
            && canShowStandby(spec)
            && !blind;
    if (!dark) {
      darkSince = Agenda.NEVER;
      return;
    }
    darkSince = Math.min(darkSince, now);
    long since = Math.max(darkSince, Math.max(world.books.hubSince(), books.clearSince));
    world.books.promise(
        "No stream is dark for want of items where there is something to show",
        now < since + MADE,
        () -> stream + ": " + memory.reason());
  }

  /** Whether nothing has stood in the way of the standby picture lately. */
  boolean canShowStandby(StreamSpec spec) {
    long now = world.agenda.now();
    return !(spec.standby() instanceof Standby.None)
        && world.ffmpegs.installed
        && world.cards.failedAt(now) + MADE < now
        && standbyFailedAt + MADE < now;
  }
}
