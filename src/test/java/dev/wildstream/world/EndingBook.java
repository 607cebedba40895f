package dev.wildstream.world;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.observed.KeyView;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.Optional;

/** Of one stream: why its publishers may be ended, and that those are that have to be. */
final class EndingBook {

  /** Longer than any pause of one that sends. */
  private static final Duration STUCK = Duration.ofMillis(1900);

  /** A wait that FFmpeg makes up for at once, and the flow here does not. */
  private static final long MADE_UP = Duration.ofMillis(300).toNanos();

  /** How old what is known of the output may be. */
  private static final long REPORTS = Duration.ofMillis(1_000).toNanos();

  /** Reports come twice a second, and the hub looks once a second. */
  private static final long BLUR = Duration.ofMillis(1_500).toNanos();

  /** A hanging publisher is ended within this of its timeout. */
  private static final long IN_TIME = Duration.ofMillis(3_500).toNanos();

  /** SIGTERM, its grace and SIGKILL, once a removal has settled. */
  private static final long DOWN = Duration.ofMillis(450).toNanos();

  /** With nothing to read and no progress for so long it may be taken to have sent all. */
  private static final long DRAINED = Duration.ofMillis(1_900).toNanos();

  private final World world;
  private final StreamName stream;
  private Optional<Step.StartPublisher> started = Optional.empty();
  private String restartedAt = "";
  private KeyView keyAtStart = new KeyView.Unknown();
  private KeyView key = new KeyView.Unknown();
  private KeyView lastReadable = new KeyView.Unknown();
  private long startedAt;
  private boolean reconnectDue;
  private boolean hanging;
  private boolean condemned;
  private boolean planned;
  private boolean reconnects;
  private boolean mayReconnect;
  private MediaPolicy.Audio sound = MediaPolicy.DEFAULT.audio();

  /** How long the machine slept since its start: another hub's clock went on. */
  private long slept;

  EndingBook(World world, StreamName stream) {
    this.world = world;
    this.stream = stream;
  }

  /** How the key is shown to the hub; whether that is another key than before. */
  boolean keyIs(KeyView view) {
    boolean another = view instanceof KeyView.Readable && !view.equals(lastReadable);
    lastReadable = view instanceof KeyView.Readable ? view : lastReadable;
    key = view;
    return another;
  }

  /** Whether the key is another now than that of the newest session. */
  boolean hasAnotherKey() {
    return key instanceof KeyView.Readable && started.isPresent() && !key.equals(keyAtStart);
  }

  void started(Step.StartPublisher step, StreamSpec spec) {
    started = Optional.of(step);
    restartedAt = spec.restartedAt();
    keyAtStart = key;
    startedAt = world.agenda.now();
    reconnectDue = false;
    hanging = false;
    condemned = false;
    planned = false;
    reconnects = false;
    mayReconnect = false;
    sound = spec.media().audio();
    slept = 0;
  }

  void slept(Duration time) {
    slept += time.toNanos();
  }

  /** Whether the newest session was ended for being old enough, and for nothing else. */
  boolean reconnects() {
    return reconnects;
  }

  /** Whether it was old enough when it was ended. */
  boolean mayReconnect() {
    return mayReconnect;
  }

  /** Whether that costs no attempt: it was not for hanging. */
  boolean isPlanned() {
    return planned;
  }

  /** Whether an edit asks for a reconnect. */
  boolean isReconnectDue() {
    return reconnectDue;
  }

  /** Whether the hub ended the newest session, or has begun to. */
  boolean isCondemned() {
    return condemned;
  }

  private Optional<SimulatedPublisher> process(long session) {
    for (SimulatedPublisher publisher : world.ffmpegs.publishers()) {
      if (publisher.session() == session && publisher.stream().equals(stream)) {
        return Optional.of(publisher);
      }
    }
    return Optional.empty();
  }

