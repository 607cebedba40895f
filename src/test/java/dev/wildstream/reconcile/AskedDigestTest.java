package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.desired.Watchdog;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An upgrade of the hub is no edit of a stream. */
class AskedDigestTest {

  private static final Path ROOT = Path.of("/");
  private static final StreamSpec PLAIN = Specs.of("wild", true, "example.org", "*.mp4");

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
          Map.entry("restartedAt", "today"));

  /** What an earlier version remembered: to change one of these is to restart what has ended. */
  @Test
  void theseDigestsAreForEver() {
    assertThat(AskedDigest.of(PLAIN)).isEqualTo("16596288424fb2d909d9c88a5f53433b");
    assertThat(AskedDigest.of(PLAIN.playlist())).isEqualTo("53ba8c613fd51e6cd15da48bff5fc0be");
    StreamSpec other = PLAIN;
    for (RecordComponent component : StreamSpec.class.getRecordComponents()) {
      Object value = OTHERS.get(component.getName());
      other = value == null ? other : (StreamSpec) with(other, component.getName(), value);
    }
    assertThat(AskedDigest.of(other)).isEqualTo("357293322a3d00de3380dbd2b81af43c");
    assertThat(AskedDigest.of(other.playlist())).isEqualTo("3a8c197969cc5a408560fb965d3aecde");
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
    for (String part : List.of("retry", "watchdog", "playlist")) {
      Object plain = get(PLAIN, part);
      for (RecordComponent component : plain.getClass().getRecordComponents()) {
        Object value = get(OTHERS.get(part), component.getName());
        Object changed = with((Record) plain, component.getName(), value);
        assertChanged(part + "." + component.getName(), with(PLAIN, part, changed));
      }
    }
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
