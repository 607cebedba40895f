package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.reconcile.Cost;
import dev.wildstream.reconcile.Edit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What an edit of each key costs, as the README tells it. A key that is new in the grammar, or in
 * what is made of it, fails here until it has its line.
 */
class EveryEditTest {

  /**
   * An edit.
   *
   * @param path of the key in the grammar, below a stream; those of playlists and items by theirs
   * @param from what the file said, {@code KEY: VALUE} below the stream
   * @param to what it says now
   * @param key that it is an edit of
   */
  private record Case(String path, String from, String to, SpecKey key, Cost cost) {}

  private static final List<Case> CASES =
      List.of(
          edit("enabled", "true", "false", SpecKey.ENABLED, Cost.STOP),
          edit("enabled", "false", "true", SpecKey.ENABLED, Cost.START),
          edit("target", "rtmp://h/app", "rtmp://h/other", SpecKey.TARGET, Cost.RECONNECT),
          edit("target", "rtmp://h/app", "rtmp://h/app?t=1", SpecKey.TARGET, Cost.RECONNECT),
          edit("key.file", "a", "b", SpecKey.KEY, Cost.RECONNECT),
          edit("key.env", "A", "B", SpecKey.KEY, Cost.RECONNECT),
          edit("key.credential", "a", "b", SpecKey.KEY, Cost.RECONNECT),
          edit("key.plain", "one", "two", SpecKey.KEY, Cost.RECONNECT),
          edit("playlist", "one", "same", SpecKey.PLAYLIST, Cost.NOTHING),
          edit("playlist", "one", "[ a.mp4 ]", SpecKey.PLAYLIST, Cost.NOTHING),
          edit("playlist", "[ a.mp4 ]", "[ b.mp4 ]", SpecKey.ITEMS, Cost.NEXT_ITEM),
          items("path", "path: a.mp4", "path: b.mp4"),
          items("start", "path: a.mp4", "path: a.mp4, start: 1s"),
          items("end", "path: a.mp4", "path: a.mp4, end: 9s"),
          items("times", "path: a.mp4", "path: a.mp4, times: 2"),
          edit("resume", "item", "start", SpecKey.RESUME, Cost.NOTHING),
          edit("retry.atOnce", "true", "false", SpecKey.AT_ONCE, Cost.NOTHING),
          edit("retry.attempts", "5", "unlimited", SpecKey.ATTEMPTS, Cost.NOTHING),
          edit("retry.delay", "5s", "6s", SpecKey.DELAY, Cost.NOTHING),
          edit("retry.healthyAfter", "5s", "6s", SpecKey.HEALTHY_AFTER, Cost.NOTHING),
          edit("retry.networkDelayMax", "5s", "6s", SpecKey.NETWORK_DELAY_MAX, Cost.NOTHING),
          edit("retry.thenEvery", "never", "10m", SpecKey.THEN_EVERY, Cost.NOTHING),
          edit("watchdog.startTimeout", "5s", "6s", SpecKey.START_TIMEOUT, Cost.NOTHING),
          edit("watchdog.stallTimeout", "5s", "6s", SpecKey.STALL_TIMEOUT, Cost.NOTHING),
          edit("watchdog.minSpeed", "0.9", "0.8", SpecKey.MIN_SPEED, Cost.NOTHING),
          edit("watchdog.speedWindow", "10s", "20s", SpecKey.SPEED_WINDOW, Cost.NOTHING),
          edit("media.mode", "auto", "transcode", SpecKey.MODE, Cost.NEXT_ITEM),
          edit("media.copyKeyframeMax", "9s", "8s", SpecKey.COPY_KEYFRAME_MAX, Cost.NEXT_ITEM),
          edit("media.video.size", "source", "640x360", SpecKey.SIZE, Cost.NEXT_ITEM),
          edit("media.video.fps", "source", "30", SpecKey.FPS, Cost.NEXT_ITEM),
          edit("media.video.bitrate", "3M", "4M", SpecKey.VIDEO_BITRATE, Cost.NEXT_ITEM),
          edit("media.video.keyframe", "2s", "4s", SpecKey.KEYFRAME, Cost.NEXT_ITEM),
          edit("media.video.preset", "fast", "slow", SpecKey.PRESET, Cost.NEXT_ITEM),
          edit("media.audio.bitrate", "96k", "128k", SpecKey.AUDIO_BITRATE, Cost.NEXT_ITEM),
          edit("media.audio.sampleRate", "44100", "48000", SpecKey.SAMPLE_RATE, Cost.RECONNECT),
          edit("media.audio.channels", "1", "2", SpecKey.CHANNELS, Cost.RECONNECT),
          edit("standby", "none", "./card.png", SpecKey.STANDBY, Cost.NOTHING),
          edit("session.reconnectEvery", "never", "11h", SpecKey.RECONNECT_EVERY, Cost.WHERE_OLD),
          edit("session.reconnectBy", "1m", "2m", SpecKey.RECONNECT_BY, Cost.NOTHING),
          edit("apply", "boundary", "now", SpecKey.APPLY, Cost.NOTHING),
          edit("hosts", "[ a ]", "[ a, b ]", SpecKey.HOSTS, Cost.NOTHING),
          edit("restartedAt", "\"\"", "noon", SpecKey.RESTARTED_AT, Cost.RECONNECT));

