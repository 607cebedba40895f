package dev.wildstream;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.yaml.DesiredStateReader;
import dev.wildstream.ffmpeg.FfmpegProcesses;
import dev.wildstream.ffmpeg.Leftovers;
import dev.wildstream.ffmpeg.MediaRoots;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.ffmpeg.library.MediaLibrary;
import dev.wildstream.git.GitCommits;
import dev.wildstream.keys.FileKeys;
import dev.wildstream.keys.KeyReader;
import dev.wildstream.linux.MachineName;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.linux.SignalHandlers;
import dev.wildstream.linux.Writers;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Configuration;
import dev.wildstream.loop.Loop;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.Wake;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.json.FolderLock;
import dev.wildstream.memory.json.JsonProbedMedia;
import dev.wildstream.memory.json.JsonRunRecords;
import dev.wildstream.memory.json.JsonStore;
import dev.wildstream.memory.json.NewerFormatException;
import dev.wildstream.surface.ListenAddress;
import dev.wildstream.surface.StatusFile;
import dev.wildstream.surface.Version;
import dev.wildstream.surface.cli.RunOptions;
import dev.wildstream.surface.http.Exposition;
import dev.wildstream.surface.http.HttpSurface;
import dev.wildstream.surface.metrics.HubMetrics;
import dev.wildstream.surface.metrics.Scrape;
import dev.wildstream.target.TcpProbes;
import dev.wildstream.watch.ConfigurationFiles;
import dev.wildstream.watch.RevisionWatcher;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One hub: every room put together, from the locks of its folders to the pages it serves. */
final class Hub implements AutoCloseable {

  /**
   * Streams end within milliseconds when asked; what hangs is killed by the loop after its grace.
   */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  /** As a program ends that does nothing on the signal. */
  private static final int ENDED_BY_SIGTERM = 128 + 15;

  private static final Logger LOG = LoggerFactory.getLogger("hub");

  private final Clock clock = new SystemClock();
  private final Wake wake = Wake.real();
  private final AtomicReference<Optional<Snapshot>> newest =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean listening = new AtomicBoolean();
  private final JsonStore store;
  private final FfmpegProcesses processes;
  private final MediaLibrary media;
  private final FileKeys keys;
  private final TcpProbes probes;
  private final RevisionWatcher watcher;
  private final StatusFile statusFile;
  private final CompletableFuture<Scrape> scrape = new CompletableFuture<>();
  private final AtomicBoolean shown = new AtomicBoolean();
  private final Loop loop;
  private final Optional<HttpSurface> http;

  /** A hub that has not begun to turn. Its runtime folder is locked already. */
  private Hub(RunOptions options, ToolSearch.Preference preference) {
    ToolSearch tools =
        new ToolSearch(
            options.ffmpeg(),
            options.ffprobe(),
            home(),
            Optional.ofNullable(System.getenv("PATH")).orElse(""),
            preference);
    KeyReader reader = new KeyReader(options.keyRoots(), options.keyEnvPrefix(), System.getenv());
    store = new JsonStore(options.state(), options.runtime(), ProcessIdentity.presentBoot(), clock);
    keys = new FileKeys(reader, this::exposed, store.salt(), clock, wake);
    processes =
        new FfmpegProcesses(
            options.runtime(),
            tools,
            keys::read,
            options.tlsCa(),
            new MediaRoots(options.mediaRoots()),
            new JsonRunRecords(),
            clock,
            wake);
    media =
        new MediaLibrary(
            options.runtime(),
            tools,
            options.mediaRoots(),
            new JsonProbedMedia(options.runtime()),
            clock,
            wake);
    Function<List<SourceFile>, Reading> reading = reading(options.hostName());
    probes = new TcpProbes(options.allowTargets(), clock, wake);
    watcher =
        new RevisionWatcher(
            new ConfigurationFiles(options.config()),
            reading,
            new GitCommits(options.config(), "git", clock),
            file -> Writers.of(file) == Writers.SOME,
            clock,
            wake);
    statusFile = new StatusFile(options.runtime());
    // chance for jitter and shuffle seeds alone
    SplittableRandom chance = new SplittableRandom(new SecureRandom().nextLong());
    loop =
        new Loop(
            new Loop.Ports(clock, wake, watcher, processes, media, keys, probes, store),
            new Configuration(options.config().toString(), watcher, store, reading),
            new Loop.Identity(
                Version.hub(), ProcessHandle.current().pid(), ProcessIdentity.presentBoot()),
            this::publish,
            () -> chance.nextDouble(-1, 1),
            chance::nextLong);
    http =
        switch (options.listen()) {
          case ListenAddress.At at -> Optional.of(surface(at));
          case ListenAddress.Nowhere nowhere -> Optional.empty();
        };
  }

