package dev.wildstream.reconcile;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.observed.CardView;
import dev.wildstream.observed.Facts;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.RunningParts;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One stream on a stage: the reconciler decides, the stage plays FFmpeg, files, target and clock
 * exactly as told, and holds every decision to the promises. Nothing here is random and nothing
 * waits.
 */
final class Stage {

  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  static final String CARD = "/run/card.mp4";
  static final Duration ITEM = Duration.ofSeconds(10);
  static final FileStamp STAMP = new FileStamp(1_000_000, BEGIN.minusSeconds(1000));
  private static final MediaFacts H264 = h264(ITEM);

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
  Optional<String> obstacle = Optional.empty();
  List<String> files = List.of("/a.mp4", "/b.mp4", "/c.mp4");
  final Map<String, MediaFacts> facts = new HashMap<>();
  Decision last;
  final List<Happening> told = new ArrayList<>();
  final List<Step> done = new ArrayList<>();

  /** How often each file stands for itself in a row; 1 where nothing is said. */
  final Map<String, Integer> times = new HashMap<>();

  /** Files that the list names and the disk does not have. */
  final Set<String> missing = new HashSet<>();

  /** Files that were not probed yet. */
  final Set<String> unprobed = new HashSet<>();

  /** When the newest look at the list was begun; empty = just now. */
  Optional<Instant> listedAt = Optional.empty();

  boolean listingKnown = true;

  /** Files that are there beside those of the list. */
  List<String> extra = List.of();

  boolean makesCards = true;
  private Optional<CardView> card = Optional.empty();

  /** As it really is: of items that the decision before did not ask for nothing is known. */
  boolean forgetsWhatIsNotAskedFor;

  private List<MediaView.Source> askedFor = List.of();

  boolean ignoresTerm;
  private final Promises promises;
  private Optional<StreamSpec> digested = Optional.empty();
  private String playlistDigest = "";

  Stage() {
    promises = new Promises(this);
  }

  private Stage(Stage other) {
    now = other.now;
    hubStartedAt = other.hubStartedAt;
    boot = other.boot;
    leaving = other.leaving;
    dice = other.dice;
    rival = other.rival;
    desired = other.desired;
    memory = other.memory;
    publisher = other.publisher;
    feeder = other.feeder;
    key = other.key;
    target = other.target;
    obstacle = other.obstacle;
    files = other.files;
    facts.putAll(other.facts);
    last = other.last;
    times.putAll(other.times);
    missing.addAll(other.missing);
    unprobed.addAll(other.unprobed);
    listedAt = other.listedAt;
    listingKnown = other.listingKnown;
    extra = other.extra;
    makesCards = other.makesCards;
    card = other.card;
    forgetsWhatIsNotAskedFor = other.forgetsWhatIsNotAskedFor;
    askedFor = other.askedFor;
    ignoresTerm = other.ignoresTerm;
    promises = new Promises(this, other.promises);
    digested = other.digested;
    playlistDigest = other.playlistDigest;
  }

  /** The same world at the same moment, which goes its own way from here; told of nothing yet. */
  Stage copy() {
    return new Stage(this);
  }

  static StreamSpec spec() {
    return Specs.of("wild", true, "example.org", "*.mp4");
  }

  static MediaFacts.Playable h264(Duration length) {
    return video(length, Duration.ZERO, Optional.of(sound("aac", 48_000, Duration.ZERO)));
  }

  static MediaFacts.Playable video(
      Duration length, Duration lead, Optional<MediaFacts.Audio> sound) {
    return new MediaFacts.Playable(
        STAMP,
        Optional.of(length),
        1_000_000,
        Optional.of(Facts.video("h264", 1280, 720, lead)),
        sound,
        Duration.ZERO);
  }

  static MediaFacts.Audio sound(String codec, int sampleRate, Duration lead) {
    return Facts.audio(codec, sampleRate, 2, lead);
  }

  /** What does not fit is skipped from now on. */
  void copies() {
    MediaPolicy asked = MediaPolicy.DEFAULT;
    MediaPolicy copy =
        new MediaPolicy(
            MediaPolicy.Mode.COPY, asked.video(), asked.audio(), asked.copyKeyframeMax());
    edit(s -> Specs.media(s, copy));
  }

