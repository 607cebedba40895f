package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each key, written with a value that is not its default, reaches its record. */
class EveryKeyTest {

  private record Case(
      String key, String yaml, Function<StreamSpec, Object> read, Object expected) {}

  private static final List<Case> STREAM_KEYS =
      List.of(
          new Case("enabled", "enabled: false", StreamSpec::enabled, false),
          new Case("resume", "resume: item", StreamSpec::resume, Resume.ITEM),
          new Case("resume", "resume: start", StreamSpec::resume, Resume.START),
          new Case("restartedAt", "restartedAt: now", StreamSpec::restartedAt, "now"),
          new Case("retry", "retry: {}", StreamSpec::retry, RetryPolicy.DEFAULT),
          new Case("watchdog", "watchdog: {}", StreamSpec::watchdog, Watchdog.DEFAULT),
          new Case("retry.atOnce", "retry: { atOnce: false }", s -> s.retry().atOnce(), false),
          new Case(
              "retry.attempts",
              "retry: { attempts: 7 }",
              s -> s.retry().attempts(),
              new RetryPolicy.Attempts.Limited(7)),
          new Case(
              "retry.attempts",
              "retry: { attempts: unlimited }",
              s -> s.retry().attempts(),
              new RetryPolicy.Attempts.Unlimited()),
          new Case(
              "retry.delay",
              "retry: { delay: 250ms }",
              s -> s.retry().delay(),
              Duration.ofMillis(250)),
          new Case(
              "retry.healthyAfter",
              "retry: { healthyAfter: 2m }",
              s -> s.retry().healthyAfter(),
              Duration.ofMinutes(2)),
          new Case(
              "retry.networkDelayMax",
              "retry: { networkDelayMax: 1h }",
              s -> s.retry().networkDelayMax(),
              Duration.ofHours(1)),
          new Case(
              "retry.thenEvery",
              "retry: { thenEvery: 10m }",
              s -> s.retry().thenEvery(),
              Optional.of(Duration.ofMinutes(10))),
          new Case(
              "retry.thenEvery",
              "retry: { thenEvery: never }",
              s -> s.retry().thenEvery(),
              Optional.empty()),
          new Case(
              "watchdog.startTimeout",
              "watchdog: { startTimeout: 30s }",
              s -> s.watchdog().startTimeout(),
              Duration.ofSeconds(30)),
          new Case(
              "watchdog.stallTimeout",
              "watchdog: { stallTimeout: 3s }",
              s -> s.watchdog().stallTimeout(),
              Duration.ofSeconds(3)),
          new Case(
              "watchdog.minSpeed",
              "watchdog: { minSpeed: .75 }",
              s -> s.watchdog().minSpeed(),
              0.75),
          new Case(
              "watchdog.minSpeed", "watchdog: { minSpeed: 1 }", s -> s.watchdog().minSpeed(), 1.0),
          new Case(
              "watchdog.speedWindow",
              "watchdog: { speedWindow: 10s }",
              s -> s.watchdog().speedWindow(),
              Duration.ofSeconds(10)),
          new Case("media", "media: {}", s -> s.media(), MediaPolicy.DEFAULT),
          new Case(
              "media.mode", "media: { mode: copy }", s -> s.media().mode(), MediaPolicy.Mode.COPY),
          new Case(
              "media.mode",
              "media: { mode: transcode }",
              s -> s.media().mode(),
              MediaPolicy.Mode.TRANSCODE),
          new Case(
              "media.video",
              "media: { video: {} }",
              s -> s.media().video(),
              MediaPolicy.DEFAULT.video()),
          new Case(
              "media.audio",
              "media: { audio: {} }",
              s -> s.media().audio(),
              MediaPolicy.DEFAULT.audio()),
          new Case(
              "media.video.size",
              "media: { video: { size: 1280x720 } }",
              s -> s.media().video().size(),
              Optional.of(new FrameSize(1280, 720))),
          new Case(
              "media.video.size",
              "media: { video: { size: source } }",
              s -> s.media().video().size(),
              Optional.empty()),
          new Case(
              "media.video.fps",
              "media: { video: { fps: 30 } }",
              s -> s.media().video().rate(),
              Optional.of(new FrameRate(30, 1))),
          new Case(
              "media.video.fps",
              "media: { video: { fps: 29.97 } }",
              s -> s.media().video().rate(),
              Optional.of(new FrameRate(30_000, 1_001))),
          new Case(
              "media.video.fps",
              "media: { video: { fps: 24000/1001 } }",
              s -> s.media().video().rate(),
              Optional.of(new FrameRate(24_000, 1_001))),
          new Case(
              "media.video.fps",
              "media: { video: { fps: source } }",
              s -> s.media().video().rate(),
              Optional.empty()),
          new Case(
              "media.video.bitrate",
              "media: { video: { bitrate: 6M } }",
              s -> s.media().video().bitrate(),
              6_000_000L),
          new Case(
              "media.video.keyframe",
              "media: { video: { keyframe: 4s } }",
              s -> s.media().video().keyframe(),
              Duration.ofSeconds(4)),
          new Case(
              "media.video.preset",
              "media: { video: { preset: slow } }",
              s -> s.media().video().preset(),
              "slow"),
          new Case(
              "media.audio.bitrate",
              "media: { audio: { bitrate: 96k } }",
              s -> s.media().audio().bitrate(),
              96_000L),
          new Case(
              "media.audio.sampleRate",
              "media: { audio: { sampleRate: 44100 } }",
              s -> s.media().audio().sampleRate(),
              44_100),
          new Case(
              "media.audio.channels",
              "media: { audio: { channels: 1 } }",
              s -> s.media().audio().channels(),
              1),
          new Case(
              "media.copyKeyframeMax",
              "media: { copyKeyframeMax: 1m }",
              s -> s.media().copyKeyframeMax(),
              Duration.ofMinutes(1)),
          new Case("standby", "standby: none", StreamSpec::standby, new Standby.None()),
          new Case("standby", "standby: testcard", StreamSpec::standby, new Standby.TestCard()),
          new Case(
              "standby",
              "standby: cards/tree.png",
              StreamSpec::standby,
              new Standby.File(Path.of("/etc/wild-stream-hub/cards/tree.png"))),
          new Case(
              "standby",
              "standby: /srv/tree",
              StreamSpec::standby,
              new Standby.File(Path.of("/srv/tree"))),
          new Case("session", "session: {}", StreamSpec::reconnect, ReconnectPolicy.DEFAULT),
          new Case(
              "session.reconnectEvery",
              "session: { reconnectEvery: 11h55m }",
              s -> s.reconnect().every(),
              Optional.of(Duration.ofMinutes(715))),
          new Case(
              "session.reconnectEvery",
              "session: { reconnectEvery: never }",
              s -> s.reconnect().every(),
              Optional.empty()),
          new Case(
              "session.reconnectBy",
              "session: { reconnectBy: 0s }",
              s -> s.reconnect().by(),
              Duration.ZERO),
          new Case("apply", "apply: now", StreamSpec::apply, Apply.NOW),
          new Case("apply", "apply: boundary", StreamSpec::apply, Apply.BOUNDARY),
          new Case(
              "hosts",
              "hosts: [ web1, \"*.example.com\" ]",
              StreamSpec::hosts,
              List.of(new HostGlob("web1"), new HostGlob("*.example.com"))),
          new Case("hosts", "hosts: []", StreamSpec::hosts, List.of()));

