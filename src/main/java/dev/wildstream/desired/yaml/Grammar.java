package dev.wildstream.desired.yaml;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.yaml.Shape.Fields;
import dev.wildstream.desired.yaml.Shape.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The table of keys. Each has one type, one default and one line of prose here, and everything that
 * knows a key knows it from here.
 */
final class Grammar {

  /** One machine sends tens of streams; a thousand times that is a file made by mistake. */
  static final int MOST_STREAMS = 10_000;

  /** At one clip of a minute each, 69 days without a repeat. */
  static final int MOST_ITEMS = 100_000;

  /** A stream has one host at a time, and a few that may follow it. */
  static final int MOST_HOSTS = 1000;

  /** PATH_MAX of Linux. */
  static final int LONGEST_PATH = 4096;

  private static final Duration A_HOUR = Duration.ofHours(1);
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final Duration A_MONTH = Duration.ofDays(30);
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  /** Sooner than that, a crash loop would do nothing but start processes. */
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(100);

  /** A stream that is given up is no crash loop. */
  private static final Duration SHORTEST_TRY = Duration.ofSeconds(10);

  /** FFmpeg tells how far it is five times a second: over 10 s that is 2 % either way. */
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(10);

  /** What an address begins with, and no path that we take. */
  static final String SCHEME = "[A-Za-z][A-Za-z0-9+.-]*://";

  private static final Shape.Mistake NETWORK_ITEM =
      Shape.Mistake.of(
          "^" + SCHEME,
          "network items are not supported yet",
          "name a file, a folder, a glob or an M3U list");

  private static final Shape.Text PATH =
      new Shape.Text(
          "a path",
          Pattern.compile("^(?!" + SCHEME + ")[^\\x00]+$"),
          LONGEST_PATH,
          "write the path of a file",
          List.of(NETWORK_ITEM, Shape.Mistake.of("\\x00", "holds a NUL character", "remove it")));

  private static final Shape.Text ITEM =
      new Shape.Text(
          "a file, a folder, a glob or an M3U list",
          PATH.pattern(),
          LONGEST_PATH,
          "name a file, a folder, a glob or an M3U list",
          PATH.mistakes());

  static final Fields CUT =
      Fields.of(
          "an item with path and cut",
          Key.required("path", PATH, "path: FILE", "A file, always taken literally."),
          Key.withDefault(
              "start",
              new Shape.Span(Duration.ZERO, A_MONTH),
              "0s",
              "Where in the file to begin (0s to 30d)."),
          Key.optional(
              "end",
              new Shape.Span(Duration.ofMillis(1), A_MONTH),
              "Where in the file to end, after start (1ms to 30d); left out, at the file's end."),
          Key.withDefault(
              "times",
              new Shape.Whole(1, 1_000_000),
              "1",
              "How often the item is played in a row (1 to 1000000)."));

  private static final Shape.Listed ITEMS =
      new Shape.Listed("a list of items", MOST_ITEMS, new Shape.Either(ITEM, CUT));

  static final Fields PLAYLIST =
      Fields.of(
          "a mapping with items",
          Key.required(
              "items",
              ITEMS,
              "items: [ FILE ]",
              "What is played: files, globs, folders, M3U lists, or mappings with path and a cut."),
          Key.withDefault(
              "order",
              new Shape.Choice(List.of("listed", "shuffle")),
              "listed",
              "The order within a lap: as listed, or shuffled without a repeat."),
          Key.withDefault(
              "laps",
              new Shape.WholeOrWord(new Shape.Whole(1, 1_000_000), "forever"),
              "forever",
              "How often the list is played through (1 to 1000000), or forever."));

  private static final Shape.Text HOST =
      new Shape.Text(
          "a host name or a glob of them",
          HostGlob.OF_NAMES,
          HostGlob.LONGEST,
          "write a name like web1, web1.example.com or web*",
          List.of());

  private static final Shape.Text PLAYLIST_NAME =
      new Shape.Text(
          "the name of a playlist",
          Pattern.compile("^(?!<<$)[^\\x00-\\x1f\\x7f-\\x9f]+$"),
          100,
          "use 1 to 100 printable characters",
          List.of());

  private static final Shape.Text STREAM_NAME =
      new Shape.Text(
          "the name of a stream",
          Pattern.compile("^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$"),
          63,
          "use 1 to 63 characters of a-z, 0-9 and -, the first and the last no dash",
          List.of(
              Shape.Mistake.of(
                  "[A-Z]", "is no stream name: it has capitals", "write it in small letters"),
              Shape.Mistake.of(
                  "_", "is no stream name: it has an underscore", "write a dash instead")));

