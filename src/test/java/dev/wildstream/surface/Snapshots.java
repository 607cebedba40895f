package dev.wildstream.surface;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.memory.Asked;
import dev.wildstream.memory.Counters;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.LastFailure;
import dev.wildstream.memory.Pace;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Retries;
import dev.wildstream.memory.Session;
import dev.wildstream.memory.SetAside;
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
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.observed.TargetView;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Snapshots of a hub as tests want it. The steady clock is an hour behind the wall clock. */
public final class Snapshots {

  /** The key of every stream; no surface may show it. */
  public static final String KEY = "planted-key-4711";

  /** In the query of every target; no surface may show it. */
  public static final String TOKEN = "planted-token-4712";

  public static final Instant WALL = Instant.parse("2026-11-22T10:00:00Z");
  public static final Instant STEADY = WALL.minusSeconds(3600);

  private Snapshots() {}

  /** A clock that shows the moment of these Snapshots, so much later. */
  public static Clock clock(Duration later) {
    return new Clock() {
      @Override
      public Instant steady() {
        return STEADY.plus(later);
      }

      @Override
      public Instant wall() {
        return WALL.plus(later);
      }

      @Override
      public Duration uptime() {
        return Duration.between(Instant.EPOCH, steady());
      }
    };
  }

  public static Snapshot of(StreamStatus... streams) {
    return with(List.of(), streams);
  }

  /** The files are refused for 90 s if there are problems. */
  public static Snapshot with(List<Problem> problems, StreamStatus... streams) {
    return new Snapshot(
        WALL,
        STEADY,
        new Snapshot.Hub(
            "0.1.0",
            ProcessHandle.current().pid(),
            WALL.minusSeconds(600),
            Optional.empty(),
            true,
            17,
            Duration.ofMillis(2)),
        new Snapshot.Configuration(
            "/etc/wild-stream-hub",
            Optional.of("0123456789abcdef0123456789abcdef"),
            Optional.empty(),
            Optional.of(WALL.minusSeconds(600)),
            problems.isEmpty() ? Optional.empty() : Optional.of(WALL.minusSeconds(90)),
            problems,
            Map.of("applied", 2L, "unchanged", 5L),
            true),
        List.of(streams),
        List.of());
  }

  public static StreamSpec spec(String name) {
    return new StreamSpec(
        new StreamName(name),
        true,
        new Target(Target.Scheme.RTMP, "127.0.0.1", 1935, "live", Optional.of("t=" + TOKEN)),
        new KeyReference.Plain(new Secret(KEY)),
        "intro-videos",
        new Playlist(
            List.of(new PlaylistEntry.Found("media/*.mp4", Path.of("/etc"))),
            Playlist.Order.SHUFFLE,
            new Playlist.Laps.Count(3)),
        Resume.POSITION,
        RetryPolicy.DEFAULT,
        Watchdog.DEFAULT,
        MediaPolicy.DEFAULT,
        new Standby.None(),
        ReconnectPolicy.DEFAULT,
        Apply.BOUNDARY,
        "once",
        List.of());
  }

  /** On the air for two minutes, its output advanced half a second ago. */
  public static StreamStatus onAir(String name, String item) {
    return onAir(name, item, Duration.ofMillis(500));
  }

  public static StreamStatus onAir(String name, String item, Duration sinceAdvance) {
    Instant began = STEADY.minusSeconds(120);
    PublisherView.Output output =
        new PublisherView.Output(
            Duration.ofSeconds(180), STEADY.minus(sinceAdvance), began, 123_456, 1.01, 4);
    ItemIdentity identity = new ItemIdentity("/media/" + item, Duration.ZERO, Optional.empty(), 0);
    return new StreamStatus(
        new StreamName(name),
        Optional.of(spec(name)),
        new StreamObservation(
            RunningParts.begun(3, 4242L, began).output(Optional.of(output)).view(),
            new FeederView.Running(
                3, 9, Optional.of(4243L), began, Optional.of(Duration.ofSeconds(8)), STEADY),
            new KeyView.Readable("abcd"),
            media(),
            new TargetView.Open(began),
            Optional.empty()),
        memory(Phase.ON_AIR, "", began, Retries.NONE, Optional.of(session(began)), identity),
        Optional.of(new StreamStatus.NowPlaying(item, "/media/" + item, 2, 10, 192.4, 1)),
        Optional.of(WALL.plusSeconds(3600)),
        Optional.empty());
  }