  void edit(java.util.function.UnaryOperator<StreamSpec> change) {
    desired = desired.map(change);
    promises.excuse();
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
    askedFor = last.wants().facts();
    card = last.wants().card().map(this::made);
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

  /** Each file has a keyframe every two seconds. */
  private MediaFacts fromInside(MediaView.Source source) {
    return switch (facts.getOrDefault(source.path(), H264)) {
      case MediaFacts.Unplayable unplayable -> unplayable;
      case MediaFacts.Playable p ->
          new MediaFacts.Playable(
              p.stamp(),
              p.duration(),
              p.bitrate(),
              p.video(),
              p.audio(),
              Duration.ofSeconds(source.start().toSeconds() / 2 * 2));
    };
  }

  private CardView made(CardView.Card wanted) {
    return makesCards
        ? new CardView.Ready(wanted, CARD, "/run/card.ppm", 50_000)
        : new CardView.Failed(wanted, "no libx264");
  }

  private StreamObservation observation() {
    Map<MediaView.Source, MediaFacts> known = new HashMap<>();
    for (String file : files) {
      if (!unprobed.contains(file)) {
        known.put(new MediaView.Source(file, Duration.ZERO), facts.getOrDefault(file, H264));
      }
    }
    extra.forEach(file ->
        known.put(new MediaView.Source(file, Duration.ZERO), facts.getOrDefault(file, H264)));
    askedFor.stream()
        .filter(source -> !source.start().isZero())
        .forEach(source -> known.put(source, fromInside(source)));
    if (forgetsWhatIsNotAskedFor) {
      known.keySet().retainAll(askedFor);
    }
    if (!digested.equals(desired)) {
      digested = desired;
      playlistDigest = desired.map(Reconciler::playlistDigest).orElse("");
    }
    Listing listing =
        new Listing(
            playlistDigest, files.stream().map(this::listed).toList(), listedAt.orElse(now));
    return new StreamObservation(
        publisher,
        feeder,
        key,
        new MediaView(listingKnown ? Optional.of(listing) : Optional.empty(), known, card),
        target,
        obstacle);
  }

  private Listing.Listed listed(String file) {
    boolean there = !missing.contains(file);
    return new Listing.Listed(
        file,
        Duration.ZERO,
        Optional.empty(),
        times.getOrDefault(file, 1),
        there ? Optional.of(stamp(file)) : Optional.empty(),
        there ? Optional.empty() : Optional.of("no such file"));
  }

  private FileStamp stamp(String file) {
    return switch (facts.getOrDefault(file, H264)) {
      case MediaFacts.Playable playable -> playable.stamp();
      case MediaFacts.Unplayable unplayable -> unplayable.stamp().orElse(STAMP);
    };
  }

  private void perform(Step step) {
    done.add(step);
    switch (step) {
      case Step.StartPublisher start ->
          publisher = RunningParts.begun(start.session(), 100 + start.session(), now).view();
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
      case Step.CutFeeder cut ->
          feeder =
              new FeederView.Cut(
                  cut.session(), cut.number(), now, Session.BEGIN.plus(position()).plusMillis(300));
      case Step.Flush flush -> {}
      case Step.KillFeeder kill ->
          feederEnds(Duration.ofSeconds(1), Optional.of(new Failure.Starved("ended by the hub")));
    }
  }

  private PublisherView.Running asked(PublisherView.Running r) {
    return RunningParts.of(r).askedToEnd(Optional.of(r.askedToEnd().orElse(now))).view();
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
              Session.BEGIN.plus(position), now, first, position.toMillis() * 100, 1.0, 0);
      publisher =
          RunningParts.of(r).output(Optional.of(output)).fifoEmptySince(Optional.empty()).view();
    }
  }

  /** What the kernel says of the publisher's connection; empty = there is none. */
  void connection(Optional<PublisherView.Connection> connection) {
    if (publisher instanceof PublisherView.Running r) {
      publisher = RunningParts.of(r).connection(connection).view();
    }
  }

  /** So many bytes wait for the target, which acknowledged the last ones {@code ago}. */
  void unacknowledged(long bytes, Duration ago) {
    connection(Optional.of(new PublisherView.Connection(bytes, now.minus(ago), true)));
  }

  void fifoIsEmpty() {
    if (publisher instanceof PublisherView.Running r) {
      publisher =
          RunningParts.of(r)
              .fifoEmptySince(Optional.of(r.fifoEmptySince().orElse(now)))
              .fifoSeenEmptyAt(Optional.of(now))
              .fifoHalfFullAt(Optional.empty())
              .view();
    }
  }

  /** There is more than enough to read. */
  void fifoIsHalfFull() {
    if (publisher instanceof PublisherView.Running r) {
      publisher =
          RunningParts.of(r)
              .fifoEmptySince(Optional.empty())
              .fifoHalfFullAt(Optional.of(now))
              .view();
    }
  }

  void publisherEnds(Failure failure) {
    if (publisher instanceof PublisherView.Running r) {
      publisher = new PublisherView.Ended(r.session(), now, Optional.of(1), failure, r.output());
      if (feeder instanceof FeederView.Running f && f.session() == r.session()) {
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

  /** A feeder that has written all it could; the publisher is as far as a full fifo lets it be. */
  void feederEnds(Duration written, Optional<Failure> failure) {
    if (feeder instanceof FeederView.Running f) {
      publisherFollows(written);
      feeder =
          new FeederView.Ended(
              f.session(), f.number(), now, Optional.of(written), Optional.of(written), failure);
    }
  }

  private void publisherFollows(Duration written) {
    if (publisher instanceof PublisherView.Running r
        && r.output().isPresent()
        && memory.session().isPresent()
        && !memory.session().get().segments().isEmpty()) {
      Duration begin = memory.session().get().segments().getLast().begin();
      Duration sent = begin.plus(written).minusSeconds(4).minus(Session.BEGIN);
      if (sent.compareTo(r.output().get().position().minus(Session.BEGIN)) > 0) {
        publisherSends(sent);
      }
    }
  }

  /**
   * The hub is killed, its processes are ended, and another one starts with what was remembered.
   */
  void hubRestarts() {
    publisher = new PublisherView.Absent();
    feeder = new FeederView.Absent();
    target = new TargetView.Unknown();
    askedFor = List.of();
    hubStartedAt = now;
    promises.excuse();
  }

  /** The hub is gone for a while, its processes live on, and the next one adopts them. */
  void hubIsReplaced(Duration away) {
    now = now.plus(away);
    hubStartedAt = now;
    target = new TargetView.Unknown();
    listingKnown = true;
    if (publisher instanceof PublisherView.Running r) {
      publisher =
          RunningParts.of(r)
              .startedAt(now)
              .fifoEmptySince(r.fifoEmptySince().map(since -> now))
              .fifoSeenEmptyAt(r.fifoSeenEmptyAt().map(since -> now))
              .fifoHalfFullAt(r.fifoHalfFullAt().map(since -> now))
              .askedToEnd(Optional.empty())
              .adopted(true)
              .view();
    }
    now = now.plusMillis(100);
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

  /** The log of the publisher says that its connection is gone; it lives on. */
  void publisherComplains(Failure failure) {
    if (publisher instanceof PublisherView.Running r) {
      publisher = RunningParts.of(r).complaint(Optional.of(failure)).view();
    }
  }

  /** The feeder has written up to this point of its item, just now. */
  void feederWrites(Duration written) {
    if (feeder instanceof FeederView.Running f) {
      feeder =
          new FeederView.Running(
              f.session(), f.number(), f.pid(), f.startedAt(), Optional.of(written), now);
    }
  }

  /** Time passes second by second, the publisher sends as fast as time goes, and turns. */
  void airs(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      pass(Duration.ofSeconds(1));
      publisherSends(position().plusSeconds(1));
      settle();
    }
  }

  /** What the publisher has sent, from the session's begin. */
  private Duration position() {
    return publisher instanceof PublisherView.Running r && r.output().isPresent()
        ? r.output().get().position().minus(Session.BEGIN)
        : Duration.ZERO;
  }

  /** Time passes second by second, and nothing else does. */
  void waits(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      pass(Duration.ofSeconds(1));
      settle();
    }
  }

  /** The publisher ends by itself, and turns. */
  void breaks(Failure failure) {
    publisherEnds(failure);
    settle();
  }

  /** The item is fed to its end and shown to its end; the next one is being fed. */
  void playsOn() {
    airs(ITEM.minusSeconds(4));
    feederEnds(ITEM, Optional.empty());
    settle();
    airs(Duration.ofSeconds(4));
  }

  /** Goes on the air at the first item, and turns. */
  Stage onAir() {
    settle();
    pass(Duration.ofMillis(500));
    publisherSends(Duration.ofMillis(500));
    settle();
    return this;
  }

  /** What was told of one kind, oldest first. */
  List<Map<String, String>> told(Event.Kind kind) {
    return told.stream().filter(h -> h.kind() == kind).map(Happening::fields).toList();
  }

  /** The steps of one kind, oldest first. */
  <S extends Step> List<S> steps(Class<S> kind) {
    return done.stream().filter(kind::isInstance).map(kind::cast).toList();
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
