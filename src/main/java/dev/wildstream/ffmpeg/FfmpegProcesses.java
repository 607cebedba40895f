package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.linux.TcpQueues;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Processes;
import dev.wildstream.loop.RunRecords;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The FFmpegs of all streams. One thread looks at their files five times a second; an exit is seen
 * at once; the loop is woken where either changes what it would decide.
 */
public final class FfmpegProcesses implements Processes, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FfmpegProcesses.class);

  private static final Duration LOOK = Duration.ofMillis(200);

  /** Connections are looked at every second time: two and a half times a second. */
  private static final int LOOKS_PER_CONNECTION = 2;

  private static final Duration LOOK_FOR_OBSTACLES = Duration.ofSeconds(2);

  private final Workshop workshop;
  private final Map<StreamName, StreamProcesses> streams = new ConcurrentHashMap<>();
  private final Map<StreamName, PublisherView> left = new ConcurrentHashMap<>();
  private final TcpQueues connections = new TcpQueues();
  private long looks;
  private final ExecutorService aside =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("ffmpeg-aside-", 0).factory());
  private final ScheduledExecutorService observer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("ffmpeg-observer").factory());

  /**
   * Starts nothing, and ends nothing that an earlier hub left: that is {@link #takeOver}.
   *
   * @param runtime the folder that holds one run folder per stream
   * @param trusted a file of certificates for {@code rtmps}; empty = the system's
   * @param roots of what is played
   */
  public FfmpegProcesses(
      Path runtime,
      ToolSearch tools,
      SecretSource secrets,
      Optional<Path> trusted,
      MediaRoots roots,
      RunRecords records,
      Clock clock,
      Wake wake) {
    this.workshop =
        new Workshop(
            runtime.toAbsolutePath().normalize(),
            tools,
            new Obstacles(runtime.toAbsolutePath().normalize(), tools),
            secrets,
            new CertificateCheck(trusted.or(CertificateCheck::systemBundle)),
            roots,
            records,
            clock,
            wake);
    every(LOOK, this::look);
    every(LOOK_FOR_OBSTACLES, this::lookForObstacles);
  }

  /**
   * Goes on with what an earlier hub left on the air in this runtime folder, and ends what cannot
   * be gone on with. Before the first look of the loop.
   *
   * @return those that were ended
   */
  public List<Leftovers.Leftover> takeOver() {
    Leftovers leftovers = new Leftovers(workshop.runtime(), workshop.records(), workshop.clock());
    List<Leftovers.Leftover> strays = new ArrayList<>(leftovers.find());
    Set<StreamName> adopted = new TreeSet<>();
    for (StreamName stream : leftovers.streams()) {
      try {
        if (adopt(stream, strays)) {
          adopted.add(stream);
        }
      } catch (RuntimeException bug) {
        // one stream's damaged files must not keep the hub from all others: it is started anew
        LOG.error("FFmpeg cannot be adopted, ending it stream={}", stream, bug);
        streams.remove(stream);
      }
    }
    List<Leftovers.Leftover> ended = leftovers.end(strays);
    for (StreamName stream : leftovers.streams()) {
      if (!adopted.contains(stream)) {
        leftovers.lastWords(stream).ifPresent(words -> left.put(stream, words));
        if (leftovers.of(stream).isEmpty()) { // else by its files it is found again
          leftovers.clearAway(stream);
        }
      }
    }
    return ended;
  }

  /** Takes what it adopts out of {@code strays}. */
  private boolean adopt(StreamName stream, List<Leftovers.Leftover> strays) {
    Adoption adoption = new Adoption(workshop, RunFolder.of(workshop.runtime(), stream), aside);
    Optional<Adoption.Publisher> publisher =
        adoption.publisher(alive(strays, stream, Role.PUBLISHER));
    if (publisher.isEmpty()) {
      return false;
    }
    Optional<Adoption.Feeder> feeder =
        adoption.feeder(publisher.get().note().session(), alive(strays, stream, Role.FEEDER));
    StreamProcesses processes = new StreamProcesses(stream, workshop, aside);
    processes.adopt(publisher.get(), feeder);
    streams.put(stream, processes);
    Set<Optional<ProcessIdentity>> kept =
        Set.of(publisher.get().note().process(), feeder.flatMap(f -> f.note().process()));
    strays.removeIf(stray -> kept.contains(Optional.of(stray.identity())));
    return true;
  }

  private static List<ProcessIdentity> alive(
      List<Leftovers.Leftover> strays, StreamName stream, Role role) {
    return strays.stream()
        .filter(stray -> stray.stream().equals(stream) && stray.role() == role)
        .map(Leftovers.Leftover::identity)
        .toList();
  }

  /** Waits until no process is half started, so that the next hub finds a note of each. */
  public void settle(Duration atMost) throws InterruptedException {
    Instant until = workshop.clock().steady().plus(atMost);
    for (StreamProcesses stream : streams.values()) {
      Duration left = Duration.between(workshop.clock().steady(), until);
      stream.settle(left.isNegative() ? Duration.ZERO : left);
    }
  }

  @Override
  public PublisherView publisher(StreamName stream) {
    StreamProcesses known = streams.get(stream);
    return known == null
        ? left.getOrDefault(stream, new PublisherView.Absent())
        : known.publisher();
  }

  @Override
  public FeederView feeder(StreamName stream) {
    StreamProcesses known = streams.get(stream);
    return known == null ? new FeederView.Absent() : known.feeder();
  }

  @Override
  public Set<StreamName> known() {
    streams.values().removeIf(StreamProcesses::isForgotten);
    Set<StreamName> known = new TreeSet<>();
    streams.forEach((name, processes) -> {
      if (processes.isKnown()) {
        known.add(name);
      }
    });
    return known;
  }

  @Override
  public Optional<String> obstacle() {
    return workshop.obstacles().known();
  }

  @Override
  public void perform(StreamName stream, Step step) {
    streams
        .computeIfAbsent(stream, name -> new StreamProcesses(name, workshop, aside))
        .perform(step);
  }

  @Override
  public void forget(StreamName stream) {
    left.remove(stream);
    StreamProcesses known = streams.get(stream);
    if (known != null) {
      known.forget();
    }
  }

  /**
   * Waits until no process is left.
   *
   * @return whether that came to pass in time
   */
  public boolean awaitNone(Duration atMost) {
    Instant until = workshop.clock().steady().plus(atMost);
    while (streams.values().stream().anyMatch(StreamProcesses::isLive)) {
      if (!workshop.clock().steady().isBefore(until)) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    return true;
  }

  /** Ends every process at once (SIGKILL): the last resort of a hub that must go. */
  public void killAll() {
    streams.values().forEach(StreamProcesses::killAll);
  }

  /** Stops looking. Processes run on. */
  @Override
  public void close() {
    observer.shutdownNow();
  }

  private void look() {
    boolean turned = false;
    for (StreamProcesses stream : streams.values()) {
      turned |= stream.poll();
    }
    looks++;
    if (looks % LOOKS_PER_CONNECTION == 0) {
      lookAtConnections();
    }
    if (turned) {
      workshop.wake().wake();
    }
  }

  private void lookAtConnections() {
    Map<Long, StreamProcesses> publishers = new HashMap<>();
    streams.values().forEach(s -> s.publisherPid().ifPresent(pid -> publishers.put(pid, s)));
    Map<Long, TcpQueues.Queue> queues = connections.of(publishers.keySet());
    publishers.forEach(
        (pid, stream) -> stream.lookAtConnection(pid, Optional.ofNullable(queues.get(pid))));
  }

  private void lookForObstacles() {
    if (workshop.obstacles().look()) {
      workshop.wake().wake();
    }
  }

  /** A task that throws would never be run again. */
  private void every(Duration period, Runnable task) {
    observer.scheduleWithFixedDelay(
        () -> {
          try {
            task.run();
          } catch (RuntimeException bug) {
            LOG.error("Looking at FFmpeg failed", bug);
          }
        },
        period.toMillis(),
        period.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
