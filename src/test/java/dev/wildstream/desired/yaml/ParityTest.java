package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every place of the grammar with every kind of value: parser and schema give one answer. */
class ParityTest {

  /** What stands at {@code @}, one after the other. */
  private static final List<String> VALUES =
      List.of(
          "",
          "~",
          "true",
          "false",
          "yes",
          "off",
          "0",
          "1",
          "-1",
          "5",
          "1000",
          "1001",
          "1000001",
          "1.0",
          "2.5",
          "1e3",
          "1e999999999999",
          ".inf",
          ".nan",
          "0x10",
          "0o17",
          "\"1\"",
          "\"\"",
          "[]",
          "{}",
          "[ a ]",
          "{ a: b }",
          "[ [] ]",
          "a",
          "a b",
          "intro",
          "\"a\\nb\"",
          "\"a\\0b\"",
          "\"a\\n\"",
          "5s",
          "250ms",
          "1h30m",
          "00:01:30",
          "1:30",
          "5 s",
          "0s",
          "1.5s",
          "forever",
          "unlimited",
          "never",
          "shuffle",
          "Listed",
          "position",
          "item",
          "start",
          "rtmp://h/app",
          "rtmps://h.example.com:443/app/i?x=1",
          "rtmp://h",
          "rtmp://h/a/b/c",
          "rtmp://h/a/",
          "rtmp://h/a/b/",
          "rtmp://h/a//",
          "rtmp://u:p@h/a",
          "rtmp://h:0/a",
          "rtmp://h:65535/a",
          "rtmp://h:65536/a",
          "rtmp://h:080/a",
          "rtmp://[::1]/a",
          "rtmp://[::g]/a",
          "rtmp://1.2.3/a",
          "rtmp://1.2.3.4/a",
          "\"rtmp://h/a#b\"",
          "\"rtmp://h/a?b\\n\"",
          "rtmp://h/live2/aaaa-bbbb-cccc-dddd",
          "rtmp://h/app?aaaa/b",
          "RTMP://h/app",
          "http://h/app",
          "srt://h",
          "x:/y",
          "\"\\ud83d\\ude00\"",
          "Ünïcode",
          "{ path: a }",
          "{ path: a, end: 5s }",
          "{ path: \"\" }",
          "[ { path: a, times: 2 } ]",
          "{ file: a }",
          "{ plain: a }",
          "{ file: a, plain: b }",
          "{ env: A }",
          "{ plain: \"a\\n\" }",
          "{ items: [] }",
          "{ items: [ a ], laps: 2 }",
          "{ delay: 1s }",
          "{ atOnce: no }",
          "{ startTimeout: 1s, stallTimeout: 1s }",
          "{ minSpeed: 1 }",
          "{ target: x }",
          "{ enabled: false }",
          "{ mode: copy }",
          "{ video: {}, audio: { channels: 1 } }",
          "{ size: 1280x720, keyframe: 4s }",
          "{ sampleRate: 44100 }",
          "{ reconnectBy: 0s }",
          "48000",
          "48000.0",
          "44.1",
          "2",
          "3",
          "120",
          "121",
          "1.0001",
          "29.97",
          "\"29.97\"",
          "30000/1001",
          "1/2",
          "30/0",
          "0x1e",
          "30fps",
          "source",
          "1280x720",
          "1281x720",
          "0x720",
          "8x8",
          "7680x4320",
          "7682x4320",
          "1280X720",
          "720p",
          "4500k",
          "6M",
          "4500K",
          "4.5M",
          "1k",
          "101M",
          "1000000000k",
          "testcard",
          "tescard",
          "none",
          "card.mp4",
          "./card",
          "cards/",
          "cards/..",
          "..",
          ".x",
          "...",
          "/",
          "\"/a/\\0\"",
          "\"a\\nb.mp4\"",
          "veryfast",
          "boundary",
          "now",
          "copy",
          "{ a: { items: [] } }",
          "{ \"<\": { items: [] } }");

