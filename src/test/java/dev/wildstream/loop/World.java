package dev.wildstream.loop;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.StreamMemory;
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
import dev.wildstream.observed.TargetView;
import dev.wildstream.reconcile.Step;
import dev.wildstream.reconcile.Wants;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Everything around a loop, simulated: nothing waits, and the clock moves when it is told to. */
final class World {

  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");
  private static final FileStamp STAMP = new FileStamp(1_000, BEGIN.minusSeconds(1000));

  Instant now = BEGIN;

  /** What was done to store and processes, in order. */
  final List<String> journal = new ArrayList<>();

  final List<Event> events = new ArrayList<>();
  final Map<StreamName, PublisherView> publishers = new TreeMap<>();
  final Map<StreamName, FeederView> feeders = new TreeMap<>();
  final Map<StreamName, KeyView> keys = new HashMap<>();
  final Map<StreamName, Wants> wants = new HashMap<>();
  final Map<StreamName, StreamMemory> stored = new TreeMap<>();
  List<String> damaged = List.of();
  KeptRevision lastGood = KeptRevision.NONE;
  Optional<Commit> commit = Optional.empty();
  Reading lastGoodReading = new Reading.Refused("none", List.of());
  Optional<Revisions.Read> read = Optional.empty();
  Optional<String> trouble = Optional.empty();
  boolean settles = true;
  boolean ignoreTerm;

  /** Happens once, between this look at a process and the next. */
  Runnable afterNextLook = () -> {};

  Snapshot snapshot;
  Loop loop;

  static StreamSpec stream(String name) {
    return stream(name, true, name + ".example.org");
  }

  static StreamSpec stream(String name, boolean enabled, String host) {
    return Specs.of(name, enabled, host, "a.mp4");
  }

  static Reading accepted(String digest, StreamSpec... streams) {
    return new Reading.Accepted(new Revision(digest, List.of(streams)));
  }

  static Reading refused(String digest, String... wrongs) {
    return new Reading.Refused(
        digest,
        java.util.stream.Stream.of(wrongs)
            .map(wrong -> new Problem("hub.yaml", 1, 1, "", wrong, "mend it", Optional.empty()))
            .toList());
  }

  /** The files say this from now on. */
  void files(Reading reading) {
    files(reading, now);
  }

  void files(Reading reading, Instant changedAt) {
    SourceFile file = new SourceFile("hub.yaml", Path.of("/etc/hub.yaml"), new byte[] {1});
    long times = read.map(Revisions.Read::times).orElse(0L) + 1;
    read = Optional.of(new Revisions.Read(reading, changedAt, List.of(file), commit, times));
  }

  /** The files say what they said, and may be of another commit. */
  void filesAgain() {
    read = read.map(same -> same.again(commit));
  }

  /** These streams are on the air. */
  World onAir(String... streams) {
    files(
        World.accepted(
            "one",
            java.util.stream.Stream.of(streams)
                .map(World::stream)
                .toArray(dev.wildstream.desired.StreamSpec[]::new)));
    start().turn().turn();
    return sends(Duration.ofMillis(500));
  }

  /** A hub starts with what the store holds. */
  World start() {
    Configuration configuration =
        new Configuration("hub.yaml", new Files(), new Disk(), files -> lastGoodReading);
    loop =
        new Loop(
            new Loop.Ports(
                new Clocks(),
                Wake.real(),
                new Files(),
                new FakeProcesses(),
                new FakeMedia(),
                new FakeKeys(),
                new FakeTargets(),
                new Disk()),
            configuration,
            new Loop.Identity("test", 1, "boot-1"),
            taken -> snapshot = taken,
            () -> 0,
            () -> 7);
    return this;
  }

  World turn() {
    loop.turn();
    return this;
  }

  /** Time passes, and the loop turns. */
  World pass(Duration time) {
    now = now.plus(time);
    return turn();
  }

  /** Every publisher has sent so much, just now, and the loop turns. */
  World sends(Duration position) {
    publishers.replaceAll((name, view) -> {
      if (!(view instanceof PublisherView.Running r)) {
        return view;
      }
      Instant first = r.output().map(PublisherView.Output::firstAt).orElse(now);
      PublisherView.Output output =
          new PublisherView.Output(Session.BEGIN.plus(position), now, first, 1_000, 1, 0);
      return RunningParts.of(r)
          .output(Optional.of(output))
          .fifoEmptySince(Optional.empty())
          .fifoSeenEmptyAt(Optional.empty())
          .complaint(Optional.empty())
          .view();
    });
    return turn();
  }

  boolean runs(String stream) {
    return publishers.get(new StreamName(stream)) instanceof PublisherView.Running;
  }

  StreamStatus status(String stream) {
    return snapshot.streams().stream()
        .filter(s -> s.name().text().equals(stream))
        .findFirst()
        .orElseThrow();
  }

  List<Event.Kind> kinds() {
    return events.stream().map(Event::kind).toList();
  }

  /** A publisher ends by itself, and the loop turns. */
  World breaks(String stream) {
    ends(new StreamName(stream));
    return turn();
  }