  /** The hub ends a publisher, asking or by force. */
  void ends(long session, String reason) {
    InForce inForce = world.books.inForce;
    long now = world.hub.orElseThrow().turnBegan();
    boolean known = started.map(s -> s.session() == session).orElse(false);
    if (known && condemned) {
      return;
    }
    boolean leaving = world.hub.orElseThrow().isLeaving();
    Optional<StreamSpec> wanted = inForce.wanted(stream, now);
    look(wanted);
    if (known) {
      condemned = true;
    }
    if (leaving) {
      planned = true;
      return;
    }
    if (wanted.isEmpty()) {
      planned = true;
      return;
    }
    if (!known) {
      world.books.promise(
          "A publisher that was remembered is gone on with",
          world.books.hasForgotten(stream),
          () -> stream + "/" + session + ": " + reason);
      return;
    }
    boolean oldEnough = isOldEnough(session, wanted.get());
    planned = !hanging || reconnectDue || hasNothingToSend(session) || oldEnough;
    mayReconnect = oldEnough;
    reconnects = !hanging && !reconnectDue && !mayHaveNothingToSend(session) && oldEnough;
    if (!hanging && !reconnectDue && !world.books.hasForgotten(stream)) {
      endsByItself(session, wanted.get(), reason);
    }
    world.books.promise(
        inForce.wants(stream)
            ? "A publisher that is well is not ended"
            : "What is taken out of the file stays until the file has not changed for half a second",
        reconnectDue
            || hanging
            || mayHaveNothingToSend(session)
            || oldEnough
            || world.books.hasForgotten(stream),
        () ->
            stream
                + "/"
                + session
                + ": "
                + reason
                + ", with "
                + process(session).map(SimulatedPublisher::flow));
  }

  /** Looks for what the hub may decide by, now or before it is killed. */
  void look(Optional<StreamSpec> wanted) {
    if (started.isEmpty()) {
      return;
    }
    if (wanted.isEmpty()) {
      reconnectDue = true;
      return;
    }
    StreamSpec spec = wanted.get();
    reconnectDue |=
        !spec.restartedAt().equals(restartedAt)
            || !spec.target().equals(started.get().target())
            || (key instanceof KeyView.Readable && !key.equals(keyAtStart))
            || (spec.media().mode() != MediaPolicy.Mode.COPY && !hasSoundOf(spec));
    if (condemned) {
      return;
    }
    hanging |=
        process(started.get().session())
            .map(p -> p.complaint.isPresent() || hangs(p, spec, -BLUR))
            .orElse(false);
  }

  private boolean hasSoundOf(StreamSpec spec) {
    MediaPolicy.Audio now = spec.media().audio();
    return now.sampleRate() == sound.sampleRate() && now.channels() == sound.channels();
  }

  /** Whether it may be ended for a new one although nothing is wrong with it. */
  private boolean isOldEnough(long session, StreamSpec spec) {
    Optional<SimulatedPublisher> publisher = process(session);
    if (publisher.isEmpty()) {
      return true;
    }
    StreamBooks books = world.books.booksOf(stream);
    SimulatedPublisher p = publisher.get();
    p.report(world.agenda.now());
    boolean standby = books.air.showsStandby(p);
    boolean nothingElse =
        !p.hasReported()
            && world.ffmpegs.feeders().stream()
                .filter(f -> f.fifo() == p.fifo())
                .allMatch(SimulatedFeeder::isStandby);
    if ((standby || nothingElse) && spec.media().mode() == MediaPolicy.Mode.COPY) {
      return true; // it may have begun with another sound than the items have
    }
    if (!p.hasReported()) {
      return false;
    }
    long age = world.agenda.now() - p.firstReportAt() + slept + BLUR;
    long every = spec.reconnect().every().map(Duration::toNanos).orElse(Agenda.NEVER);
    boolean due = age >= every;
    boolean overdue = due && age - every >= spec.reconnect().by().toNanos();
    boolean writes = world.ffmpegs.feeders().stream().anyMatch(f -> f.fifo() == p.fifo());
    // what a target takes no more of is not waited for
    boolean stuck =
        p.flow().isFlushed() && world.agenda.now() - p.flow().movedAt() >= STUCK.toNanos();
    boolean waited = world.agenda.now() - p.flow().waitedUntil() < REPORTS;
    long madeUp = waited ? MADE_UP : 0;
    boolean boundary = !writes && (p.flow().written() <= p.flow().sent() + madeUp || stuck);
    return overdue || (due && (standby || boundary));
  }

