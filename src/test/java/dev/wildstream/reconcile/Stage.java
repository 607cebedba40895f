package dev.wildstream.reconcile;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.observed.TargetView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One stream on a stage: the reconciler decides, the stage plays FFmpeg, files, target and clock
 * exactly as told, and holds every decision to the promises. Nothing here is random and nothing
 * waits.
 */
final class Stage {

  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration ITEM = Duration.ofSeconds(10);

  Instant now = BEGIN;
  Instant hubStartedAt = BEGIN;
  String boot = "boot-1";
  boolean leaving;
  double dice;
  Optional<Situation.Rival> rival = Optional.empty();
  Optional<StreamSpec> desired = Optional.of(spec());
  StreamMemory memory = StreamMemory.fresh("boot-1", 7, BEGIN);
  PublisherView publisher = new PublisherView.Absent();
  FeederView feeder = new FeederView.Absent();
  KeyView key = new KeyView.Readable("key-1");
  TargetView target = new TargetView.Unknown();
  Optional<String> tools = Optional.empty();
  List<String> files = List.of("/a.mp4", "/b.mp4", "/c.mp4");
  final Map<String, MediaFacts> facts = new HashMap<>();
  Decision last;
  final List<Happening> told = new ArrayList<>();
  final List<Step> done = new ArrayList<>();
  private final Promises promises = new Promises(this);
  boolean ignoresTerm;

  static StreamSpec spec() {
    return new StreamSpec(
        new StreamName("wild"),
        true,
        new Target(Target.Scheme.RTMP, "example.org", 1935, "live", Optional.empty()),
        new KeyReference.File(Path.of("/keys/wild")),
        "(in place)",
        new Playlist(
            List.of(new PlaylistEntry.Found("*.mp4", Path.of("/"))),
            Playlist.Order.LISTED,
            new Playlist.Laps.Forever()),
        Resume.POSITION,
        RetryPolicy.DEFAULT,
        Watchdog.DEFAULT,
        "");
  }

  static MediaFacts.Playable h264(Duration length) {
    return new MediaFacts.Playable(
        new FileStamp(1_000_000, BEGIN.minusSeconds(1000)),
        Optional.of(length),
        1_000_000,
        new MediaFacts.Video("h264", 1280, 720, Duration.ZERO),
        Optional.of(new MediaFacts.Audio("aac", 48_000, 2, Duration.ZERO)),
        Duration.ZERO);
  }

  void edit(java.util.function.UnaryOperator<StreamSpec> change) {
    desired = desired.map(change);
    promises.excuse();
  }

  static StreamSpec enabled(StreamSpec s, boolean enabled) {
    return new StreamSpec(
        s.name(),
        enabled,
        s.target(),
        s.key(),
        s.playlistName(),
        s.playlist(),
        s.resume(),
        s.retry(),
        s.watchdog(),
        s.restartedAt());
  }

  static StreamSpec target(StreamSpec s, String host) {
    Target t = s.target();
    return new StreamSpec(
        s.name(),
        s.enabled(),
        new Target(t.scheme(), host, t.port(), t.app(), t.query()),
        s.key(),
        s.playlistName(),
        s.playlist(),
        s.resume(),
        s.retry(),
        s.watchdog(),
        s.restartedAt());
  }

  static StreamSpec restartedAt(StreamSpec s, String text) {
    return new StreamSpec(
        s.name(),
        s.enabled(),
        s.target(),
        s.key(),
        s.playlistName(),
        s.playlist(),
        s.resume(),
        s.retry(),
        s.watchdog(),
        text);
  }

  static StreamSpec retry(StreamSpec s, RetryPolicy retry) {
    return new StreamSpec(
        s.name(),
        s.enabled(),
        s.target(),
        s.key(),
        s.playlistName(),
        s.playlist(),
        s.resume(),
        retry,
        s.watchdog(),
        s.restartedAt());
  }

  static StreamSpec watchdog(StreamSpec s, Watchdog watchdog) {
    return new StreamSpec(
        s.name(),
        s.enabled(),
        s.target(),
        s.key(),
        s.playlistName(),
        s.playlist(),
        s.resume(),
        s.retry(),
        watchdog,
        s.restartedAt());
  }

  static StreamSpec resume(StreamSpec s, Resume resume) {
    return new StreamSpec(
        s.name(),
        s.enabled(),
        s.target(),
        s.key(),
        s.playlistName(),
        s.playlist(),
        resume,
        s.retry(),
        s.watchdog(),
        s.restartedAt());
  }

  static StreamSpec laps(StreamSpec s, Playlist.Laps laps) {
    return new StreamSpec(
        s.name(),
        s.enabled(),
        s.target(),
        s.key(),
        s.playlistName(),
        new Playlist(s.playlist().entries(), s.playlist().order(), laps),
        s.resume(),
        s.retry(),
        s.watchdog(),
        s.restartedAt());
  }

  /** Decides once, holds the decision to the promises, and does as decided. */
  Decision turn() {
    Situation situation =
        new Situation(
            desired,
            "revision",
            observation(),
            memory,
            new Situation.Surroundings(leaving, boot, hubStartedAt, rival, dice));
    last = Reconciler.decide(situation, now);
    promises.hold(situation, last);
    memory = last.memory();
    told.addAll(last.happenings());
    last.steps().forEach(this::perform);
    return last;
  }