  static final Fields KEY =
      Fields.of(
          "a mapping like { file: PATH }",
          List.of(
              Key.optional(
                  "file",
                  new Shape.Text(
                      "the path of a file",
                      Pattern.compile("^[^\\x00]+$"),
                      LONGEST_PATH,
                      "write the path of the file that holds the key",
                      List.of()),
                  "The file that holds the key and nothing else."),
              Key.optional(
                  "env",
                  new Shape.Text(
                      "the name of an environment variable",
                      Pattern.compile("^[A-Za-z_][A-Za-z0-9_]{0,254}$"),
                      255,
                      "write the variable's whole name, like STREAM_KEY_WILD_TV, and not the key",
                      List.of()),
                  "The environment variable of the hub that holds the key; its whole name."),
              Key.optional(
                  "credential",
                  new Shape.Text(
                      "the name of a systemd credential",
                      Pattern.compile("^(?!\\.{1,2}$)[!-.0-~]{1,255}$"),
                      255,
                      "write the name that LoadCredential= gives it in the hub's unit, and not the"
                          + " key",
                      List.of()),
                  "The systemd credential of the hub that holds the key; its name."),
              Key.optional(
                  "plain",
                  new Shape.Text(
                      "a stream key",
                      Pattern.compile("^[!-~](?:[ -~]{0,898}[!-~])?$"),
                      900,
                      "a key is 1 to 900 printable ASCII characters on one line, no blank at"
                          + " either end",
                      List.of()),
                  "The key itself; only for a target on this machine's loopback.")),
          Rule.EXACTLY_ONE,
          Optional.of(
              Shape.Mistake.of(
                  "",
                  "a key written in the clear",
                  "put it into a file and write key: { file: PATH }; take a new key if others have"
                      + " seen this one")));

  static final Fields RETRY =
      Fields.of(
          "a mapping of retry keys",
          Key.withDefault(
              "atOnce",
              new Shape.Flag(),
              "true",
              "After a break, one restart without waiting, at most one per healthyAfter."),
          Key.withDefault(
              "attempts",
              new Shape.WholeOrWord(new Shape.Whole(0, 1000), "unlimited"),
              "5",
              "Numbered attempts before the stream is failed (0 to 1000), or unlimited."),
          Key.withDefault(
              "delay",
              new Shape.Span(SHORTEST_DELAY, A_HOUR),
              "5s",
              "The wait before each numbered attempt (100ms to 1h)."),
          Key.withDefault(
              "healthyAfter",
              new Shape.Span(A_SECOND, A_DAY),
              "60s",
              "On air this long without a break takes the attempts back to zero (1s to 1d)."),
          Key.withDefault(
              "networkDelayMax",
              new Shape.Span(SHORTEST_DELAY, A_DAY),
              "60s",
              "While the network is the trouble, delay is doubled up to this (100ms to 1d, not"
                  + " below delay)."),
          Key.withDefault(
              "thenEvery",
              new Shape.SpanOrWord(new Shape.Span(SHORTEST_TRY, A_MONTH), "never"),
              "never",
              "How often a failed stream tries once again (10s to 30d, not below delay), or never."));

  static final Fields WATCHDOG =
      Fields.of(
          "a mapping of watchdog keys",
          Key.withDefault(
              "startTimeout",
              new Shape.Span(A_SECOND, A_HOUR),
              "20s",
              "A publisher that was started and has sent nothing for this long is hung (1s to 1h)."),
          Key.withDefault(
              "stallTimeout",
              new Shape.Span(A_SECOND, A_HOUR),
              "10s",
              "A publisher whose output stands still for this long is hung, and so is one of which"
                  + " the target acknowledges nothing (1s to 1h)."),
          Key.withDefault(
              "minSpeed",
              new Shape.Ratio(),
              "0.90",
              "Below this speed over speedWindow a stream is slow and says so, and a slow item makes"
                  + " room for the next (over 0, at most 1; more than 1 - 1s/speedWindow counts as"
                  + " that, since output is seen in steps)."),
          Key.withDefault(
              "speedWindow",
              new Shape.Span(SHORTEST_WINDOW, A_HOUR),
              "60s",
              "How long speed is measured (10s to 1h)."));

  /** What a stream may have and {@code defaults} may give it. */
  private static final List<Key> SHARED =
      List.of(
          Key.withDefault(
              "enabled",
              new Shape.Flag(),
              "true",
              "Whether the stream is on the air; false holds over reboots too."),
          Key.withDefault(
              "resume",
              new Shape.Choice(List.of("position", "item", "start")),
              "position",
              "Where to go on after a break: the second, the item's begin or the list's begin."),
          Key.optional("retry", RETRY, "What follows a break."),
          Key.optional(
              "watchdog", WATCHDOG, "When a process that lives counts as hung, or as too slow."),
          Key.optional("media", MediaGrammar.MEDIA, "How items are made to fit the channel."),
          Key.withDefault(
              "standby",
              MediaGrammar.STANDBY,
              "testcard",
              "What is shown while nothing of the playlist can be played: a test card, nothing, or"
                  + " the media file of this path."),
          Key.optional(
              "session", MediaGrammar.SESSION, "Planned reconnects, for platforms that want them."),
          Key.withDefault(
              "apply",
              new Shape.Choice(List.of("boundary", "now")),
              "boundary",
              "When an edit of the playlist reaches the air: at the next item boundary, or now."),
          Key.withDefault(
              "restartedAt",
              new Shape.Text(
                  "a text on one line",
                  Pattern.compile("^[^\\x00-\\x1f\\x7f]*$"),
                  200,
                  "write at most 200 characters on one line",
                  List.of()),
              "",
              "Any new text is one restart now, and a failed stream tries again."),
          Key.withDefault(
              "hosts",
              new Shape.Listed("a list of host names", MOST_HOSTS, HOST),
              "[]",
              "The hosts that run it, by name or glob; [] is each, and then no stream may name any."),
          Key.notYet("liveCheck", "remove it", "What viewers see, asked from outside."));