  /** On the air, started by an earlier hub, and too slow to watch. */
  public static StreamStatus slow(String name) {
    StreamStatus fast = onAir(name, "a.mp4");
    Instant began = STEADY.minusSeconds(120);
    PublisherView.Running running = (PublisherView.Running) fast.observed().publisher();
    Pace.Slow slow = new Pace.Slow(STEADY.minusSeconds(5), Pace.Cause.TARGET);
    return new StreamStatus(
        fast.name(),
        fast.spec(),
        new StreamObservation(
            RunningParts.of(running)
                .connection(
                    Optional.of(new PublisherView.Connection(64_000, STEADY.minusSeconds(2), true)))
                .adopted(true)
                .view(),
            fast.observed().feeder(),
            fast.observed().key(),
            fast.observed().media(),
            fast.observed().target(),
            fast.observed().obstacle()),
        memory(
            Phase.ON_AIR,
            "0.50 of its pace: the target takes too little",
            began,
            Retries.NONE,
            Optional.of(session(began).withPace(Pace.UNKNOWN.withSlow(Optional.of(slow)))),
            new ItemIdentity("/media/a.mp4", Duration.ZERO, Optional.empty(), 0)),
        fast.playing(),
        fast.nextReconnect(),
        Optional.empty());
  }

  /** Failed, and tried once again in nine minutes. */
  public static StreamStatus failed(String name, String reason) {
    return new StreamStatus(
        new StreamName(name),
        Optional.of(spec(name)),
        StreamObservation.NOTHING,
        memory(
            Phase.FAILED,
            reason,
            STEADY.minusSeconds(60),
            Retries.NONE,
            Optional.empty(),
            new ItemIdentity("/media/a.mp4", Duration.ZERO, Optional.empty(), 0)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(WALL.plusSeconds(540)));
  }

  public static StreamStatus retrying(String name, String reason) {
    Instant since = STEADY.minusSeconds(3);
    PublisherView.Ended ended =
        new PublisherView.Ended(
            3, since, Optional.of(1), new Failure.Rejected("the server said no"), Optional.empty());
    return new StreamStatus(
        new StreamName(name),
        Optional.of(spec(name)),
        new StreamObservation(
            ended,
            new FeederView.Absent(),
            new KeyView.Readable("abcd"),
            MediaView.UNKNOWN,
            new TargetView.Closed(since),
            Optional.empty()),
        memory(
            Phase.RETRYING,
            reason,
            since,
            new Retries(
                2,
                0,
                1,
                Optional.of(STEADY.plusSeconds(4)),
                Optional.of(since),
                false,
                Optional.of("rejected")),
            Optional.empty(),
            new ItemIdentity("/media/a.mp4", Duration.ZERO, Optional.empty(), 0)),
        Optional.empty(),
        Optional.empty(),
        Optional.of(WALL.plusSeconds(4)));
  }

  private static MediaView media() {
    FileStamp stamp = new FileStamp(1, WALL);
    return new MediaView(
        Optional.of(
            new Listing(
                "digest",
                List.of(
                    new Listing.Listed(
                        "/media/a.mp4",
                        Duration.ZERO,
                        Optional.empty(),
                        1,
                        Optional.of(stamp),
                        Optional.empty()),
                    new Listing.Listed(
                        "/media/gone.mp4",
                        Duration.ZERO,
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.of("missing"))),
                STEADY)),
        Map.of(
            new MediaView.Source("/media/a.mp4", Duration.ZERO),
            new MediaFacts.Playable(
                stamp,
                Optional.of(Duration.ofMillis(5_500)),
                1_000_000,
                Optional.of(Facts.video("h264", 1280, 720, Duration.ZERO)),
                Optional.of(Facts.audio("aac", 48_000, 2, Duration.ZERO)),
                Duration.ZERO)),
        Optional.empty());
  }

  private static Session session(Instant began) {
    return Session.begun(
            3,
            new Session.Asked("owner", "", "48000 Hz 2 ch"),
            began,
            new Format(Optional.empty(), "aac", 48_000, 2),
            "playlist")
        .withOnAirAt(began.plusSeconds(1))
        .withFeeders(9);
  }

  private static StreamMemory memory(
      Phase phase,
      String reason,
      Instant since,
      Retries retries,
      Optional<Session> session,
      ItemIdentity item) {
    return new StreamMemory(
        "boot",
        Optional.of(
            new Asked(
                "rtmp://127.0.0.1/live?t=" + TOKEN,
                "plain",
                "intro-videos",
                "0123456789abcdef",
                true,
                "spec",
                "playlist",
                "once")),
        phase,
        reason,
        since,
        retries,
        session,
        3,
        Optional.of(new Position(item, 0, Duration.ofSeconds(12), 1)),
        List.of(),
        99,
        Map.of("/media/gone.mp4", new SetAside("", 1, STEADY.plusSeconds(60), "No such file")),
        Map.of(),
        Optional.empty(),
        new Counters(
            Map.of("network", 7L),
            41,
            Map.of("missing", 5L, "odd", 1L),
            Duration.ofMillis(120_250),
            Duration.ofSeconds(30),
            1_000,
            6,
            Map.of("copy", Duration.ofSeconds(125)),
            2),
        Optional.of(
            new LastFailure(
                "network", LastFailure.Kind.NETWORK, "connection refused", since, "owner")),
        STEADY);
  }
}
