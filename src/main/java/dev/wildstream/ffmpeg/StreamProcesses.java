package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.linux.Fifo;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.linux.TcpQueues;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one stream. What takes time is done in order on one worker thread; ending a
 * process never waits for that.
 */
final class StreamProcesses {

  private static final Logger LOG = LoggerFactory.getLogger(StreamProcesses.class);

  /** SIGKILL takes milliseconds; what does not go in this long hangs in the kernel. */
  private static final Duration END_PATIENCE = Duration.ofSeconds(5);

  private final StreamName stream;
  private final Workshop workshop;
  private final ExecutorService aside;
  private final RunFolder run;
  private final KeyReader keys;
  private final Predecessors predecessors; // on the worker alone
  private final FedAhead ahead; // on the worker alone
  private final ThreadPoolExecutor worker;
  private volatile Optional<LivePublisher> publisher = Optional.empty();
  private volatile Optional<LiveFeeder> feeder = Optional.empty();
  private volatile boolean forgotten;
  private Optional<Note> publisherNote = Optional.empty(); // on the worker alone

  /**
   * Starts nothing yet.
   *
   * @param aside for what may hang
   */
  StreamProcesses(StreamName stream, Workshop workshop, ExecutorService aside) {
    this.stream = stream;
    this.workshop = workshop;
    this.aside = aside;
    this.run = RunFolder.of(workshop.runtime(), stream);
    this.keys = new KeyReader(workshop.secrets(), aside);
    this.predecessors = new Predecessors(stream, workshop);
    this.ahead = new FedAhead(stream, run);
    this.worker =
        new ThreadPoolExecutor(
            0,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("ffmpeg " + stream).factory());
  }

  PublisherView publisher() {
    return publisher.map(LivePublisher::view).orElse(new PublisherView.Absent());
  }

  FeederView feeder() {
    return feeder.map(LiveFeeder::view).orElse(new FeederView.Absent());
  }

  boolean isLive() {
    return publisher.filter(LivePublisher::isLive).isPresent()
        || feeder.filter(LiveFeeder::isLive).isPresent();
  }

  /** Begins a step; from the loop's thread alone. */
  void perform(Step step) {
    switch (step) {
      case Step.StartPublisher start -> startPublisher(start);
      case Step.StartFeeder start -> startFeeder(start);
      case Step.EndPublisher(long session, String reason) ->
          publisherOf(session).ifPresent(p -> p.askToEnd(workshop.clock().steady()));
      case Step.KillPublisher(long session, String reason) -> {
        publisherOf(session).ifPresent(LivePublisher::kill);
        killFeederOf(session);
      }
      case Step.CutFeeder(long session, long number, String reason) ->
          feeder.filter(f -> f.session() == session && f.number() == number).ifPresent(this::cut);
      case Step.Flush(long session, String reason) -> flush(session);
      case Step.KillFeeder(long session, long number, String reason) ->
          feeder
              .filter(f -> f.session() == session && f.number() == number)
              .ifPresent(f -> f.askToEnd(workshop.clock().steady(), reason));
    }
  }

  private Optional<LivePublisher> publisherOf(long session) {
    return publisher.filter(p -> p.session() == session);
  }

  private Optional<LiveFeeder> feederOf(long session) {
    return feeder.filter(f -> f.session() == session);
  }

  private void killFeederOf(long session) {
    feederOf(session).ifPresent(f -> f.kill(workshop.clock().steady()));
  }

  /** Ends both at once. */
  void killAll() {
    publisher.ifPresent(LivePublisher::kill);
    feeder.ifPresent(f -> f.kill(workshop.clock().steady()));
  }

  /** Looks at the files of both; true where the loop should know of what they say. */
  boolean poll() {
    boolean turned = false;
    try {
      if (publisher.isPresent()) {
        Optional<Duration> startBefore = publisher.get().inputStart();
        turned = publisher.get().poll(workshop.clock().steady());
        Optional<Duration> start = publisher.get().inputStart();
        if (!startBefore.equals(start)) {
          worker.execute(() -> noteInputStart(start.orElseThrow()));
        }
      }
      if (feeder.isPresent()) {
        turned |= feeder.get().poll(workshop.clock().steady());
      }
    } catch (IOException unreadable) {
      LOG.warn("Run folder cannot be read stream={} why={}", stream, unreadable.toString());
    }
    return turned;
  }

