package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.observed.KeyView;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What an edit is said to cost is what the reconciler then does, for every key there is. */
class EditCostTest {

  private static final StreamSpec PLAIN = Stage.spec();
  private static final Path ROOT = Path.of("/");

  /** The same stream with another value of one key. */
  private static StreamSpec edited(StreamSpec spec, SpecKey key) {
    return switch (key) {
      case ENABLED -> with(spec, "enabled", false);
      case TARGET ->
          with(
              spec,
              "target",
              new Target(Target.Scheme.RTMP, "example.org", 1935, "live", Optional.of("t=1")));
      case KEY -> with(spec, "key", new KeyReference.File(Path.of("/keys/other")));
      case PLAYLIST -> with(spec, "playlistName", "birds");
      case ITEMS -> with(spec, "playlist.entries", List.of(new PlaylistEntry.Found("b/", ROOT)));
      case ORDER -> with(spec, "playlist.order", Playlist.Order.SHUFFLE);
      case LAPS -> with(spec, "playlist.laps", new Playlist.Laps.Count(7));
      case RESUME -> with(spec, "resume", Resume.START);
      case AT_ONCE -> with(spec, "retry.atOnce", false);
      case ATTEMPTS -> with(spec, "retry.attempts", new RetryPolicy.Attempts.Unlimited());
      case DELAY -> with(spec, "retry.delay", Duration.ofSeconds(9));
      case HEALTHY_AFTER -> with(spec, "retry.healthyAfter", Duration.ofSeconds(9));
      case NETWORK_DELAY_MAX -> with(spec, "retry.networkDelayMax", Duration.ofSeconds(9));
      case THEN_EVERY -> with(spec, "retry.thenEvery", Optional.of(Duration.ofMinutes(9)));
      case START_TIMEOUT -> with(spec, "watchdog.startTimeout", Duration.ofSeconds(9));
      case STALL_TIMEOUT -> with(spec, "watchdog.stallTimeout", Duration.ofSeconds(9));
      case MIN_SPEED -> with(spec, "watchdog.minSpeed", 0.5);
      case SPEED_WINDOW -> with(spec, "watchdog.speedWindow", Duration.ofSeconds(30));
      case MODE -> with(spec, "media.mode", MediaPolicy.Mode.TRANSCODE);
      case SIZE -> with(spec, "media.video.size", Optional.of(new FrameSize(640, 360)));
      case FPS -> with(spec, "media.video.rate", Optional.of(new FrameRate(50, 1)));
      case VIDEO_BITRATE -> with(spec, "media.video.bitrate", 1_000_000L);
      case KEYFRAME -> with(spec, "media.video.keyframe", Duration.ofSeconds(4));
      case PRESET -> with(spec, "media.video.preset", "slow");
      case AUDIO_BITRATE -> with(spec, "media.audio.bitrate", 96_000L);
      case SAMPLE_RATE -> with(spec, "media.audio.sampleRate", 44_100);
      case CHANNELS -> with(spec, "media.audio.channels", 1);
      case COPY_KEYFRAME_MAX -> with(spec, "media.copyKeyframeMax", Duration.ofMinutes(1));
      case STANDBY -> with(spec, "standby", new Standby.TestCard());
      case RECONNECT_EVERY -> with(spec, "reconnect.every", Optional.of(Duration.ofHours(11)));
      case RECONNECT_BY -> with(spec, "reconnect.by", Duration.ofMinutes(5));
      case APPLY -> with(spec, "apply", Apply.NOW);
      case HOSTS -> with(spec, "hosts", List.of(new HostGlob("web1")));
      case RESTARTED_AT -> with(spec, "restartedAt", "noon");
    };
  }

