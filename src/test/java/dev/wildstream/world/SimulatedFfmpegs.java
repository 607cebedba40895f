package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.observed.Failure;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All FFmpeg processes of the machine, and the run folders by which a hub finds them again. */
final class SimulatedFfmpegs {

  /** What Java makes of an end by SIGKILL. */
  private static final int KILLED = 128 + 9;

  private static final int ASKED = 255;

  /** What a run folder tells of; gone with the machine's boot. */
  static final class RunFolder {
    Optional<SimulatedPublisher> publisher = Optional.empty();
    Optional<SimulatedFeeder> feeder = Optional.empty();

    /** Of a session that has no publisher yet. */
    Optional<SimulatedFifo> ahead = Optional.empty();
  }

  private final World world;
  private final Map<StreamName, RunFolder> folders = new TreeMap<>();
  private final List<SimulatedPublisher> publishers = new ArrayList<>();
  private final List<SimulatedFeeder> feeders = new ArrayList<>();
  boolean installed = true;

  SimulatedFfmpegs(World world) {
    this.world = world;
  }

  /** Those that live, oldest first. */
  List<SimulatedPublisher> publishers() {
    return publishers;
  }

  /** Those that live, oldest first. */
  List<SimulatedFeeder> feeders() {
    return feeders;
  }

  Map<StreamName, RunFolder> folders() {
    return folders;
  }

  SimulatedPublisher spawn(StreamName stream, long session, Target target, String key) {
    RunFolder folder = folders.computeIfAbsent(stream, s -> new RunFolder());
    boolean isFed = folder.ahead.filter(f -> f.session() == session).isPresent();
    SimulatedFifo fifo = fifoAhead(stream, session);
    folder.ahead = Optional.empty();
    SimulatedPublisher born = new SimulatedPublisher(stream, target, key, world.agenda.now(), fifo);
    fifo.reader = Optional.of(born);
    world.journal.note(() -> born + " spawned to " + target);
    publishers.add(born);
    folder.publisher = Optional.of(born);
    if (!isFed) {
      folder.feeder = Optional.empty();
    }
    world.books.spawned(born);
    readsOn(born);
    return born;
  }

  /** The fifo of a session that has no publisher yet. */
  SimulatedFifo fifoAhead(StreamName stream, long session) {
    RunFolder folder = folders.computeIfAbsent(stream, s -> new RunFolder());
    SimulatedFifo fifo =
        folder
            .ahead
            .filter(f -> f.session() == session)
            .orElseGet(() -> new SimulatedFifo(session, world.agenda.now()));
    folder.ahead = Optional.of(fifo);
    return fifo;
  }

  /** Its first feeder finds nothing in it. */
  SimulatedFifo fifoFedAhead(StreamName stream, Step.StartFeeder step) {
    if (step.number() == 1) {
      folders.computeIfAbsent(stream, s -> new RunFolder()).ahead = Optional.empty();
    }
    return fifoAhead(stream, step.session());
  }

  SimulatedFeeder spawn(StreamName stream, Step.StartFeeder step, SimulatedFifo fifo) {
    Optional<MediaFile> file =
        world.files.at(step.path()).filter(MediaFile::there).or(() -> world.cards.at(step.path()));
    SimulatedFeeder born = new SimulatedFeeder(stream, step, fifo, file, rate(step));
    world.journal.note(() -> born + " spawned on " + step.path() + " from " + step.from());
    feeders.add(born);
    folders.computeIfAbsent(stream, s -> new RunFolder()).feeder = Optional.of(born);
    world.agenda.in(world.chances.millis(60, 300), () -> begins(born));
    return born;
  }

  private int rate(Step.StartFeeder step) {
    return switch (step.input().manner()) {
      case LIVE, LIVE_WITHOUT_END -> Flow.LIVE;
      case AHEAD ->
          switch (step.recipe().mode()) {
            case TRANSCODE -> world.chances.between(1_300, 6_000);
            case COPY, STANDBY -> Flow.COPIES;
          };
    };
  }

  /** It begins to connect once there is something to read. */
  private void readsOn(SimulatedPublisher reader) {
    boolean fed = reader.flow().written() > reader.begin() || reader.flow().isFed();
    if (fed && reader.state == SimulatedPublisher.State.WAITS && !reader.frozen) {
      reader.state = SimulatedPublisher.State.CONNECTS;
      world.agenda.in(world.chances.millis(200, 500), () -> connects(reader));
    }
  }

