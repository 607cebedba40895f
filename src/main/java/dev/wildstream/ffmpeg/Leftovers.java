package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import dev.wildstream.linux.CallFailed;
import dev.wildstream.linux.PidDescriptor;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.linux.Signal;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.RunRecords;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.PublisherView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * FFmpegs of this runtime folder that an earlier hub left behind. Known by what that hub recorded,
 * and by their arguments, since it may have died between a spawn and its record.
 */
public final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  /** What an orderly end of a publisher takes, many times over; a hanging one is not waited for. */
  private static final Duration GRACE = Duration.ofMillis(300);

  private static final Duration GONE = Duration.ofSeconds(5);

  /** What a process is before it has become FFmpeg; it has FFmpeg's arguments already. */
  private static final List<String> STAGES = List.of("sh", "dash", "bash", "busybox", "setsid");

  private final Path runtime;
  private final RunRecords records;
  private final Clock clock;

  public Leftovers(Path runtime, RunRecords records, Clock clock) {
    this.runtime = runtime.toAbsolutePath().normalize();
    this.records = records;
    this.clock = clock;
  }

  /** A process of an earlier hub. */
  public record Leftover(StreamName stream, Role role, ProcessIdentity identity) {}

  /** All there are, whatever of the two tells of them. */
  public List<Leftover> find() {
    Map<Long, Leftover> found = new LinkedHashMap<>();
    for (StreamName stream : streams()) {
      recorded(stream).forEach(l -> found.put(l.identity().pid(), l));
    }
    running().forEach(l -> found.putIfAbsent(l.identity().pid(), l));
    return List.copyOf(found.values());
  }

  /** All there are of one stream. */
  List<Leftover> of(StreamName stream) {
    return find().stream().filter(leftover -> leftover.stream().equals(stream)).toList();
  }

  /**
   * How a publisher ended that an earlier hub left: its files outlive it, and are newer than what
   * that hub had time to remember.
   *
   * @return empty where they do not say how far it had got; {@link PublisherView.Ended} where its
   *     log says why it ended, else it went with the hub
   */
  Optional<PublisherView> lastWords(StreamName stream) {
    RunFolder run = RunFolder.of(runtime, stream);
    try {
      Optional<Note> note = Note.read(records, run.note(Role.PUBLISHER));
      if (note.isEmpty()) {
        return Optional.empty();
      }
      Optional<PublisherView.Output> output = lastOutput(run, note.get());
      LogTail log = LogTail.from(run.log(Role.PUBLISHER), note.get().logFrom());
      log.readToEnd();
      Redactor redactor = Redactor.ofPreset(run.preset());
      Optional<Failure> why = Diagnosis.told(log.lines()).map(redactor::failure);
      long session = note.get().session();
      return why.<PublisherView>map(failure ->
              new PublisherView.Ended(
                  session, clock.steady(), Optional.empty(), redactor.failure(failure), output))
          .or(() -> output.map(o -> new PublisherView.Left(session, o)));
    } catch (IOException unreadable) {
      LOG.warn("Last words of a publisher cannot be read why={}", unreadable.toString());
      return Optional.empty();
    }
  }

  private Optional<PublisherView.Output> lastOutput(RunFolder run, Note note) throws IOException {
    Optional<ProgressFile.Told> told = new ProgressFile(run.progress(Role.PUBLISHER)).read();
    if (told.isEmpty() || note.inputStart().isEmpty()) {
      return Optional.empty();
    }
    ProgressReport report = told.get().report();
    Duration age = Duration.between(told.get().writtenAt(), clock.wall());
    Instant at = clock.steady().minus(age.isNegative() ? Duration.ZERO : age);
    return Optional.of(
        new PublisherView.Output(
            note.inputStart().get().plus(report.outTime()),
            at,
            at,
            report.bytes(),
            0,
            report.droppedFrames()));
  }

  /** Clears the run folder of a stream of which nothing runs: it holds a key. */
  void clearAway(StreamName stream) {
    RunFolder run = RunFolder.of(runtime, stream);
    try {
      if (run.isUsed()) {
        run.clear();
      }
    } catch (IOException left) {
      LOG.warn("Run folder cannot be cleared stream={} why={}", stream, left.toString());
    }
  }

  /** Removes what of the run folders holds a key, once nothing runs there. */
  public void removeKeys() {
    for (StreamName stream : streams()) {
      try {
        RunFolder.of(runtime, stream).removeKey();
      } catch (IOException left) {
        LOG.warn("Key cannot be removed stream={} why={}", stream, left.toString());
      }
    }
  }

  /**
   * Those of one stream that stand in its run folder and still live: the very ones, by identity.
   */
  List<Leftover> recorded(StreamName stream) {
    List<Leftover> found = new ArrayList<>();
    for (Role role : Role.values()) {
      Note.read(records, RunFolder.of(runtime, stream).note(role))
          .flatMap(Note::process)
          .filter(ProcessIdentity::isAlive)
          .ifPresent(identity -> found.add(new Leftover(stream, role, identity)));
    }
    return found;
  }

  /**
   * Ends them: publishers in good order while they are fed, then all at once; waits until they are
   * gone.
   *
   * @return those that were ended
   */
  public List<Leftover> end(List<Leftover> leftovers) {
    Map<Leftover, PidDescriptor> held = new HashMap<>();
    List<Leftover> ended = new ArrayList<>();
    try {
      for (Leftover leftover : leftovers) {
        hold(leftover).ifPresent(descriptor -> held.put(leftover, descriptor));
      }
      held.forEach((leftover, descriptor) -> {
        if (leftover.role() == Role.PUBLISHER) {
          send(descriptor, Signal.SIGTERM);
        }
      });
      Instant killAt = clock.steady().plus(GRACE);
      for (var each : held.entrySet()) {
        if (each.getKey().role() == Role.PUBLISHER) {
          await(each.getValue(), killAt);
        }
      }
      held.values().forEach(descriptor -> send(descriptor, Signal.SIGKILL));
      Instant giveUpAt = clock.steady().plus(GONE);
      for (Leftover leftover : leftovers) {
        PidDescriptor descriptor = held.get(leftover);
        if (descriptor != null && await(descriptor, giveUpAt)) {
          ended.add(leftover);
        } else if (descriptor != null) {
          LOG.error(
              "FFmpeg of an earlier hub cannot be ended stream={} role={} pid={}",
              leftover.stream(),
              leftover.role().text(),
              leftover.identity().pid());
        }
      }
    } finally {
      held.values().forEach(PidDescriptor::close);
    }
    return ended;
  }

  /** First the hold, then the look: from then on the number cannot become another process. */
  private static Optional<PidDescriptor> hold(Leftover leftover) {
    try {
      PidDescriptor descriptor = PidDescriptor.open(leftover.identity().pid());
      if (leftover.identity().isAlive()) {
        return Optional.of(descriptor);
      }
      descriptor.close();
      return Optional.empty();
    } catch (CallFailed gone) {
      return Optional.empty();
    }
  }

  private static void send(PidDescriptor process, Signal signal) {
    try {
      process.signal(signal);
    } catch (CallFailed gone) {
      // it went by itself
    }
  }

  private boolean await(PidDescriptor process, Instant until) {
    Duration left = Duration.between(clock.steady(), until);
    try {
      return process.awaitExit(left.isNegative() ? Duration.ZERO : left);
    } catch (CallFailed gone) {
      return true;
    }
  }

  /** The streams that have a run folder. */
  List<StreamName> streams() {
    List<StreamName> names = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(runtime)) {
      for (Path folder : folders) {
        String name = folder.getFileName().toString();
        if (StreamName.isValid(name) && Files.isDirectory(folder)) {
          names.add(new StreamName(name));
        }
      }
    } catch (IOException noRuntimeFolder) {
      // then nothing was recorded
    }
    return names;
  }

  private List<Leftover> running() {
    List<Leftover> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(process.getFileName().toString());
        Optional<Work> work = parse(arguments(process)); // first: it rules out nearly all
        Optional<ProcessIdentity> identity = work.flatMap(ours -> ProcessIdentity.of(pid));
        if (identity.isPresent() && isOfThisWorld(process)) {
          found.add(new Leftover(work.get().stream(), work.get().role(), identity.get()));
        }
      }
    } catch (IOException noProc) {
      // then only records tell
    }
    return found;
  }

  /**
   * Whether a process is of this machine or of this container: one of a container within has the
   * same paths in its arguments, and a hub of its own. One that may not be asked is taken for ours.
   *
   * @param process its folder in /proc
   */
  static boolean isOfThisWorld(Path process) {
    Path pids = Path.of("ns", "pid");
    try {
      return Files.readSymbolicLink(process.resolve(pids))
          .equals(Files.readSymbolicLink(Path.of("/proc/self").resolve(pids)));
    } catch (IOException notTold) {
      return true;
    }
  }

  private static List<String> arguments(Path process) {
    try {
      String line =
          new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
      return List.of(line.split("\0"));
    } catch (IOException gone) {
      return List.of();
    }
  }

  /** What the arguments of a process say it does, where they are ours. */
  Optional<Work> parse(List<String> arguments) {
    String program = name(arguments.isEmpty() ? "" : arguments.getFirst());
    boolean isStage = STAGES.contains(program);
    // a script beside its interpreter, or FFmpeg itself
    int programs = isStage ? arguments.size() : 2;
    boolean isFfmpeg = arguments.stream().limit(programs).anyMatch(a -> a.endsWith("ffmpeg"));
    String ours = "file:" + runtime + "/";
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      // an FFmpeg may be called what it likes
      boolean isOption = i > 0 && arguments.get(i - 1).equals("-progress");
      if (!isStage && !isFfmpeg && !isOption) {
        continue;
      }
      for (Role role : Role.values()) {
        String ending = "/" + role.text() + ".progress";
        if (argument.startsWith(ours) && argument.endsWith(ending)) {
          String stream =
              argument.substring(
                  ours.length(), Math.max(ours.length(), argument.length() - ending.length()));
          return StreamName.isValid(stream)
              ? Optional.of(new Work(new StreamName(stream), role))
              : Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /** Which part of which stream. */
  record Work(StreamName stream, Role role) {}

  private static String name(String program) {
    return program.substring(program.lastIndexOf('/') + 1);
  }
}
