package dev.wildstream.reconcile;

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
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** An upgrade of the hub is no edit of a stream. */
class AskedDigestTest {

  private static final Path ROOT = Path.of("/");
  private static final StreamSpec PLAIN =
      Specs.standby(Specs.of("wild", true, "example.org", "*.mp4"), new Standby.TestCard());

  /** What a file could say before there were {@code media} and the like. */
  private static final List<String> OF_OLD =
      List.of(
          "enabled",
          "target",
          "key",
          "playlistName",
          "playlist",
          "resume",
          "retry",
          "watchdog",
          "restartedAt");

  /** Of each component another value than a stream has that says no more than it must. */
  private static final Map<String, Object> OTHERS =
      Map.ofEntries(
          Map.entry("enabled", false),
          Map.entry(
              "target",
              new Target(Target.Scheme.RTMPS, "example.org", 443, "live", Optional.of("a=b"))),
          Map.entry("key", new KeyReference.Plain(new Secret("secret"))),
          Map.entry("playlistName", "birds"),
          Map.entry(
              "playlist",
              new Playlist(
                  List.of(
                      new PlaylistEntry.Found("a/", ROOT),
                      new PlaylistEntry.Literal(
                          Path.of("/b.mp4"),
                          new PlaylistEntry.Cut(
                              Duration.ofSeconds(90), Optional.of(Duration.ofMinutes(10))),
                          2)),
                  Playlist.Order.SHUFFLE,
                  new Playlist.Laps.Count(3))),
          Map.entry("resume", Resume.ITEM),
          Map.entry(
              "retry",
              new RetryPolicy(
                  false,
                  new RetryPolicy.Attempts.Unlimited(),
                  Duration.ofSeconds(1),
                  Duration.ofSeconds(2),
                  Duration.ofSeconds(3),
                  Optional.of(Duration.ofMinutes(10)))),
          Map.entry(
              "watchdog",
              new Watchdog(
                  Duration.ofSeconds(4), Duration.ofSeconds(5), 0.5, Duration.ofSeconds(6))),
          Map.entry(
              "media",
              new MediaPolicy(
                  MediaPolicy.Mode.COPY,
                  new MediaPolicy.Video(
                      Optional.of(new FrameSize(1280, 720)),
                      Optional.of(new FrameRate(30_000, 1_001)),
                      6_000_000,
                      Duration.ofSeconds(4),
                      "slow"),
                  new MediaPolicy.Audio(96_000, 44_100, 1),
                  Duration.ofMinutes(1))),
          Map.entry("standby", new Standby.File(Path.of("/card.png"))),
          Map.entry(
              "reconnect",
              new ReconnectPolicy(Optional.of(Duration.ofHours(11)), Duration.ofMinutes(5))),
          Map.entry("apply", Apply.NOW),
          Map.entry("restartedAt", "today"),
          Map.entry("hosts", List.of(new HostGlob("web1"))));

  /** What an earlier version remembered: to change one of these is to restart what has ended. */
  @Test
  void theseDigestsAreForEver() {
    assertThat(AskedDigest.of(PLAIN)).isEqualTo("16596288424fb2d909d9c88a5f53433b");
    assertThat(AskedDigest.of(PLAIN.playlist())).isEqualTo("53ba8c613fd51e6cd15da48bff5fc0be");
    StreamSpec other = PLAIN;
    for (String component : OF_OLD) {
      other = (StreamSpec) with(other, component, OTHERS.get(component));
    }
    assertThat(AskedDigest.of(other)).isEqualTo("357293322a3d00de3380dbd2b81af43c");
    assertThat(AskedDigest.of(other.playlist())).isEqualTo("3a8c197969cc5a408560fb965d3aecde");
    for (String component : OTHERS.keySet()) {
      other = (StreamSpec) with(other, component, OTHERS.get(component));
    }
    assertThat(AskedDigest.of((StreamSpec) with(other, "hosts", PLAIN.hosts())))
        .as("before there were hosts")
        .isEqualTo("0faee8ca55f3d6d12f2dd1e257b758fd");
    assertThat(AskedDigest.of(other)).isEqualTo("ba6cc8cdf0d20110f95a6b177a15691e");
  }

  @Test
  void aStandbyThatIsNoneIsNoFileOfThatName() {
    assertThat(AskedDigest.of(Specs.standby(PLAIN, new Standby.None())))
        .isNotEqualTo(AskedDigest.of(PLAIN))
        .isNotEqualTo(AskedDigest.of(Specs.standby(PLAIN, new Standby.File(Path.of("none")))));
  }