  /** All that was fed is sent. */
  void flush(SimulatedPublisher publisher) {
    publisher.flow().flush(world.agenda.now());
    world.journal.note(() -> publisher + " is flushed at " + publisher.flow());
  }

  private void begins(SimulatedFeeder feeder) {
    if (!feeder.isAlive() || feeder.hangs) {
      return;
    }
    if (feeder.file().isEmpty()) {
      ended(feeder, Optional.of(new Failure.Media("No such file or directory")));
      return;
    }
    Duration span = feeder.span();
    if (span.isZero()) {
      boolean garbage = feeder.file().get().content() == MediaFile.Content.GARBAGE;
      ended(
          feeder,
          garbage
              ? Optional.of(new Failure.Media("Invalid data found when processing input"))
              : Optional.empty());
      return;
    }
    long now = world.agenda.now();
    world.books.writes(feeder);
    feeder.writes = true;
    feeder.flow().feed(now, feeder.begin(), feeder.begin() + span.toNanos(), feeder.rate);
    feeder.fifo().reader.ifPresent(this::readsOn);
    flowChanged(feeder);
  }

  /** Looks again when the feeder has written all it will. */
  void flowChanged(SimulatedFeeder feeder) {
    if (!feeder.isAlive() || !feeder.writes) {
      return;
    }
    feeder.flow().advance(world.agenda.now());
    long done = feeder.flow().feederDone();
    long look = ++feeder.looks;
    if (done != Agenda.NEVER) {
      world.agenda.at(done, () -> done(feeder, look));
    }
  }

  /** The same for whatever feeds a publisher. */
  void flowChanged(SimulatedPublisher publisher) {
    feeders.stream().filter(f -> f.fifo() == publisher.fifo()).toList().forEach(this::flowChanged);
  }

  private void done(SimulatedFeeder feeder, long look) {
    if (!feeder.isAlive() || look != feeder.looks) {
      return;
    }
    long now = world.agenda.now();
    feeder.flow().advance(now);
    long end = feeder.begin() + feeder.span().toNanos();
    if (feeder.flow().written() < end) {
      flowChanged(feeder);
      return;
    }
    boolean brokeOff =
        feeder.file().filter(f -> f.content() == MediaFile.Content.BREAKS_OFF).isPresent()
            && feeder
                .step()
                .to()
                .map(to -> to.compareTo(feeder.file().get().readable()) > 0)
                .orElse(true);
    ended(
        feeder,
        brokeOff
            ? Optional.of(new Failure.Media("Invalid data found when processing input"))
            : Optional.empty());
  }

  private void ended(SimulatedFeeder feeder, Optional<Failure> why) {
    feeder.ended(world.agenda.now(), why);
    gone(feeder);
  }

  void kill(SimulatedFeeder feeder) {
    world.agenda.in(world.chances.millis(1, 20), () -> killed(feeder));
  }

  /** Ends in this moment. */
  void killed(SimulatedFeeder feeder) {
    if (feeder.isAlive()) {
      feeder.flow().advance(world.agenda.now());
      feeder.wasKilled(world.agenda.now());
      gone(feeder);
    }
  }

  /** It ends in good order, unless it is stuck. */
  void term(SimulatedFeeder feeder) {
    if (feeder.isAlive() && !feeder.hangs && feeder.writes) {
      feeder.flow().advance(world.agenda.now());
      ended(feeder, Optional.of(new Failure.Internal("ended by a signal")));
    }
  }

  private void gone(SimulatedFeeder feeder) {
    feeder.flow().feedAt(world.agenda.now(), 0);
    feeders.remove(feeder);
    world.journal.note(() -> feeder + " ended after " + feeder.written() + " " + feeder.failure());
    world.books.ended(feeder);
    world.hub.ifPresent(hub -> hub.processes().ended(feeder));
  }

