package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.linux.Fifo;
import dev.wildstream.reconcile.Feeders;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * A publisher and a feeder with the hub's own command lines and none of the hub around them: what
 * they say and how they end is left to be judged.
 */
final class FaultLab implements AutoCloseable {

  static final String KEY = "lab-key-4711";

  private static final long SESSION = 1;

  private static final Duration SOON = Duration.ofSeconds(20);

  /** What an FFmpeg said, and how it ended. */
  record End(List<String> lines, int exitCode) {}

  private final Tools tools;
  private final RunFolder run;
  private Path item;
  private UnaryOperator<List<String>> changed = command -> command;
  private Optional<Path> trusted = Optional.empty();
  private Optional<Recipe.Sound.Silence> silence = Optional.empty();
  private Optional<Fifo> fifo = Optional.empty();
  private Optional<Process> publisher = Optional.empty();
  private Optional<Process> feeder = Optional.empty();
  private Optional<LogTail> publisherLog = Optional.empty();
  private Optional<LogTail> feederLog = Optional.empty();

  /**
   * Starts nothing.
   *
   * @param item what is fed to a publisher, longer than any test
   */
  FaultLab(Path folder, Tools tools, Path item) {
    this.tools = tools;
    this.run = RunFolder.of(folder, new StreamName("lab"));
    this.item = item;
  }

  Tools tools() {
    return tools;
  }

  RunFolder run() {
    return run;
  }

  FaultLab item(Path other) {
    item = other;
    return this;
  }

  FaultLab trusting(Path certificates) {
    trusted = Optional.of(certificates);
    return this;
  }

  FaultLab silence(Recipe.Sound.Silence added) {
    silence = Optional.of(added);
    return this;
  }

  /** Puts words before the program: another network, a limit. */
  FaultLab under(List<String> words) {
    return changing(command -> {
      List<String> all = new ArrayList<>(words);
      all.addAll(command);
      return all;
    });
  }

  /** Changes the command line that is judged. */
  FaultLab changing(UnaryOperator<List<String>> change) {
    changed = change;
    return this;
  }

  /** Starts a publisher and feeds it. */
  FaultLab publish(Target target) throws IOException {
    prepare();
    run.writePreset(PublisherCommand.preset(target, new Secret(KEY)));
    feeder = Optional.of(Spawner.feeder(feederCommand(), run, SESSION));
    publisherLog = Optional.of(LogTail.fromNow(run.log(Role.PUBLISHER)));
    List<String> command = PublisherCommand.of(tools.ffmpeg(), run, target, trusted);
    publisher = Optional.of(Spawner.publisher(changed.apply(command), run, SESSION));
    return this;
  }

  /** Starts a feeder, whose fifo is emptied as by a publisher in a hurry. */
  FaultLab feed() throws IOException {
    prepare();
    Path path = run.fifo(SESSION);
    Thread.ofVirtual().start(() -> drain(path));
    feederLog = Optional.of(LogTail.fromNow(run.log(Role.FEEDER)));
    feeder = Optional.of(Spawner.feeder(changed.apply(feederCommand()), run, SESSION));
    return this;
  }

  /** Starts a feeder that nobody reads from, so that it stops in the midst of its item. */
  FaultLab feedSlowly() throws IOException {
    prepare();
    feederLog = Optional.of(LogTail.fromNow(run.log(Role.FEEDER)));
    feeder = Optional.of(Spawner.feeder(changed.apply(feederCommand()), run, SESSION));
    Until.holds(SOON, "the feeder has filled the fifo", () -> waiting() > 32 << 10);
    return this;
  }

  /** Reads on what a feeder that was started slowly writes. */
  FaultLab goOn() {
    Path path = run.fifo(SESSION);
    Thread.ofVirtual().start(() -> drain(path));
    return this;
  }

  FaultLab awaitOnAir() {
    Until.holds(SOON, "something was sent", () -> sent().isPositive());
    return this;
  }

  FaultLab signal(String name) throws IOException, InterruptedException {
    signal(name, publisher.or(() -> feeder).orElseThrow());
    return this;
  }