  @SuppressWarnings("unchecked")
  private static <R extends Record> R with(R record, String path, Object value) {
    String first = path.split("\\.")[0];
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] = components[i].getAccessor().invoke(record);
        if (components[i].getName().equals(first)) {
          values[i] =
              first.equals(path)
                  ? value
                  : with((Record) values[i], path.substring(first.length() + 1), value);
        }
      }
      return (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> whatIsSaidOfAKeyIsWhatIsDone() {
    return Stream.of(SpecKey.values())
        .map(key -> DynamicTest.dynamicTest(key.text(), () -> isDoneAsSaid(PLAIN, key)));
  }

  @TestFactory
  Stream<DynamicTest> alsoWhereItemsAreOnlyCopied() {
    StreamSpec copies = with(PLAIN, "media.mode", MediaPolicy.Mode.COPY);
    return Stream.of(SpecKey.values())
        .map(key -> DynamicTest.dynamicTest(key.text(), () -> isDoneAsSaid(copies, key)));
  }

  private static void isDoneAsSaid(StreamSpec plain, SpecKey key) {
    Edit edit = new Edit(plain, edited(plain, key));
    assertThat(edit.keys()).as("what is edited").containsExactly(key);
    assertThat(edit.cost()).isEqualTo(edit.cost(key));

    Stage stage = new Stage();
    stage.edit(spec -> plain);
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    int before = stage.done.size();
    stage.edit(spec -> edit.after());
    if (key == SpecKey.KEY) {
      stage.key = new KeyView.Readable("key-2");
    }
    stage.settle();
    stage.airs(Duration.ofSeconds(1));
    List<Step> done = stage.done.subList(before, stage.done.size());
    switch (edit.cost()) {
      case NOTHING, WHERE_OLD, NEXT_ITEM -> assertThat(done).isEmpty();
      case AT_ONCE -> assertThat(done).hasAtLeastOneElementOfType(Step.CutFeeder.class);
      case RECONNECT -> {
        assertThat(done).hasAtLeastOneElementOfType(Step.EndPublisher.class);
        assertThat(stage.publishersStarted()).isEqualTo(2);
        assertThat(stage.publisherRuns()).isTrue();
      }
      case STOP -> assertThat(stage.publisherRuns()).isFalse();
      case START -> throw new AssertionError("it is on the air already");
    }
  }

  @Test
  void whatLeavesTheListWithApplyNowIsCutOffAndNothingElseIs() {
    StreamSpec now = with(PLAIN, "apply", Apply.NOW);
    PlaylistEntry a = new PlaylistEntry.Found("a", ROOT);
    PlaylistEntry b = new PlaylistEntry.Found("b", ROOT);
    assertThat(ofItems(now, List.of(a, b), List.of(b))).isEqualTo(Cost.AT_ONCE);
    assertThat(ofItems(now, List.of(a, b, a), List.of(a, b))).isEqualTo(Cost.AT_ONCE);
    assertThat(ofItems(now, List.of(a, b), List.of(b, a))).isEqualTo(Cost.NEXT_ITEM);
    assertThat(ofItems(now, List.of(a), List.of(a, b))).isEqualTo(Cost.NEXT_ITEM);
    assertThat(ofItems(PLAIN, List.of(a, b), List.of(b))).isEqualTo(Cost.NEXT_ITEM);

    Stage stage = new Stage();
    stage.edit(spec -> now);
    stage.onAir();
    stage.airs(Duration.ofSeconds(3));
    stage.edit(spec -> Specs.playlist(spec, "other/*.mp4", Playlist.Order.LISTED));
    stage.files = List.of("/b.mp4", "/c.mp4");
    stage.settle();
    assertThat(stage.steps(Step.CutFeeder.class)).hasSize(1);
  }

  private static Cost ofItems(
      StreamSpec spec, List<PlaylistEntry> before, List<PlaylistEntry> after) {
    return new Edit(with(spec, "playlist.entries", before), with(spec, "playlist.entries", after))
        .cost();
  }

  @Test
  void aSessionThatIsOlderThanTheNewReconnectEveryIsFollowedAtItsItemsEnd() {
    StreamSpec minute = with(PLAIN, "reconnect.every", Optional.of(Duration.ofMinutes(1)));
    StreamSpec second = with(PLAIN, "reconnect.every", Optional.of(Duration.ofSeconds(10)));
    assertThat(new Edit(PLAIN, minute).cost()).isEqualTo(Cost.WHERE_OLD);
    assertThat(new Edit(minute, second).cost()).isEqualTo(Cost.WHERE_OLD);
    assertThat(new Edit(second, minute).cost()).isEqualTo(Cost.NOTHING);
    assertThat(new Edit(minute, PLAIN).cost()).isEqualTo(Cost.NOTHING);
    Stage stage = new Stage();
    stage.onAir();
    stage.playsOn();
    stage.edit(spec -> second);
    stage.playsOn();
    stage.airs(Duration.ofSeconds(1));
    assertThat(stage.publishersStarted()).isEqualTo(2);
  }

  @Test
  void whatIsOnlyCopiedSoundsAsItDoesWhateverIsAsked() {
    StreamSpec copies = with(PLAIN, "media.mode", MediaPolicy.Mode.COPY);
    assertThat(new Edit(copies, edited(copies, SpecKey.CHANNELS)).cost()).isEqualTo(Cost.NOTHING);
    assertThat(new Edit(PLAIN, edited(PLAIN, SpecKey.CHANNELS)).cost()).isEqualTo(Cost.RECONNECT);
  }

  @Test
  void theDearestPartIsWhatAnEditCosts() {
    StreamSpec after = edited(edited(edited(PLAIN, SpecKey.DELAY), SpecKey.ITEMS), SpecKey.KEY);
    Edit edit = new Edit(PLAIN, after);
    assertThat(edit.keys()).containsExactly(SpecKey.KEY, SpecKey.ITEMS, SpecKey.DELAY);
    assertThat(edit.cost()).isEqualTo(Cost.RECONNECT);
    assertThat(new Edit(PLAIN, PLAIN).cost()).isEqualTo(Cost.NOTHING);
  }
}