  private void connects(SimulatedPublisher publisher) {
    if (publisher.state != SimulatedPublisher.State.CONNECTS) {
      return;
    }
    if (publisher.frozen) {
      world.agenda.in(Duration.ofSeconds(1), () -> connects(publisher));
      return;
    }
    SimulatedServer server = world.server(publisher.target().endpoint());
    SimulatedServer.Outcome outcome = server.connect(publisher, world.agenda.now());
    world.journal.note(() -> publisher + " connects: " + outcome);
    switch (outcome) {
      case CONNECTED -> {
        publisher.state = SimulatedPublisher.State.SENDS;
        publisher.flow().sendAt(world.agenda.now(), Flow.LIVE);
        flowChanged(publisher);
        world.agenda.in(Duration.ofMillis(600), () -> firstReport(publisher));
        if (server.dropsSoon) {
          world.agenda.in(world.chances.millis(100, 2_900), () -> dropped(publisher));
        }
      }
      case REFUSED -> fails(publisher, new Failure.Network("Connection refused"));
      case TIMED_OUT -> {
        publisher.unanswered = true;
        world.agenda.in(
            Duration.ofSeconds(5),
            () -> fails(publisher, new Failure.Network("Connection timed out")));
      }
      case NO_HANDSHAKE -> publisher.state = SimulatedPublisher.State.HANGS;
      case REJECTED -> fails(publisher, new Failure.Rejected("Input/output error"));
      case BUSY -> fails(publisher, new Failure.Busy("Already publishing"));
    }
  }

  private void firstReport(SimulatedPublisher publisher) {
    if (publisher.isAlive()) {
      publisher.report(world.agenda.now());
      world.hub.ifPresent(SimulatedHub::wake);
    }
  }

  /** The server ends the connection. */
  void dropped(SimulatedPublisher publisher) {
    if (publisher.state == SimulatedPublisher.State.SENDS) {
      fails(publisher, new Failure.Network("Broken pipe"));
    }
  }

  /** It says that its connection is gone, and does not end. */
  void lingers(SimulatedPublisher publisher) {
    publisher.report(world.agenda.now());
    publisher.flow().sendAt(world.agenda.now(), 0);
    publisher.state = SimulatedPublisher.State.LINGERS;
    Failure why = new Failure.Network("Connection timed out");
    publisher.complaint = Optional.of(why);
    flowChanged(publisher);
    world.hub.ifPresent(SimulatedHub::wake);
    world.agenda.in(Duration.ofSeconds(15), () -> fails(publisher, why));
  }

  /** It gives up; one that is frozen does so when it thaws. */
  void fails(SimulatedPublisher publisher, Failure why) {
    if (publisher.frozen) {
      world.agenda.in(Duration.ofSeconds(1), () -> fails(publisher, why));
    } else {
      ended(publisher, 1, why, 0);
    }
  }

  /** SIGTERM; one that is stuck does not hear it. */
  void term(SimulatedPublisher publisher) {
    boolean hears =
        publisher.state == SimulatedPublisher.State.SENDS
            && !publisher.frozen
            && !publisher.receiverFrozen
            && !publisher.ignoresTerm
            // one that waits for something to read hears it by the end of its input
            && (!publisher.flow().isEmpty() || world.chances.oneIn(2));
    if (hears) {
      world.agenda.in(
          world.chances.millis(5, 60),
          () -> ended(publisher, ASKED, new Failure.Internal("ended by signal 15"), 0));
    }
  }

  /** SIGKILL; what hangs in the kernel does not even hear that. */
  void kill(SimulatedPublisher publisher) {
    publisher.killed = true;
    if (!publisher.undying) {
      world.agenda.in(world.chances.millis(1, 30), () -> killed(publisher));
    }
  }

  /** Ends in this moment, and its connection with it, of which the server may not hear. */
  void killed(SimulatedPublisher publisher) {
    boolean ghost = world.server(publisher.target().endpoint()).keepsGhosts;
    long until = ghost ? world.agenda.now() + world.chances.millis(1, 90_000).toNanos() : 0;
    ended(publisher, KILLED, new Failure.Internal("killed by signal 9"), until);
  }

  private void ended(SimulatedPublisher publisher, int code, Failure why, long ghostUntil) {
    if (!publisher.isAlive()) {
      return;
    }
    long now = world.agenda.now();
    publisher.ended(now, code, why);
    publishers.remove(publisher);
    world.server(publisher.target().endpoint()).release(publisher, ghostUntil);
    world.journal.note(() -> publisher + " ended, code " + code + " " + why.detail());
    world.hub.ifPresent(hub -> hub.processes().ended(publisher));
  }

  /** The machine is gone, and every process with it. */
  void powerCut() {
    for (SimulatedFeeder feeder : List.copyOf(feeders)) {
      killed(feeder);
    }
    for (SimulatedPublisher publisher : List.copyOf(publishers)) {
      killed(publisher);
    }
    folders.clear();
  }
}