  @Test
  void whatStandsAtItsDefaultIsNotInIt() {
    assertThat(AskedDigest.text(PLAIN))
        .as("so a key that is new, at its default, cannot be either")
        .isEqualTo(
            """
            target 23 rtmp://example.org/live
            key.file 10 /keys/wild
            item 5 *.mp4
            item.folder 1 /
            """);
  }

  @Test
  void whateverElseIsSaidChangesIt() {
    List<String> same = new ArrayList<>();
    for (RecordComponent component : StreamSpec.class.getRecordComponents()) {
      String name = component.getName();
      Object value = OTHERS.get(name);
      if (value == null) {
        same.add(name);
      } else {
        assertChanged(name, with(PLAIN, name, value));
      }
    }
    assertThat(same).as("a stream of another name is another stream").containsExactly("name");
    for (String part : List.of("retry", "watchdog", "playlist", "media", "reconnect")) {
      changed((Record) get(PLAIN, part), OTHERS.get(part))
          .forEach((name, changed) -> assertChanged(part + "." + name, with(PLAIN, part, changed)));
    }
    for (String part : List.of("video", "audio")) {
      changed((Record) get(PLAIN.media(), part), get(OTHERS.get("media"), part))
          .forEach((name, changed) ->
              assertChanged(
                  "media." + part + "." + name,
                  with(PLAIN, "media", with(PLAIN.media(), part, changed))));
    }
  }

  /** The plain record with one component taken from the other, by the name of that. */
  private static Map<String, Record> changed(Record plain, Object other) {
    Map<String, Record> changed = new TreeMap<>();
    for (RecordComponent component : plain.getClass().getRecordComponents()) {
      String name = component.getName();
      changed.put(name, with(plain, name, get(other, name)));
    }
    return changed;
  }

  private static void assertChanged(String what, Record spec) {
    assertThat(AskedDigest.of((StreamSpec) spec)).as(what).isNotEqualTo(AskedDigest.of(PLAIN));
  }

  @Test
  void eachPartOfAnItemCountsAndSoDoesTheirOrder() {
    PlaylistEntry.Cut whole = PlaylistEntry.Cut.WHOLE;
    Path a = Path.of("/a");
    Path b = Path.of("/b");
    Optional<Duration> minute = Optional.of(Duration.ofMinutes(1));
    List<List<PlaylistEntry>> lists =
        List.of(
            List.of(),
            List.of(new PlaylistEntry.Found("a", ROOT)),
            List.of(new PlaylistEntry.Found("a", b)),
            List.of(new PlaylistEntry.Literal(a, whole, 1)),
            List.of(new PlaylistEntry.Literal(a, whole, 2)),
            List.of(new PlaylistEntry.Literal(a, new PlaylistEntry.Cut(Duration.ZERO, minute), 1)),
            List.of(
                new PlaylistEntry.Literal(
                    a, new PlaylistEntry.Cut(minute.get(), Optional.empty()), 1)),
            List.of(new PlaylistEntry.Literal(a, whole, 1), new PlaylistEntry.Literal(b, whole, 1)),
            List.of(new PlaylistEntry.Literal(b, whole, 1), new PlaylistEntry.Literal(a, whole, 1)),
            List.of(new PlaylistEntry.Found("a\nitem 1 b", ROOT)),
            List.of(new PlaylistEntry.Found("a", ROOT), new PlaylistEntry.Found("b", ROOT)));
    assertThat(
            lists.stream()
                .map(list ->
                    AskedDigest.of(
                        new Playlist(list, Playlist.Order.LISTED, new Playlist.Laps.Forever())))
                .distinct())
        .hasSize(lists.size());
  }

  @Test
  void aPlainKeyThatIsReplacedIsSeenAndNotShown() {
    StreamSpec one = Specs.key(PLAIN, new KeyReference.Plain(new Secret("secret-1")));
    StreamSpec other = Specs.key(PLAIN, new KeyReference.Plain(new Secret("secret-2")));
    assertThat(AskedDigest.of(one)).isNotEqualTo(AskedDigest.of(other));
    assertThat(AskedDigest.text(one)).doesNotContain("secret-1");
  }

  private static Object get(Object owner, String name) {
    try {
      return owner.getClass().getMethod(name).invoke(owner);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** The same record with one component replaced. */
  private static Record with(Record record, String name, Object value) {
    try {
      RecordComponent[] components = record.getClass().getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        types[i] = components[i].getType();
        values[i] =
            components[i].getName().equals(name) ? value : get(record, components[i].getName());
      }
      return record.getClass().getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