  void ends(StreamName stream) {
    if (publishers.get(stream) instanceof PublisherView.Running r) {
      publishers.put(
          stream,
          new PublisherView.Ended(
              r.session(), now, Optional.of(255), new Failure.Internal("ended"), r.output()));
    }
  }

  private final class Clocks implements Clock {
    @Override
    public Instant steady() {
      return now;
    }

    @Override
    public Instant wall() {
      return now;
    }

    @Override
    public Duration uptime() {
      return Duration.between(Instant.EPOCH, steady());
    }
  }

  private final class Files implements Revisions {
    @Override
    public Optional<Read> newest() {
      return read;
    }

    @Override
    public boolean watching() {
      return true;
    }
  }

  private final class FakeProcesses implements Processes {
    @Override
    public PublisherView publisher(StreamName stream) {
      return looked(publishers.getOrDefault(stream, new PublisherView.Absent()));
    }

    @Override
    public FeederView feeder(StreamName stream) {
      return looked(feeders.getOrDefault(stream, new FeederView.Absent()));
    }

    /** The world goes on between two looks. */
    private <V> V looked(V view) {
      Runnable meanwhile = afterNextLook;
      afterNextLook = () -> {};
      meanwhile.run();
      return view;
    }

    @Override
    public Set<StreamName> known() {
      return publishers.keySet();
    }

    @Override
    public Optional<String> obstacle() {
      return Optional.empty();
    }

    @Override
    public void perform(StreamName stream, Step step) {
      journal.add("perform " + stream + " " + step.getClass().getSimpleName());
      switch (step) {
        case Step.StartPublisher start ->
            publishers.put(stream, RunningParts.begun(start.session(), 1L, now).view());
        case Step.EndPublisher end -> {
          if (!ignoreTerm) {
            ends(stream);
          }
        }
        case Step.KillPublisher kill -> ends(stream);
        case Step.StartFeeder start ->
            feeders.put(
                stream,
                new FeederView.Running(
                    start.session(), start.number(), Optional.of(2L), now, Optional.empty(), now));
        case Step.CutFeeder cut -> throw new IllegalStateException("not played yet");
        case Step.Flush flush -> {}
        case Step.KillFeeder kill -> {}
      }
    }

    @Override
    public void forget(StreamName stream) {
      journal.add("forget " + stream);
      publishers.remove(stream);
      feeders.remove(stream);
    }
  }

  private final class FakeMedia implements Media {
    @Override
    public MediaView view(StreamName stream) {
      Wants wanted = wants.get(stream);
      if (wanted == null || wanted.listing().isEmpty()) {
        return MediaView.UNKNOWN;
      }
      MediaFacts facts =
          new MediaFacts.Playable(
              STAMP,
              Optional.of(Duration.ofHours(1)),
              1_000_000,
              Optional.of(Facts.video("h264", 1280, 720, Duration.ZERO)),
              Optional.of(Facts.audio("aac", 48_000, 2, Duration.ZERO)),
              Duration.ZERO);
      Listing listing =
          new Listing(
              wanted.listing().get().digest(),
              List.of(
                  new Listing.Listed(
                      "/a.mp4",
                      Duration.ZERO,
                      Optional.empty(),
                      1,
                      Optional.of(STAMP),
                      Optional.empty())),
              now);
      return new MediaView(
          Optional.of(listing),
          Map.of(new MediaView.Source("/a.mp4", Duration.ZERO), facts),
          Optional.empty());
    }

    @Override
    public void want(StreamName stream, Wants wanted) {
      wants.put(stream, wanted);
    }
  }

  private final class FakeKeys implements Keys {
    @Override
    public KeyView view(StreamName stream) {
      return keys.getOrDefault(stream, new KeyView.Readable("key"));
    }

    @Override
    public void want(StreamName stream, Optional<KeyReference> key) {}
  }

  private static final class FakeTargets implements Targets {
    @Override
    public TargetView view(Target.Endpoint endpoint) {
      return new TargetView.Unknown();
    }

    @Override
    public void want(Set<Target.Endpoint> endpoints) {}
  }

  private final class Disk implements Store {
    @Override
    public Map<StreamName, StreamMemory> load() {
      return Map.copyOf(stored);
    }

    @Override
    public List<String> damaged() {
      return damaged;
    }

    @Override
    public KeptRevision lastGood() {
      return lastGood;
    }

    @Override
    public void keepLastGood(KeptRevision revision) {
      journal.add("keep last good");
      lastGood = revision;
    }

    @Override
    public void keep(Map<StreamName, StreamMemory> changed, Durability durability) {
      journal.add("keep " + changed.keySet() + " " + durability);
      stored.putAll(changed);
    }

    @Override
    public void drop(StreamName stream) {
      journal.add("drop " + stream);
      stored.remove(stream);
    }

    @Override
    public boolean settle(Duration atMost) {
      journal.add("settle");
      return settles;
    }

    @Override
    public void append(Event event) {
      events.add(event);
    }

    @Override
    public Optional<String> trouble() {
      return trouble;
    }
  }
}