  /** The publisher's process, while one runs. */
  Optional<Long> publisherPid() {
    return publisher() instanceof PublisherView.Running running ? running.pid() : Optional.empty();
  }

  /** Hands on what the kernel says of the publisher's connection; empty = it has none. */
  void lookAtConnection(long pid, Optional<TcpQueues.Queue> queue) {
    if (publisherPid().equals(Optional.of(pid))) {
      publisher.ifPresent(p -> p.lookAtConnection(queue, workshop.clock().steady()));
    }
  }

  /** Ends what runs, removes the run folder, and tells of nothing until the next start. */
  void forget() {
    Optional<LivePublisher> leaving = publisher;
    Optional<LiveFeeder> itsFeeder = feeder;
    killAll();
    worker.execute(() -> {
      try {
        if (leaving.isPresent()) {
          leaving.get().awaitEnd(END_PATIENCE);
        }
        if (leaves(leaving, itsFeeder)) { // else it was started again meanwhile
          ahead.drop();
          run.remove();
          forgotten = true;
        }
      } catch (IOException left) {
        LOG.warn("Run folder cannot be removed stream={} why={}", stream, left.toString());
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private synchronized boolean leaves(
      Optional<LivePublisher> leaving, Optional<LiveFeeder> itsFeeder) {
    boolean same = publisher.equals(leaving) && feeder.equals(itsFeeder);
    if (same) {
      publisher = Optional.empty();
      feeder = Optional.empty();
    }
    return same;
  }

  private synchronized void comes(LivePublisher fresh) {
    publisher = Optional.of(fresh);
    forgotten = false;
  }

  private synchronized void comes(LiveFeeder fresh) {
    feeder = Optional.of(fresh);
    forgotten = false;
  }

  /** Whether nothing is left of it since it was forgotten, and nothing asked for since. */
  synchronized boolean isForgotten() {
    return forgotten && publisher.isEmpty() && feeder.isEmpty();
  }

  /** Whether a process runs, or its end is still told of. */
  boolean isKnown() {
    return publisher.isPresent() || feeder.isPresent();
  }

  private void startPublisher(Step.StartPublisher step) {
    Optional<LivePublisher> before = publisher.filter(LivePublisher::isLive);
    LivePublisher fresh = LivePublisher.starting(step.session(), workshop.clock(), run);
    if (before.isPresent()) {
      LOG.error(
          "Publisher asked for while one runs, ending that first stream={} session={} runs={}",
          stream,
          step.session(),
          before.get().session());
      before.get().kill();
    }
    feeder
        .filter(f -> f.session() != step.session()) // one of its own feeds it ahead
        .ifPresent(f -> f.kill(workshop.clock().steady()));
    comes(fresh);
    worker.execute(() -> {
      try {
        if (before.isPresent() && !before.get().awaitEnd(END_PATIENCE)) {
          // its files stay: by them it is found again
          failed(fresh, new Failure.Internal("the publisher before it does not end"));
        } else {
          spawn(fresh, step);
        }
      } catch (CertificateCheck.Refused untrusted) {
        failed(fresh, untrusted.failure());
      } catch (Predecessors.Outlived other) {
        failed(fresh, new Failure.Internal(other.getMessage()));
      } catch (IOException failed) {
        clearAway(step.session());
        workshop.obstacles().look(); // one of them is no failure of the stream
        failed(fresh, new Failure.Internal(told(failed)));
      } catch (RuntimeException bug) {
        LOG.error("Publisher cannot be started stream={}", stream, bug);
        clearAway(step.session());
        failed(fresh, new Failure.Internal(bug.toString()));
      } catch (InterruptedException stopped) {
        failed(fresh, new Failure.Internal("the hub ends"));
      }
      workshop.wake().wake();
    });
  }

  /** On the worker. What was fed to it ahead goes with it. */
  private void failed(LivePublisher fresh, Failure why) {
    fresh.failedToStart(workshop.clock().steady(), why);
    killFeederOf(fresh.session());
    ahead.drop();
  }

  private void spawn(LivePublisher fresh, Step.StartPublisher step)
      throws IOException, InterruptedException {
    Path ffmpeg = program();
    Secret key = keys.read(step);
    if (step.target().scheme() == Target.Scheme.RTMPS) {
      workshop.certificates().check(ffmpeg, step.target().endpoint());
    }
    predecessors.end(feederOf(step.session()).flatMap(LiveFeeder::pid).stream().toList());
    run.make();
    Files.deleteIfExists(run.progress(Role.PUBLISHER));
    run.writePreset(PublisherCommand.preset(step.target(), key));
    if (fresh.isUnwanted()) {
      throw new IOException(LiveFeeder.ENDED_BY_HUB);
    }
    LogTail log = LogTail.fromNow(run.log(Role.PUBLISHER));
    List<String> command =
        PublisherCommand.of(ffmpeg, run, step.target(), workshop.certificates().trusted());
    Note note = Note.ofPublisher(step.session(), log.offset());
    write(Role.PUBLISHER, note);
    Fifo fifo = ahead.fifo(step.session(), step.bitrate());
    removeFifosBut(step.session()); // or what came in the place of one
    Process process = Spawner.publisher(command, run, step.session());
    ahead.handOver();
    watch(fresh, FfmpegProcess.spawned(process), fifo, log, new Redactor(key));
    publisherNote = write(Role.PUBLISHER, note, process.pid());
  }

  private void watch(
      LivePublisher live, FfmpegProcess process, Fifo fifo, LogTail log, Redactor redactor) {
    live.runs(process, fifo, log, redactor);
    process.onExit().thenAcceptAsync(exitCode -> publisherEnded(live, exitCode), aside);
  }

  private void watch(LiveFeeder live, FfmpegProcess process, LogTail log) {
    live.runs(process, log);
    process.onExit().thenAcceptAsync(exitCode -> feederEnded(live, exitCode), aside);
  }

  /** Goes on with what an earlier hub started. Before the first step. */
  void adopt(Adoption.Publisher running, Optional<Adoption.Feeder> itsFeeder) {
    publisher = Optional.of(running.live());
    feeder = itsFeeder.map(Adoption.Feeder::live);
    publisherNote = Optional.of(running.note());
    watch(running.live(), running.process(), running.fifo(), running.log(), running.redactor());
    itsFeeder.ifPresent(each -> {
      if (each.process().isPresent()) {
        watch(each.live(), each.process().get(), each.log());
      } else {
        each.live().endedBefore(each.log());
        feederEnded(each.live(), Optional.empty());
      }
    });
    worker.execute(() -> {
      removeFifosBut(running.note().session());
      write(Role.PUBLISHER, running.note());
      itsFeeder.ifPresent(each -> write(Role.FEEDER, each.note()));
    });
    poll();
  }

  /** Told before its feeder is ended with it, or that would look like the item's fault. */
  private void publisherEnded(LivePublisher gone, Optional<Integer> exitCode) {
    clearAway(gone.session());
    gone.ended(workshop.clock().steady(), exitCode);
    killFeederOf(gone.session());
    workshop.wake().wake();
  }

  private void startFeeder(Step.StartFeeder step) {
    boolean over =
        publisher
            .filter(
                p -> p.session() > step.session() || p.session() == step.session() && !p.isLive())
            .isPresent();
    if (over) {
      return; // the view says so
    }
    Optional<LivePublisher> reader = publisherOf(step.session());
    reader.ifPresent(LivePublisher::isFed);
    feeder.filter(LiveFeeder::isLive).ifPresent(f -> f.kill(workshop.clock().steady()));
    LiveFeeder fresh = new LiveFeeder(FeederWork.of(step), workshop.clock().steady(), run);
    comes(fresh);
    worker.execute(() -> {
      try {
        spawn(fresh, step, reader);
      } catch (MediaRoots.Outside outside) {
        fresh.refused(workshop.clock().steady(), "it " + outside.getMessage());
      } catch (IOException failed) {
        workshop.obstacles().look(); // one of them is no failure of the item
        fresh.failedToStart(workshop.clock().steady(), told(failed));
      } catch (RuntimeException bug) {
        LOG.error("Feeder cannot be started stream={}", stream, bug);
        fresh.failedToStart(workshop.clock().steady(), bug.toString());
      }
      workshop.wake().wake();
    });
  }

  private void spawn(LiveFeeder fresh, Step.StartFeeder step, Optional<LivePublisher> reader)
      throws IOException {
    Path ffmpeg = program();
    if (fresh.isUnwanted()) {
      throw new IOException(LiveFeeder.ENDED_BY_HUB);
    }
    if (reader.isPresent()) {
      Fifo fifo =
          reader
              .filter(LivePublisher::isLive)
              .flatMap(LivePublisher::fifo)
              .orElseThrow(() -> new IOException("its publisher has ended"));
      FifoSize.widen(fifo, step.bitrate());
    } else {
      run.make();
      if (step.number() == 1) {
        ahead.drop(); // what another wrote that was its first, too
      }
      ahead.fifo(step.session(), step.bitrate());
    }
    run.removeFeederFiles();
    Path item = Path.of(step.path());
    if (!item.startsWith(run.path())) { // the hub's own picture
      workshop.roots().admit(item, aside);
    }
    LogTail log = LogTail.fromNow(run.log(Role.FEEDER));
    Note note = Note.ofFeeder(FeederWork.of(step), log.offset());
    write(Role.FEEDER, note);
    Process process = Spawner.feeder(FeederCommand.of(ffmpeg, run, step), run, step.session());
    watch(fresh, FfmpegProcess.spawned(process), log);
    write(Role.FEEDER, note, process.pid());
    if (reader.isPresent() && !reader.get().isLive()) {
      fresh.kill(workshop.clock().steady()); // it ended meanwhile
    }
  }

  /** What follows it begins where the publisher has read to, which is known once it has ended. */
  private void cut(LiveFeeder ending) {
    ending.beginCut(workshop.clock().steady());
    worker.execute(() -> {
      try {
        ending.awaitEnd(END_PATIENCE); // one that hangs in the kernel writes nothing more either
        Optional<LivePublisher> reader = publisherOf(ending.session());
        Optional<Fifo> fifo = reader.isPresent() ? reader.get().fifo() : ahead.of(ending.session());
        ending.cut(workshop.clock().steady(), FeederCut.reached(ending, reader, fifo));
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
      workshop.wake().wake();
    });
  }

  /** Only behind a feeder that has ended: what is written beside one could break its packets. */
  private void flush(long session) {
    Optional<LiveFeeder> last = feederOf(session);
    if (last.filter(LiveFeeder::isLive).isPresent()) {
      return;
    }
    publisherOf(session)
        .ifPresent(p -> last.flatMap(LiveFeeder::writtenUntil).or(p::position).ifPresent(p::flush));
  }

  private void feederEnded(LiveFeeder gone, Optional<Integer> exitCode) {
    try {
      gone.ended(workshop.clock().steady(), exitCode);
    } catch (IOException unreadable) {
      gone.failedToStart(workshop.clock().steady(), "its files cannot be read: " + unreadable);
    }
    workshop.wake().wake();
  }

  private Path program() throws IOException {
    return workshop
        .tools()
        .ffmpeg()
        .orElseThrow(() -> new IOException(workshop.tools().missing().orElse("FFmpeg not found")));
  }

  /** On the worker. */
  private void noteInputStart(Duration start) {
    publisherNote = publisherNote.map(note -> note.withInputStart(start));
    publisherNote.ifPresent(note -> write(Role.PUBLISHER, note));
  }

  private Optional<Note> write(Role role, Note note, long pid) {
    Note known = ProcessIdentity.of(pid).map(note::withProcess).orElse(note); // else ended already
    write(role, known);
    return Optional.of(known);
  }

  private void write(Role role, Note note) {
    try {
      note.write(workshop.records(), run.note(role), stream, role);
    } catch (RuntimeException bug) { // it runs all the same, and is found by its arguments
      LOG.error("Process cannot be noted stream={} role={}", stream, role.text(), bug);
    }
  }

  /** Waits until nothing is half begun; whether that came to pass in time. */
  boolean settle(Duration atMost) throws InterruptedException {
    CountDownLatch idle = new CountDownLatch(1);
    worker.execute(idle::countDown);
    return idle.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void clearAway(long session) {
    try {
      run.removeSessionFiles(session);
    } catch (IOException left) {
      LOG.warn("Run folder cannot be cleared stream={} why={}", stream, left.toString());
    }
  }

  private void removeFifosBut(long session) {
    try {
      run.removeOtherFifos(session);
    } catch (IOException left) {
      LOG.warn("Fifo cannot be removed stream={} why={}", stream, left.toString());
    }
  }

  private static String told(IOException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