  /** Keys of a named playlist. */
  private static final List<Case> OF_PLAYLISTS =
      List.of(
          new Case("items", "items: [ a ]", "items: [ b ]", SpecKey.ITEMS, Cost.NEXT_ITEM),
          new Case(
              "order",
              "items: [ a ], order: listed",
              "items: [ a ], order: shuffle",
              SpecKey.ORDER,
              Cost.NEXT_ITEM),
          new Case(
              "laps",
              "items: [ a ], laps: forever",
              "items: [ a ], laps: 3",
              SpecKey.LAPS,
              Cost.NEXT_ITEM));

  private static Case edit(String path, String from, String to, SpecKey key, Cost cost) {
    return new Case(path, nested(path, from), nested(path, to), key, cost);
  }

  private static Case items(String path, String from, String to) {
    return new Case(
        "items[]." + path,
        "playlist: [ { " + from + " } ]",
        "playlist: [ { " + to + " } ]",
        SpecKey.ITEMS,
        Cost.NEXT_ITEM);
  }

  private static String nested(String path, String value) {
    int dot = path.indexOf('.');
    return dot < 0
        ? path + ": " + value
        : path.substring(0, dot) + ": { " + nested(path.substring(dot + 1), value) + " }";
  }

  /** A stream that says no more than it must, beside what is said here. */
  private static StreamSpec stream(String said, String playlists) {
    String key = said.substring(0, said.indexOf(':'));
    String rest =
        Map.of(
                "target", "rtmp://localhost/app",
                "key", "{ file: k }",
                "playlist", "one")
            .entrySet()
            .stream()
            .filter(needed -> !needed.getKey().equals(key))
            .map(needed -> "    " + needed.getKey() + ": " + needed.getValue() + "\n")
            .sorted()
            .collect(Collectors.joining());
    return Fixtures.accepted(
            Fixtures.read(
                "version: 1\nplaylists:\n"
                    + playlists
                    + "streams:\n  a:\n"
                    + rest
                    + "    "
                    + said
                    + "\n"))
        .stream(new StreamName("a"))
        .orElseThrow();
  }

  private static final String PLAYLISTS =
      "  one: { items: [ a.mp4 ] }\n  same: { items: [ a.mp4 ] }\n";

  private static Edit edit(Case c) {
    return OF_PLAYLISTS.contains(c)
        ? new Edit(
            stream("playlist: one", "  one: { " + c.from() + " }\n"),
            stream("playlist: one", "  one: { " + c.to() + " }\n"))
        : new Edit(stream(c.from(), PLAYLISTS), stream(c.to(), PLAYLISTS));
  }

  @TestFactory
  Stream<DynamicTest> anEditOfAKeyCostsWhatTheReadmeSays() {
    return Stream.concat(CASES.stream(), OF_PLAYLISTS.stream())
        .map(c ->
            DynamicTest.dynamicTest(
                c.from() + " -> " + c.to(),
                () -> {
                  assertThat(edit(c).keys()).containsExactly(c.key());
                  assertThat(edit(c).cost()).isEqualTo(c.cost());
                }));
  }

  @Test
  void noKeyOfTheGrammarIsWithoutItsCost() {
    Set<String> told =
        CASES.stream().map(Case::path).collect(Collectors.toCollection(TreeSet::new));
    Set<String> there = new TreeSet<>(leaves("", Grammar.STREAM));
    leaves("", Grammar.CUT).forEach(key -> there.add("items[]." + key));
    assertThat(told).isEqualTo(there);
    assertThat(OF_PLAYLISTS.stream().map(Case::path).collect(Collectors.toSet()))
        .isEqualTo(leaves("", Grammar.PLAYLIST));
    assertThat(leaves("", Grammar.DEFAULTS))
        .as("what defaults can say, a stream can")
        .isSubsetOf(leaves("", Grammar.STREAM));
    assertThat(Grammar.DOCUMENT.taken())
        .as("beside streams nothing is on the air")
        .containsExactly("version", "defaults", "playlists", "streams");
  }

  @Test
  void nothingThatAStreamIsMadeOfIsWithoutItsCost() {
    assertThat(
            Stream.concat(CASES.stream(), OF_PLAYLISTS.stream())
                .map(Case::key)
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(SpecKey.values());
  }

  /** The keys that are taken and have no keys of their own. */
  private static Set<String> leaves(String prefix, Shape.Fields fields) {
    Set<String> leaves = new TreeSet<>();
    for (Key key : fields.keys()) {
      if (key.isTaken()) {
        if (key.shape() instanceof Shape.Fields inner) {
          leaves.addAll(leaves(prefix + key.name() + ".", inner));
        } else {
          leaves.add(prefix + key.name());
        }
      }
    }
    return leaves;
  }
}