  private static StreamSpec stream(String... lines) {
    return Fixtures.accepted(
            Fixtures.read(
                """
                version: 1
                playlists:
                  intro: { items: [ a.mp4 ] }
                streams:
                  wild-tv:
                    target: rtmp://live.example.com/app
                    key: { file: keys/a }
                    playlist: intro
                """
                    + String.join(
                        "", List.of(lines).stream().map(l -> "    " + l + "\n").toList())))
        .stream(new StreamName("wild-tv"))
        .orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> aKeyOfAStreamIsRead() {
    return STREAM_KEYS.stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.yaml(),
                () -> assertThat(c.read().apply(stream(c.yaml()))).isEqualTo(c.expected())));
  }

  @Test
  void whatIsNotWrittenHasTheDefaultsOfTheRecords() {
    assertThat(stream())
        .isEqualTo(
            new StreamSpec(
                new StreamName("wild-tv"),
                true,
                new Target(Target.Scheme.RTMP, "live.example.com", 1935, "app", Optional.empty()),
                new KeyReference.File(Path.of("/etc/wild-stream-hub/keys/a")),
                "intro",
                new Playlist(
                    List.of(new PlaylistEntry.Found("a.mp4", Fixtures.FOLDER)),
                    Playlist.Order.LISTED,
                    new Playlist.Laps.Forever()),
                Resume.POSITION,
                RetryPolicy.DEFAULT,
                Watchdog.DEFAULT,
                MediaPolicy.DEFAULT,
                new Standby.TestCard(),
                ReconnectPolicy.DEFAULT,
                Apply.BOUNDARY,
                "",
                List.of()));
  }

  @Test
  void noKeyOfAStreamIsLeftOutOfTheTable() {
    List<String> tested = STREAM_KEYS.stream().map(Case::key).toList();
    List<String> direct =
        Grammar.STREAM.taken().stream()
            .filter(key -> !List.of("target", "key", "playlist").contains(key))
            .toList();
    List<String> inner =
        Map.of(
                "retry", Grammar.RETRY,
                "watchdog", Grammar.WATCHDOG,
                "media", MediaGrammar.MEDIA,
                "media.video", MediaGrammar.VIDEO,
                "media.audio", MediaGrammar.AUDIO,
                "session", MediaGrammar.SESSION)
            .entrySet()
            .stream()
            .flatMap(e -> e.getValue().taken().stream().map(key -> e.getKey() + "." + key))
            .toList();
    assertThat(tested).containsAll(direct).containsAll(inner);
  }

  private static Playlist playlist(String yaml) {
    return Fixtures.accepted(
            Fixtures.read(
                """
                version: 1
                playlists: { intro: %s }
                streams:
                  a: { target: "rtmp://h/app", key: { file: k }, playlist: intro }
                """
                    .formatted(yaml)))
        .streams()
        .getFirst()
        .playlist();
  }

  @Test
  void aPlaylistHasItsOrderAndItsLaps() {
    assertThat(playlist("{ items: [], order: shuffle, laps: 3 }"))
        .isEqualTo(new Playlist(List.of(), Playlist.Order.SHUFFLE, new Playlist.Laps.Count(3)));
    assertThat(playlist("{ items: [], order: listed, laps: forever }"))
        .isEqualTo(new Playlist(List.of(), Playlist.Order.LISTED, new Playlist.Laps.Forever()));
  }

  @Test
  void anItemWithACutIsLiteralAndCountsFromTheFilesFolder() {
    assertThat(
            playlist(
                    "{ items: [ { path: \"m/[1].mp4\", start: 1m30s, end: 00:10:00.25, times: 2 } ] }")
                .entries())
        .containsExactly(
            new PlaylistEntry.Literal(
                Path.of("/etc/wild-stream-hub/m/[1].mp4"),
                new PlaylistEntry.Cut(
                    Duration.ofSeconds(90), Optional.of(Duration.ofMillis(600_250))),
                2));
    assertThat(playlist("{ items: [ { path: /srv/a.mp4 } ] }").entries())
        .containsExactly(
            new PlaylistEntry.Literal(Path.of("/srv/a.mp4"), PlaylistEntry.Cut.WHOLE, 1));
  }

  @Test
  void aListInPlaceIsPlayedAsListedForever() {
    StreamSpec stream =
        Fixtures.accepted(
                Fixtures.read(
                    """
                    version: 1
                    streams:
                      a:
                        target: rtmps://[::1]/app/instance?x=1
                        key: { plain: "k e#y" }
                        playlist: [ b/, "new\\nline.mp4" ]
                    """))
            .streams()
            .getFirst();
    assertThat(stream.playlistName()).isEqualTo("(in place)");
    assertThat(stream.playlist())
        .isEqualTo(
            new Playlist(
                List.of(
                    new PlaylistEntry.Found("b/", Fixtures.FOLDER),
                    new PlaylistEntry.Found("new\nline.mp4", Fixtures.FOLDER)),
                Playlist.Order.LISTED,
                new Playlist.Laps.Forever()));
    assertThat(stream.key()).isEqualTo(new KeyReference.Plain(new Secret("k e#y")));
    assertThat(stream.target())
        .isEqualTo(new Target(Target.Scheme.RTMPS, "::1", 443, "app/instance", Optional.of("x=1")));
  }

  @Test
  void aLengthOfTimeIsReadInEachOfItsForms() {
    Map<String, Duration> forms =
        Map.of(
            "250ms", Duration.ofMillis(250),
            "5s", Duration.ofSeconds(5),
            "1m30s", Duration.ofSeconds(90),
            "11h55m", Duration.ofMinutes(715),
            "2d", Duration.ofDays(2),
            "1d2h3m4s5ms", Duration.ofMillis(93_784_005),
            "00:01:30", Duration.ofSeconds(90),
            "100:00:00.5", Duration.ofMillis(360_000_500));
    forms.forEach((text, time) -> {
      assertThat(TimeSpan.parse(text)).as(text).contains(time);
      assertThat(TimeSpan.parse(TimeSpan.text(time))).as(text).contains(time);
    });
    for (String no :
        List.of("", "5", "5 s", "s", "1.5s", "30s1m", "-5s", "1:30", "00:60:00", "5S", "1w")) {
      assertThat(TimeSpan.parse(no)).as(no).isEmpty();
    }
  }

  @Test
  void aBitRateIsReadAndWritten() {
    Map<String, Long> forms =
        Map.of("4500k", 4_500_000L, "6M", 6_000_000L, "1000k", 1_000_000L, "0M", 0L);
    forms.forEach((text, bits) -> {
      assertThat(BitRateText.parse(text)).as(text).contains(bits);
      assertThat(BitRateText.parse(BitRateText.text(bits))).as(text).contains(bits);
    });
    for (String no : List.of("", "4500", "4500K", "6m", "4.5M", "-6M", "6M ", "k", "1000000000k")) {
      assertThat(BitRateText.parse(no)).as(no).isEmpty();
    }
  }

  @Test
  void aDecimalThatIsRoundedFromAFractionOfNtscIsThatFraction() {
    Shape.Rate range = new Shape.Rate(1, 120, "source");
    Map<String, FrameRate> forms =
        Map.ofEntries(
            Map.entry("23.976", new FrameRate(24_000, 1_001)),
            Map.entry("23.98", new FrameRate(24_000, 1_001)),
            Map.entry("29.97", new FrameRate(30_000, 1_001)),
            Map.entry("59.94", new FrameRate(60_000, 1_001)),
            Map.entry("119.88", new FrameRate(120_000, 1_001)),
            Map.entry("24", new FrameRate(24, 1)),
            Map.entry("25.0", new FrameRate(25, 1)),
            Map.entry("12.5", new FrameRate(25, 2)),
            Map.entry("29.9", new FrameRate(299, 10)),
            Map.entry("1.5", new FrameRate(3, 2)),
            Map.entry("120", new FrameRate(120, 1)),
            Map.entry("50/2", new FrameRate(25, 1)),
            Map.entry("30000/1001", new FrameRate(30_000, 1_001)));
    forms.forEach(
        (text, rate) -> assertThat(FrameRateText.parse(text, range)).as(text).contains(rate));
    for (String no : List.of("", "1", "0", "-30", "120.001", "121/1", "1/1", "30/0", "/", "30/")) {
      assertThat(FrameRateText.parse(no, range)).as(no).isEmpty();
    }
  }

  @Test
  void everyWholeFrameRateIsItself() {
    for (int rate = 2; rate <= 120; rate++) {
      assertThat(FrameRateText.parse(String.valueOf(rate), new Shape.Rate(1, 120, "source")))
          .contains(new FrameRate(rate, 1));
    }
  }

  @Test
  void aTargetIsTakenApart() {
    assertThat(TargetText.parse("rtmps://live-api-s.facebook.com:443/rtmp/"))
        .contains(
            new Target(
                Target.Scheme.RTMPS, "live-api-s.facebook.com", 443, "rtmp", Optional.empty()));
    assertThat(TargetText.parse("rtmp://10.0.0.7:65535/app/instance?a=b&c=/d?e"))
        .contains(
            new Target(
                Target.Scheme.RTMP, "10.0.0.7", 65535, "app/instance", Optional.of("a=b&c=/d?e")));
    assertThat(TargetText.parse("rtmp://[2001:db8::7]:1936/app"))
        .contains(new Target(Target.Scheme.RTMP, "2001:db8::7", 1936, "app", Optional.empty()));
  }

  @Test
  void theSchemasLoopbackIsTheRecordsLoopback() {
    for (String host :
        List.of(
            "localhost",
            "LOCALHOST",
            "127.0.0.1",
            "127.9.9.255",
            "[::1]",
            "[::2]",
            "128.0.0.1",
            "localhost.example.com",
            "127.0.0.1.example.com",
            "127",
            "x127.0.0.1",
            "[0:0::1]")) {
      String target = "rtmp://" + host + "/app";
      TargetText.parse(target)
          .ifPresent(parsed ->
              assertThat(TargetText.LOOPBACK.matcher(target).find())
                  .as(target)
                  .isEqualTo(parsed.isLoopback()));
    }
  }
}