  /**
   * How files are read here.
   *
   * @param named the host's name; empty = as the machine calls itself
   */
  static Function<List<SourceFile>, Reading> reading(Optional<HostName> named) {
    HostName host = named.orElseGet(() -> new HostName(MachineName.now()));
    return files -> on(host, DesiredStateReader.read(files));
  }

  /** A revision is judged as a whole, and this host does its part of it. */
  private static Reading on(HostName host, Reading reading) {
    return switch (reading) {
      case Reading.Accepted(Revision revision) -> new Reading.Accepted(revision.on(host));
      case Reading.Refused refused -> refused;
    };
  }

  /** The folder of the program, as its start script says. */
  static Optional<Path> home() {
    return Optional.ofNullable(System.getProperty("wildstream.home")).map(Path::of);
  }

  private HttpSurface surface(ListenAddress.At address) {
    Exposition exposition =
        new Exposition() {
          @Override
          public String contentType(String accept) {
            return scrape.join().contentType(accept);
          }

          @Override
          public String text(String accept) {
            return scrape.join().text(accept);
          }
        };
    return new HttpSurface(address, newest::get, clock, exposition, this::listens);
  }

  private void listens(HttpSurface.Listening now) {
    switch (now) {
      case HttpSurface.Listening.On(var address) -> {
        listening.set(true);
        loop.tell(Event.Kind.LISTENING, Map.of("address", address.toString()));
      }
      case HttpSurface.Listening.Not(String why) -> {
        listening.set(false);
        loop.tell(Event.Kind.LISTEN_FAILED, Map.of("detail", why));
      }
    }
  }

  private void exposed(StreamName stream, KeyReference key, String why) {
    loop.tell(stream, Event.Kind.KEY_EXPOSED, Map.of("key", key.describe(), "reason", why));
  }

  private void publish(Snapshot snapshot) {
    newest.set(Optional.of(snapshot));
    if (scrape.isDone() && !scrape.isCompletedExceptionally()) {
      scrape.join().update(snapshot);
    }
    statusFile.publish(snapshot);
    if (shown.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("surfaces").start(this::show);
    }
  }

  /**
   * Metrics and HTTP come after the first turn and beside it: to get ready they take as long as all
   * that a stream waits for.
   */
  private void show() {
    Scrape ready = new Scrape(new HubMetrics(newest::get, clock, listening::get));
    newest.get().ifPresent(ready::update);
    scrape.complete(ready);
    http.ifPresent(HttpSurface::start);
  }

