package dev.wildstream.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SnapshotJsonTest {

  @Test
  void aStreamOnTheAirSaysWhatIsAskedTrueAndRemembered() {
    JsonNode stream =
        SnapshotJson.stream(Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4")), "wild-tv")
            .orElseThrow();
    assertThat(stream.at("/phase").stringValue()).isEqualTo("on-air");
    assertThat(stream.at("/onAir").booleanValue()).isTrue();
    assertThat(stream.at("/since").stringValue())
        .as("instants are the wall clock's")
        .isEqualTo("2026-11-22T09:58:00Z");
    assertThat(stream.at("/onAirSince").stringValue()).isEqualTo("2026-11-22T09:58:01Z");
    assertThat(stream.at("/nowPlaying/item").stringValue()).isEqualTo("b.mp4");
    assertThat(stream.at("/desired/target").stringValue()).isEqualTo("rtmp://127.0.0.1/live?…");
    assertThat(stream.at("/desired/key").stringValue()).isEqualTo("plain");
    assertThat(stream.at("/desired/retry/attempts").intValue()).isEqualTo(5);
    assertThat(stream.at("/observed/publisher/output/bytes").intValue()).isEqualTo(123_456);
    assertThat(stream.at("/observed/publisher/output/advancedAt").stringValue())
        .isEqualTo("2026-11-22T09:59:59.500Z");
    assertThat(stream.at("/observed/media/items/1/trouble").stringValue()).isEqualTo("missing");
    assertThat(stream.at("/remembered/counters/restarts/network").intValue()).isEqualTo(7);
    assertThat(stream.at("/remembered/setAside").propertyNames())
        .containsExactly("/media/gone.mp4");
    assertThat(stream.at("/revision").stringValue()).isEqualTo("0123456789abcdef");
  }

  @Test
  void whatTheFileSaysOfPictureSoundStandbyAndSessionsIsShown() {
    JsonNode plain = desired(Snapshots.spec("wild-tv"));
    assertThat(plain.at("/media").toString())
        .isEqualTo(
            "{\"mode\":\"auto\",\"video\":{\"size\":\"source\",\"fps\":\"source\",\"bitrate\":4500000,"
                + "\"keyframe\":2.0,\"preset\":\"veryfast\"},\"audio\":{\"bitrate\":128000,"
                + "\"sampleRate\":48000,\"channels\":2},\"copyKeyframeMax\":10.0}");
    assertThat(plain.at("/session").toString())
        .isEqualTo("{\"reconnectEvery\":\"never\",\"reconnectBy\":1800.0}");
    assertThat(plain.at("/apply").stringValue()).isEqualTo("boundary");
    MediaPolicy media = MediaPolicy.DEFAULT;
    JsonNode other =
        desired(
            Specs.apply(
                Specs.reconnect(
                    Specs.media(
                        Snapshots.spec("wild-tv"),
                        new MediaPolicy(
                            MediaPolicy.Mode.COPY,
                            new MediaPolicy.Video(
                                Optional.of(new FrameSize(1280, 720)),
                                Optional.of(new FrameRate(30_000, 1_001)),
                                media.video().bitrate(),
                                media.video().keyframe(),
                                media.video().preset()),
                            media.audio(),
                            media.copyKeyframeMax())),
                    new ReconnectPolicy(Optional.of(Duration.ofHours(11)), Duration.ZERO)),
                Apply.NOW));
    assertThat(other.at("/media/mode").stringValue()).isEqualTo("copy");
    assertThat(other.at("/media/video/size").stringValue()).isEqualTo("1280x720");
    assertThat(other.at("/media/video/fps").stringValue()).isEqualTo("30000/1001");
    assertThat(other.at("/session/reconnectEvery").doubleValue()).isEqualTo(39_600);
    assertThat(other.at("/apply").stringValue()).isEqualTo("now");
  }

  @Test
  void aStandbyIsShownByItsWordOrItsPath() {
    Map<Standby, String> shown =
        Map.of(
            new Standby.TestCard(),
            "testcard",
            new Standby.None(),
            "none",
            new Standby.File(Path.of("/srv/card.png")),
            "/srv/card.png");
    shown.forEach((standby, text) ->
        assertThat(
                desired(Specs.standby(Snapshots.spec("wild-tv"), standby))
                    .at("/standby")
                    .stringValue())
            .isEqualTo(text));
  }

  private static JsonNode desired(StreamSpec spec) {
    StreamStatus stream = Snapshots.onAir("wild-tv", "b.mp4");
    StreamStatus asked =
        new StreamStatus(
            stream.name(),
            Optional.of(spec),
            stream.observed(),
            stream.memory(),
            stream.playing(),
            stream.nextReconnect(),
            stream.nextAttempt());
    return SnapshotJson.stream(Snapshots.of(asked), "wild-tv").orElseThrow().at("/desired");
  }

  @Test
  void whatStandsBesideThePhaseAreFlags() {
    JsonNode slow =
        SnapshotJson.stream(Snapshots.of(Snapshots.slow("wild-tv")), "wild-tv").orElseThrow();
    assertThat(slow.at("/flags").toString()).isEqualTo("[\"slow\",\"adopted\"]");
    assertThat(slow.at("/observed/publisher/adopted").booleanValue()).isTrue();
    assertThat(slow.at("/observed/publisher/connection/unacknowledgedBytes").intValue())
        .isEqualTo(64_000);
    assertThat(slow.at("/observed/publisher/connection/acknowledgedAt").stringValue())
        .isEqualTo("2026-11-22T09:59:58Z");
    assertThat(slow.at("/desired/watchdog/minSpeed").doubleValue()).isEqualTo(0.9);
    JsonNode fast =
        SnapshotJson.stream(Snapshots.of(Snapshots.onAir("wild-tv", "a.mp4")), "wild-tv")
            .orElseThrow();
    assertThat(fast.at("/flags").isEmpty()).isTrue();
  }

  @Test
  void aStreamThatIsRetriedSaysWhenAndTheHowManiethTimeOfHowMany() {
    JsonNode stream =
        SnapshotJson.stream(Snapshots.of(Snapshots.retrying("wild-tv", "no")), "wild-tv")
            .orElseThrow();
    assertThat(stream.at("/attempts/made").intValue()).isEqualTo(2);
    assertThat(stream.at("/attempts/of").intValue()).isEqualTo(5);
    assertThat(stream.at("/nextAttempt").stringValue()).isEqualTo("2026-11-22T10:00:04Z");
    assertThat(stream.at("/reason").stringValue()).isEqualTo("no");
    assertThat(stream.at("/nowPlaying").isNull()).isTrue();
    assertThat(stream.at("/observed/publisher/failure/kind").stringValue()).isEqualTo("rejected");
    assertThat(stream.at("/onAir").booleanValue()).isFalse();
  }

  @Test
  void aStreamWhoseOutputStandsStillIsNotOnTheAirWhateverItsPhase() {
    var still = Snapshots.onAir("wild-tv", "b.mp4", Duration.ofMillis(3_001));
    var advancing = Snapshots.onAir("wild-tv", "b.mp4", Duration.ofSeconds(3));
    assertThat(OnAir.now(Snapshots.of(still), still)).isFalse();
    assertThat(OnAir.now(Snapshots.of(advancing), advancing)).isTrue();
  }

  @Test
  void noKeyAndNoTokenIsInIt() {
    String text =
        SnapshotJson.of(Snapshots.of(Snapshots.onAir("a", "b.mp4"), Snapshots.retrying("b", "why")))
            .toPrettyString();
    assertThat(text).doesNotContain(Snapshots.KEY, Snapshots.TOKEN).contains("\"key\"");
  }

  @Test
  void theWholeHubCountsItemsAndOneStreamListsThem() {
    var snapshot = Snapshots.of(Snapshots.onAir("wild-tv", "b.mp4"));
    JsonNode brief = SnapshotJson.of(snapshot).at("/streams/0/observed/media");
    assertThat(brief.toString()).isEqualTo("{\"count\":2,\"missing\":1}");
    JsonNode full = SnapshotJson.stream(snapshot, "wild-tv").orElseThrow().at("/observed/media");
    assertThat(full.at("/items")).hasSize(2);
  }

  @Test
  void anUnknownStreamIsNone() {
    assertThat(SnapshotJson.stream(Snapshots.of(), "wild-tv")).isEmpty();
  }
}