  /** Signals again and again, as a first one may go unheard. */
  FaultLab signalUntilItEnds(String name) {
    Until.holds(
        SOON,
        "it ends",
        () -> {
          long asked = System.nanoTime();
          try {
            signal(name);
          } catch (IOException | InterruptedException notSent) {
            throw new AssertionError(notSent);
          }
          while (lives() && System.nanoTime() - asked < 500_000_000L) {
            Thread.onSpinWait();
          }
          return !lives();
        });
    return this;
  }

  /** Ends the feeder, and waits until the publisher has nothing left to read and to send. */
  FaultLab starve() {
    feeder.orElseThrow().destroyForcibly();
    Until.holds(SOON, "the fifo is empty", () -> waiting() == 0);
    return awaitStandstill();
  }

  /** Waits until output stands still for two seconds. */
  FaultLab awaitStandstill() {
    Duration[] last = {Duration.ZERO};
    long[] since = {System.nanoTime()};
    Until.holds(
        Duration.ofSeconds(60),
        "output stands still",
        () -> {
          Duration now = sent();
          if (!now.equals(last[0])) {
            last[0] = now;
            since[0] = System.nanoTime();
          }
          return System.nanoTime() - since[0] > 2_000_000_000L;
        });
    return this;
  }

  static void signal(String name, Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Waits for the publisher's end, or the feeder's where there is no publisher. */
  End end() throws IOException, InterruptedException {
    return end(SOON);
  }

  End end(Duration atMost) throws IOException, InterruptedException {
    Process judged = publisher.or(() -> feeder).orElseThrow();
    LogTail log = publisherLog.or(() -> feederLog).orElseThrow();
    if (!judged.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("runs on: " + read(run.log(Role.PUBLISHER)) + log.readToEnd());
    }
    log.readToEnd();
    return new End(log.lines(), judged.exitValue());
  }

  /** Whether the publisher or feeder that is judged lives. */
  boolean lives() {
    return publisher.or(() -> feeder).orElseThrow().isAlive();
  }

  /** Whether it waits in this function of the kernel. */
  boolean waitsFor(String function) {
    long pid = publisher.or(() -> feeder).orElseThrow().pid();
    return read(Path.of("/proc", Long.toString(pid), "wchan")).contains(function);
  }

  /** What a feeder wrote, by its own measure; the longer of picture and sound. */
  Duration written() throws IOException {
    Duration video = WrittenEnd.in(run.videoEnd()).orElse(Duration.ZERO);
    Duration audio = WrittenEnd.in(run.audioEnd()).orElse(Duration.ZERO);
    return video.compareTo(audio) > 0 ? video : audio;
  }

  @Override
  public void close() {
    publisher.ifPresent(Process::destroyForcibly);
    feeder.ifPresent(Process::destroyForcibly);
    fifo.ifPresent(Fifo::close);
    try {
      if (publisher.isPresent()) {
        publisher.get().waitFor();
      }
      if (feeder.isPresent()) {
        feeder.get().waitFor();
      }
      // opens it for a drain that waits for a byte, and lets it go
      if (Files.exists(run.fifo(SESSION))) {
        new ProcessBuilder("sh", "-c", "printf x 1<>\"$0\"", run.fifo(SESSION).toString())
            .start()
            .waitFor();
      }
      run.remove();
    } catch (IOException | InterruptedException left) {
      throw new AssertionError(left);
    }
  }

  private void prepare() throws IOException {
    run.make();
    fifo = Optional.of(run.makeFifo(SESSION));
  }

  private List<String> feederCommand() {
    Step.StartFeeder step =
        Feeders.copy(1, 1, item.toString(), Duration.ofSeconds(60), silence, 500_000);
    return FeederCommand.of(tools.ffmpeg(), run, step);
  }

  private int waiting() {
    try {
      return fifo.orElseThrow().waiting();
    } catch (IOException closed) {
      return 0;
    }
  }

  private Duration sent() {
    try {
      return new ProgressFile(run.progress(Role.PUBLISHER))
          .newest()
          .map(ProgressReport::outTime)
          .orElse(Duration.ZERO);
    } catch (IOException unreadable) {
      return Duration.ZERO;
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException unreadable) {
      return "";
    }
  }

  private void drain(Path path) {
    byte[] block = new byte[64 << 10];
    try (var in = Files.newInputStream(path)) {
      while (fifo.isPresent() && in.read(block) >= 0) {
        // nobody looks at it
      }
    } catch (IOException gone) {
      // the lab is closed
    }
  }
}