  /** Decides until nothing more is done at this moment. */
  Stage settle() {
    for (int i = 0; i < 10; i++) {
      if (turn().steps().isEmpty() && i > 0) {
        return this;
      }
    }
    throw new AssertionError("it goes on deciding without end: " + last.steps());
  }

  private StreamObservation observation() {
    List<Listing.Listed> listed =
        files.stream()
            .map(file ->
                new Listing.Listed(
                    file,
                    Duration.ZERO,
                    Optional.empty(),
                    1,
                    Optional.of(new FileStamp(1_000_000, BEGIN.minusSeconds(1000))),
                    Optional.empty()))
            .toList();
    Map<MediaView.Source, MediaFacts> known = new HashMap<>();
    for (String file : files) {
      known.put(new MediaView.Source(file, Duration.ZERO), facts.getOrDefault(file, h264(ITEM)));
    }
    String digest = desired.map(Reconciler::playlistDigest).orElse("");
    return new StreamObservation(
        publisher,
        feeder,
        key,
        new MediaView(Optional.of(new Listing(digest, listed, now)), known),
        target,
        tools);
  }

  private void perform(Step step) {
    done.add(step);
    switch (step) {
      case Step.StartPublisher start ->
          publisher =
              new PublisherView.Running(
                  start.session(),
                  Optional.of(100 + start.session()),
                  now,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty());
      case Step.EndPublisher end -> {
        if (ignoresTerm) {
          publisher = asked((PublisherView.Running) publisher);
        } else {
          publisherEnds(new Failure.Internal("exit 255"));
        }
      }
      case Step.KillPublisher kill -> publisherEnds(new Failure.Internal("killed"));
      case Step.StartFeeder start ->
          feeder =
              new FeederView.Running(
                  start.session(),
                  start.number(),
                  Optional.of(200 + start.number()),
                  now,
                  Optional.empty(),
                  now);
      case Step.KillFeeder kill ->
          feederEnds(Duration.ofSeconds(1), Optional.of(new Failure.Starved("ended by the hub")));
    }
  }

  private PublisherView.Running asked(PublisherView.Running r) {
    return new PublisherView.Running(
        r.session(),
        r.pid(),
        r.startedAt(),
        r.output(),
        r.fifoEmptySince(),
        r.fifoSeenEmptyAt(),
        Optional.of(r.askedToEnd().orElse(now)),
        r.complaint());
  }

  boolean publisherRuns() {
    return publisher instanceof PublisherView.Running;
  }

  /** The publisher has sent everything up to this point of its timeline, just now. */
  void publisherSends(Duration position) {
    if (publisher instanceof PublisherView.Running r) {
      Instant first = r.output().map(PublisherView.Output::firstAt).orElse(now);
      PublisherView.Output output =
          new PublisherView.Output(
              dev.wildstream.memory.Session.BEGIN.plus(position),
              now,
              first,
              position.toMillis() * 100,
              1.0,
              0);
      publisher =
          new PublisherView.Running(
              r.session(),
              r.pid(),
              r.startedAt(),
              Optional.of(output),
              Optional.empty(),
              r.fifoSeenEmptyAt(),
              r.askedToEnd(),
              r.complaint());
    }
  }

  void fifoIsEmpty() {
    if (publisher instanceof PublisherView.Running r) {
      publisher =
          new PublisherView.Running(
              r.session(),
              r.pid(),
              r.startedAt(),
              r.output(),
              Optional.of(r.fifoEmptySince().orElse(now)),
              Optional.of(now),
              r.askedToEnd(),
              r.complaint());
    }
  }

  void publisherEnds(Failure failure) {
    if (publisher instanceof PublisherView.Running r) {
      publisher = new PublisherView.Ended(r.session(), now, Optional.of(1), failure, r.output());
      if (feeder instanceof FeederView.Running f) {
        feeder =
            new FeederView.Ended(
                f.session(),
                f.number(),
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Failure.Internal("ended by the hub")));
      }
    }
  }

  void feederEnds(Duration written, Optional<Failure> failure) {
    if (feeder instanceof FeederView.Running f) {
      feeder =
          new FeederView.Ended(
              f.session(), f.number(), now, Optional.of(written), Optional.of(written), failure);
    }
  }

  /**
   * The hub is killed, its processes are ended, and another one starts with what was remembered.
   */
  void hubRestarts() {
    publisher = new PublisherView.Absent();
    feeder = new FeederView.Absent();
    target = new TargetView.Unknown();
    hubStartedAt = now;
    promises.excuse();
  }

  void reboot() {
    hubRestarts();
    boot = boot + "'";
  }

  void pass(Duration time) {
    now = now.plus(time);
    if (publisher instanceof PublisherView.Running r && r.fifoEmptySince().isPresent()) {
      fifoIsEmpty();
    }
  }

  /** Goes on the air at the first item, and turns. */
  Stage onAir() {
    settle();
    pass(Duration.ofMillis(500));
    publisherSends(Duration.ofMillis(500));
    settle();
    return this;
  }

  Phase phase() {
    return memory.phase();
  }

  List<Event.Kind> kinds() {
    return told.stream().map(Happening::kind).toList();
  }

  List<Event.Kind> forgetTold() {
    List<Event.Kind> kinds = kinds();
    told.clear();
    return kinds;
  }

  Step.StartFeeder lastFeeder() {
    return done.stream()
        .filter(Step.StartFeeder.class::isInstance)
        .map(Step.StartFeeder.class::cast)
        .toList()
        .getLast();
  }

  long publishersStarted() {
    return done.stream().filter(Step.StartPublisher.class::isInstance).count();
  }
}