  /** Complete files with a place to fill; nothing in them depends on another place. */
  private static List<String> places() {
    List<String> places = new ArrayList<>();
    String stream =
        "version: 1\nplaylists: { intro: { items: [] } }\nstreams:\n  a:\n"
            + "    target: rtmp://localhost/app\n    key: { file: a }\n    playlist: intro\n";
    places.add("version: @\nstreams: {}\n");
    places.add("version: 1\nstreams: {}\ndefaults: @\n");
    places.add("version: 1\nstreams: {}\nplaylists: @\n");
    places.add("version: 1\nstreams: {}\nnotify: @\n");
    places.add("version: 1\nstreams: {}\nx-more: @\n");
    places.add("version: 1\nstreams: {}\nmore: @\n");
    places.add("version: 1\nstreams: @\n");
    places.add("version: 1\nstreams: { a: @ }\n");
    places.add("@\n");
    for (Key key : Grammar.STREAM.keys()) {
      places.add(
          Map.of("target", "target: rtmp://localhost/app", "key", "key: { file: a }")
                  .containsKey(key.name())
              ? stream.replaceAll("(?m)^    " + key.name() + ": .*", "    " + key.name() + ": @")
              : stream.replace("    " + key.name() + ": intro\n", "")
                  + "    "
                  + key.name()
                  + ": @\n");
    }
    for (Key key : Grammar.DEFAULTS.keys()) {
      places.add("version: 1\nstreams: {}\ndefaults: { " + key.name() + ": @ }\n");
    }
    for (Key key : Grammar.KEY.keys()) {
      places.add(stream.replace("{ file: a }", "{ " + key.name() + ": @ }"));
    }
    for (Key key : Grammar.RETRY.keys()) {
      places.add(stream + "    retry: { networkDelayMax: 1d, " + key.name() + ": @ }\n");
    }
    for (Key key : Grammar.WATCHDOG.keys()) {
      places.add(stream + "    watchdog: { " + key.name() + ": @ }\n");
    }
    for (Key key : MediaGrammar.MEDIA.keys()) {
      places.add(stream + "    media: { " + key.name() + ": @ }\n");
    }
    for (Key key : MediaGrammar.VIDEO.keys()) {
      places.add(stream + "    media: { video: { " + key.name() + ": @ } }\n");
    }
    for (Key key : MediaGrammar.AUDIO.keys()) {
      places.add(stream + "    media: { audio: { " + key.name() + ": @ } }\n");
    }
    for (Key key : MediaGrammar.SESSION.keys()) {
      places.add(stream + "    session: { " + key.name() + ": @ }\n");
    }
    String list = "version: 1\nstreams: {}\nplaylists:\n  intro:\n    items: [ a ]\n";
    for (Key key : Grammar.PLAYLIST.keys()) {
      places.add(
          list.replace(key.name() + ": [ a ]", "order: listed") + "    " + key.name() + ": @\n");
    }
    places.add(list.replace("[ a ]", "[ @ ]"));
    for (Key key : Grammar.CUT.keys()) {
      String other = key.name().equals("path") ? "" : "path: a, ";
      places.add(list.replace("[ a ]", "[ { " + other + key.name() + ": @ } ]"));
    }
    return places;
  }

  @Test
  void parserAndSchemaAgreeOnEveryValueInEveryPlace() {
    List<String> disagreements = new ArrayList<>();
    int compared = 0;
    int accepted = 0;
    for (String place : places()) {
      for (String value : VALUES) {
        String yaml = place.replace("@", value);
        Optional<Boolean> schema = PublishedSchema.accepts(yaml.getBytes(StandardCharsets.UTF_8));
        if (schema.isPresent()) {
          Reading reading = Fixtures.read(yaml);
          compared++;
          accepted += reading instanceof Reading.Accepted ? 1 : 0;
          if (schema.get() != reading instanceof Reading.Accepted && !isBeyondASchema(reading)) {
            disagreements.add(yaml + "schema: " + schema.get() + ", parser: " + reading);
          }
        }
      }
    }
    assertThat(disagreements).isEmpty();
    assertThat(compared).isGreaterThan(4000);
    assertThat(accepted).isGreaterThan(400);
  }

  /**
   * Ranges of times, bit rates, sizes and fractions, names to look up, and a file without streams;
   * see parser-only.txt.
   */
  private static boolean isBeyondASchema(Reading reading) {
    return reading instanceof Reading.Refused(String digest, List<Problem> problems)
        && problems.stream()
            .allMatch(problem ->
                problem.wrong().contains(" is not a time from ")
                    || problem.wrong().contains(" is not a bit rate from ")
                    || problem.wrong().contains(" is not a frame size from ")
                    || problem.wrong().matches("\".*/.*\" is not a frame rate over .*")
                    || problem.wrong().startsWith("there is no playlist ")
                    || problem.wrong().equals("the file has no streams"));
  }
}