  /**
   * Runs until it is asked to end (SIGTERM, SIGINT) or to hand over (SIGUSR2); SIGHUP reads the
   * files again. A signal that comes before there is a hub is kept for it: a hub that is asked to
   * end while it begins ends what the hub before it left on the air.
   *
   * @return 0 stopped as asked · 1 could not run
   */
  static int inForeground(RunOptions options, ToolSearch.Preference preference) {
    CompletableFuture<Hub> opened = new CompletableFuture<>();
    SignalHandlers.handle("TERM", () -> end(opened));
    SignalHandlers.handle("INT", () -> end(opened));
    SignalHandlers.handle("USR2", () -> opened.thenAccept(Hub::handOver));
    SignalHandlers.handle("HUP", () -> opened.thenAccept(hub -> hub.watcher.reread()));
    try (Hub hub = open(options, preference)) {
      opened.complete(hub);
      hub.turn();
      return 0;
    } catch (CannotRun cannot) {
      LOG.error("Cannot run detail=\"{}\"", cannot.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** A disk that hangs may keep the hub from ever beginning; then it ends without. */
  private static void end(CompletableFuture<Hub> opened) {
    opened.thenAccept(Hub::leave);
    CompletableFuture.delayedExecutor(LEAVING.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> {
          if (!opened.isDone()) {
            Runtime.getRuntime().halt(ENDED_BY_SIGTERM);
          }
        });
  }

  /** The hub cannot run at all; the message says why and what to do. */
  static final class CannotRun extends Exception {
    private static final long serialVersionUID = 1;

    CannotRun(String message) {
      super(message);
    }
  }

  private FolderLock runtimeLock;
  private Optional<FolderLock> stateLock = Optional.empty();

  /** Takes the folders and puts everything together. */
  static Hub open(RunOptions options, ToolSearch.Preference preference) throws CannotRun {
    FolderLock runtime =
        switch (FolderLock.take(options.runtime())) {
          case FolderLock.Outcome.Taken(FolderLock lock) -> lock;
          case FolderLock.Outcome.Held(var pid) ->
              throw new CannotRun(held("runtime", options.runtime(), pid));
          case FolderLock.Outcome.Unwritable(String why) ->
              throw new CannotRun(
                  "the runtime folder cannot be written: " + why + "; name another with --runtime");
        };
    Optional<FolderLock> state = Optional.empty();
    try {
      state =
          switch (FolderLock.take(options.state())) {
            case FolderLock.Outcome.Taken(FolderLock lock) -> Optional.of(lock);
            case FolderLock.Outcome.Held(var pid) ->
                throw new CannotRun(held("state", options.state(), pid));
            // told by the loop as an event: streams run all the same
            case FolderLock.Outcome.Unwritable unwritable -> Optional.empty();
          };
      Hub hub = new Hub(options, preference);
      hub.runtimeLock = runtime;
      hub.stateLock = state;
      return hub;
    } catch (NewerFormatException newer) {
      state.ifPresent(FolderLock::close);
      runtime.close();
      throw new CannotRun(newer.getMessage());
    } catch (CannotRun | RuntimeException e) {
      state.ifPresent(FolderLock::close);
      runtime.close();
      throw e;
    }
  }

  private static String held(String which, Path folder, Optional<Long> pid) {
    return "another hub"
        + pid.map(p -> " (pid " + p + ")").orElse("")
        + " has the "
        + which
        + " folder "
        + folder
        + "; stop it, or name other folders with --state and --runtime";
  }

  /** Turns until {@link #leave} was called and every stream is down, or {@link #handOver} was. */
  void turn() throws InterruptedException {
    for (Leftovers.Leftover leftover : processes.takeOver()) {
      loop.tell(
          Event.Kind.ORPHAN_ENDED,
          Map.of(
              "stream",
              leftover.stream().text(),
              "role",
              leftover.role().text(),
              "pid",
              String.valueOf(leftover.identity().pid())));
    }
    watcher.start();
    loop.run(LEAVING);
    if (loop.isHandingOver()) {
      processes.settle(LEAVING);
      return;
    }
    if (!processes.awaitNone(LEAVING)) {
      processes.killAll();
      processes.awaitNone(LEAVING);
    }
    loop.tell(Event.Kind.HUB_STOPPED, Map.of());
  }

  /** Asks it to take every stream off the air and end; from any thread. */
  void leave() {
    loop.leave();
    wake.wake();
  }

  /** Asks it to end and leave the streams on the air for the next hub; from any thread. */
  void handOver() {
    loop.handOver();
    wake.wake();
  }

  /** The newest state of everything; empty before the first turn. */
  Optional<Snapshot> newest() {
    return newest.get();
  }

  @Override
  public void close() {
    http.ifPresent(HttpSurface::close);
    watcher.close();
    media.close();
    keys.close();
    probes.close();
    processes.close();
    scrape.thenAccept(Scrape::close);
    statusFile.close();
    store.close();
    stateLock.ifPresent(FolderLock::close);
    runtimeLock.close();
  }
}