  /** What ends in good order has sent all, and not for want of something to show. */
  private void endsByItself(long session, StreamSpec spec, String reason) {
    Optional<SimulatedPublisher> publisher = process(session);
    StreamBooks books = world.books.booksOf(stream);
    boolean standby = publisher.filter(books.air::showsStandby).isPresent();
    publisher
        .filter(p -> !reconnects && p.hasReported() && p.isWell() && !standby)
        .filter(p -> p.flow().fedAt() > world.books.hubSince())
        .ifPresent(p ->
            world.books.promise(
                "What was fed is sent to the last frame",
                p.flow().written() <= p.flow().sent() || p.flow().isFlushed(),
                () -> stream + "/" + session + ": " + reason + ", with " + p.flow()));
    boolean lasts = spec.playlist().laps() instanceof Playlist.Laps.Forever;
    world.books.promise(
        "No stream is taken off the air for want of items where there is something to show",
        reconnects
            || isOldEnough(session, spec)
            || !lasts
            || !books.air.canShowStandby(spec)
            || world.agenda.now() < books.clearSince + Duration.ofSeconds(20).toNanos(),
        () -> stream + "/" + session + ": " + reason);
  }

  /** Whether it has got nothing across for its timeout and {@code more}. */
  private boolean hangs(SimulatedPublisher publisher, StreamSpec spec, long more) {
    long now = world.agenda.now();
    publisher.report(now);
    Watchdog watchdog = spec.watchdog();
    long stall = watchdog.stallTimeout().toNanos() + more;
    boolean unacknowledged =
        publisher.unacknowledged() > 0 && now - publisher.acknowledgedAt() >= stall;
    if (publisher.flow().isEmpty()) {
      return unacknowledged && publisher.hasReported();
    }
    long fedSince = publisher.flow().emptyUntil();
    if (!publisher.hasReported()) {
      long since = Math.max(startedAt, fedSince);
      return now - since >= watchdog.startTimeout().toNanos() + more;
    }
    return unacknowledged || now - Math.max(publisher.reportedAt(), fedSince) >= stall;
  }

  private boolean mayHaveNothingToSend(long session) {
    return hasNothingToSend(session) || (world.books.isHeldUp() && !isFed());
  }

  private boolean hasNothingToSend(long session) {
    boolean drained =
        process(session)
            .map(p -> p.flow().isEmpty() && world.agenda.now() - p.reportedAt() >= DRAINED)
            .orElse(true);
    return drained && !isFed();
  }

  private boolean isFed() {
    return world.ffmpegs.feeders().stream().anyMatch(f -> f.stream().equals(stream));
  }

  /**
   * Looks whether one is still there that should not be.
   *
   * @param since from when on this hub has seen all that happens
   */
  void overdue(SimulatedPublisher publisher, long since) {
    long now = world.agenda.now();
    InForce inForce = world.books.inForce;
    if (publisher.undying || world.books.isHeldUp()) {
      return;
    }
    if (!inForce.wants(stream)) {
      long off = Math.max(inForce.seenAt() + InForce.SETTLES, Math.max(since, publisher.bornAt()));
      world.books.promise(
          "What is not in the file is down within a second",
          now < off + DOWN || inForce.wanted(stream, now).isPresent(),
          () -> publisher.toString());
      return;
    }
    if (condemned || started.map(s -> s.session() != publisher.session()).orElse(true)) {
      return;
    }
    long watched = now - Math.max(since, inForce.seenAt());
    StreamSpec spec = inForce.newest().get(stream);
    long longest =
        Math.max(
            spec.watchdog().stallTimeout().toNanos(), spec.watchdog().startTimeout().toNanos());
    world.books.promise(
        "A publisher that hangs is ended in time",
        watched < longest + IN_TIME || !hangs(publisher, spec, IN_TIME),
        () -> publisher + " " + publisher.state);
  }
}