  private static final List<Key> RESERVED =
      Stream.of("schedule", "overlay", "loudness", "outputs")
          .map(name -> Key.notYet(name, "remove it", "Reserved."))
          .toList();

  static final Fields STREAM =
      Fields.of(
          "a mapping with target, key and playlist",
          Stream.of(
                  Stream.of(
                      Key.required(
                          "target",
                          TargetText.SHAPE,
                          "target: rtmp://HOST/APP",
                          "Where to send to: rtmp:// (port 1935) or rtmps:// (443), an app of one"
                              + " or two parts, a query if need be, no key."),
                      Key.required(
                          "key", KEY, "key: { file: PATH }", "Where the stream key is found."),
                      Key.required(
                          "playlist",
                          new Shape.Either(PLAYLIST_NAME, ITEMS),
                          "playlist: NAME",
                          "What is played: the name of a playlist, or a list of items in place.")),
                  SHARED.stream(),
                  RESERVED.stream())
              .flatMap(keys -> keys)
              .toArray(Key[]::new));

  static final Fields DEFAULTS =
      Fields.of(
          "a mapping of stream keys",
          Stream.of(
                  Stream.of("target", "key", "playlist")
                      .map(name ->
                          Key.refused(
                              name,
                              "has no place in defaults",
                              "give it to each stream",
                              "Each stream has its own.")),
                  SHARED.stream(),
                  RESERVED.stream())
              .flatMap(keys -> keys)
              .toArray(Key[]::new));

  static final Fields DOCUMENT =
      Fields.of(
          "a mapping with version and streams",
          Stream.concat(
                  Stream.of(
                      Key.required(
                          "version",
                          new Shape.Whole(1, 1),
                          "version: 1",
                          "The version of this grammar; 1, in every file."),
                      Key.optional(
                          "defaults",
                          DEFAULTS,
                          "What streams have that do not say otherwise; in one file at most."),
                      Key.optional(
                          "playlists",
                          new Shape.Named(
                              "a mapping of playlists", PLAYLIST_NAME, MOST_STREAMS, PLAYLIST),
                          "Named lists of what is played, for the streams of all files."),
                      Key.optional(
                          "streams",
                          new Shape.Named(
                              "a mapping of streams", STREAM_NAME, MOST_STREAMS, STREAM),
                          "The streams to keep on the air, by name."),
                      Key.notYet("notify", "remove it", "Who is told what happens.")),
                  RESERVED.stream())
              .toList(),
          Rule.DOCUMENT,
          Optional.empty());

  private static final Map<String, String> HOMES = homes();

  private Grammar() {}

  /** Whether any mapping of the grammar has a key of that name. */
  static boolean isKey(String name) {
    return HOMES.containsKey(name);
  }

  /** The mapping that a key of that name belongs to: {@code streams.NAME.retry}. */
  static Optional<String> homeOf(String name) {
    return Optional.ofNullable(HOMES.get(name));
  }

  private static Map<String, String> homes() {
    Map<String, String> homes = new LinkedHashMap<>();
    record Room(String path, Fields fields) {}
    List<Room> rooms = new ArrayList<>();
    rooms.add(new Room("", DOCUMENT));
    rooms.add(new Room("streams.NAME", STREAM));
    rooms.add(new Room("playlists.NAME", PLAYLIST));
    rooms.add(new Room("streams.NAME.key", KEY));
    rooms.add(new Room("streams.NAME.retry", RETRY));
    rooms.add(new Room("streams.NAME.watchdog", WATCHDOG));
    rooms.add(new Room("streams.NAME.media", MediaGrammar.MEDIA));
    rooms.add(new Room("streams.NAME.media.video", MediaGrammar.VIDEO));
    rooms.add(new Room("streams.NAME.media.audio", MediaGrammar.AUDIO));
    rooms.add(new Room("streams.NAME.session", MediaGrammar.SESSION));
    rooms.add(new Room("playlists.NAME.items[0]", CUT));
    rooms.forEach(room ->
        room.fields().keys().forEach(key -> homes.merge(key.name(), room.path(), Grammar::either)));
    return homes;
  }

  /** A key may have two homes, like a bit rate; what may stand at the top is at home there. */
  private static String either(String first, String more) {
    return first.isEmpty() ? first : first + " or " + more;
  }
}
