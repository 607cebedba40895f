package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.SourceFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files that were made to hurt, or damaged by chance, are read or refused, and soon. */
class HostileFilesTest {

  /** Of processor time, cold; what is quadratic takes minutes. */
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Of the clock on the wall, where a busy machine has other things to do. */
  private static final Duration AT_LAST = Duration.ofMinutes(2);

  private static final String HEAD = "version: 1\nstreams: {}\n";

  @BeforeAll
  static void warmUp() {
    Fixtures.read(HEAD);
  }

  private static Reading readSoon(String yaml) {
    return assertTimeoutPreemptively(
        AT_LAST,
        () -> {
          ThreadMXBean thread = ManagementFactory.getThreadMXBean();
          long before = thread.getCurrentThreadCpuTime();
          Reading reading = Fixtures.read(yaml);
          assertThat(Duration.ofNanos(thread.getCurrentThreadCpuTime() - before)).isLessThan(SOON);
          return reading;
        });
  }

  private static String first(Reading reading) {
    return Fixtures.problems(reading).getFirst().headline();
  }

  private static String repeat(int count, IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
  }

  @Test
  void aBillionLaughsAreRefused() {
    StringBuilder yaml = new StringBuilder(HEAD + "x-0: &l0 [ lol, lol ]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("x-%d: &l%d [ *l%d, *l%d, *l%d ]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThat(first(readSoon(yaml.toString()))).contains("more than 500,000 values");
  }

  @Test
  void aCyclicAliasIsRefusedWhereverItStands() {
    for (String cycle :
        List.of(
            "x: &a { b: *a }",
            "streams: &a { b: *a }",
            "&a x: *a",
            "x-a: &a [ [ [ *a ] ] ]",
            "x-a: &a { ? *a : 1 }",
            "defaults: &a { retry: *a }")) {
      assertThat(Fixtures.problems(readSoon("version: 1\n" + cycle + "\n"))).isNotEmpty();
    }
  }

  @Test
  void aFileOfFiveMebibytesIsRefusedUnread() {
    assertThat(first(readSoon(HEAD + "#" + "x".repeat(5 << 20))))
        .isEqualTo(
            "streams.yaml:1:1: the file is larger than 1 MiB; split it into several files of one"
                + " folder");
  }

  @Test
  void aFileOfExactlyOneMebibyteIsRead() {
    String yaml = HEAD + "#" + "x".repeat((1 << 20) - HEAD.length() - 1);
    assertThat(readSoon(yaml)).isInstanceOf(Reading.Accepted.class);
    assertThat(readSoon(yaml + "x")).isInstanceOf(Reading.Refused.class);
  }

  @Test
  void filesOfMoreThanSixteenMebibytesTogetherAreRefused() {
    byte[] content =
        (HEAD + "#" + "x".repeat((1 << 20) - HEAD.length() - 1)).getBytes(StandardCharsets.UTF_8);
    byte[] rest = Arrays.copyOf("version: 1\ndefaults: {}\n#".getBytes(StandardCharsets.UTF_8), 24);
    List<SourceFile> files = new ArrayList<>();
    files.add(Fixtures.file("0.yaml", content));
    IntStream.range(1, 16).forEach(i -> files.add(Fixtures.file(i + ".yaml", content)));
    files.add(Fixtures.file("z.yaml", rest));
    assertThat(Fixtures.messages(DesiredStateReader.read(files)))
        .contains("z.yaml:1:1: the files are larger than 16 MiB together");
  }

  @Test
  void aLineOfAMebibyteIsReadOrRefusedSoon() {
    int size = (1 << 20) - 200;
    List<String> lines =
        List.of(
            "x-a: " + "a".repeat(size),
            "x-a: \"" + "a".repeat(size) + "\"",
            "x-a: '" + "a".repeat(size),
            "x-a: [ " + "a, ".repeat(size / 3) + "]",
            "x-a: [ " + "[".repeat(size),
            "x-a: " + "{a: ".repeat(size / 4),
            "x-a: " + "- ".repeat(size / 2),
            "x-a: " + "? ".repeat(size / 2),
            "a".repeat(size) + ": 1",
            "\"" + "a".repeat(size) + "\": 1",
            " ".repeat(size) + "a",
            "\t".repeat(size) + "a",
            "x-a: " + "&a ".repeat(size / 3),
            "x-a: " + "!".repeat(size),
            "x-a: *" + "a".repeat(size),
            "x-a: " + "a: ".repeat(size / 3),
            "x-a: " + "1".repeat(size),
            "x-a: " + "\"\\u0041".repeat(size / 7),
            "defaults: { " + "a: 1, ".repeat(size / 6) + "}",
            "playlists: { a: { items: [ " + "1, ".repeat(size / 3) + "] } }",
            "playlists: { a: { items: [ '" + "a".repeat(size) + "' ] } }",
            "playlists: { a: { items: [ '" + "a://".repeat(size / 4) + "' ] } }",
            "playlists: { a: { items: [], laps: " + "9".repeat(size) + " } }",
            "streams: { a: { target: rtmp://" + "a.".repeat(size / 2) + "/app } }",
            "streams: { a: { target: rtmp://h/" + "a/".repeat(size / 2) + " } }",
            "streams: { a: { retry: { delay: " + "1s".repeat(size / 2) + " } } }",
            "defaults: { standby: '" + "a/".repeat(size / 2) + "' }",
            "defaults: { standby: '" + "a".repeat(size) + "' }",
            "defaults: { media: { video: { size: '" + "1".repeat(size) + "x1' } } }",
            "defaults: { media: { video: { fps: " + "3".repeat(size) + " } } }",
            "defaults: { media: { video: { fps: '" + "30/".repeat(size / 3) + "' } } }",
            "defaults: { media: { video: { bitrate: '" + "6M".repeat(size / 2) + "' } } }",
            "defaults: { media: { audio: { sampleRate: " + "4".repeat(size) + " } } }",
            "streams: { " + "a: { key: k }, ".repeat(size / 15) + " }",
            "streams: { '" + "a-".repeat(size / 2) + "': {} }");
    for (String line : lines) {
      readSoon("version: 1\n" + line + "\n");
    }
  }

  @Test
  void tenThousandStreamsAreReadSoon() {
    String yaml =
        "version: 1\ndefaults: { retry: { attempts: 9 } }\nplaylists: { p: { items: [ a ] } }\n"
            + "streams:\n"
            + repeat(
                10_000,
                i ->
                    "  s%d: { target: rtmp://h%d.example.com/app, key: { file: k%d }, playlist: p }\n"
                        .formatted(i, i, i));
    assertThat(Fixtures.accepted(readSoon(yaml)).streams()).hasSize(10_000);
  }

  @Test
  void tenThousandStreamsWithOneMistakeEachAreRefusedSoon() {
    String yaml =
        "version: 1\nplaylists: {"
            + repeat(5_000, i -> " p%d: { items: [] },".formatted(i))
            + " }\nstreams:\n"
            + repeat(
                10_000,
                i ->
                    " s%d: { target: rtmp://h/a, key: { file: k }, playlist: pp%d }\n"
                        .formatted(i, i));
    assertThat(Fixtures.problems(readSoon(yaml))).hasSize(101);
  }

  @Test
  void oneStreamMoreThanTenThousandIsRefused() {
    String yaml = "version: 1\nstreams: {" + repeat(10_001, i -> "s%d: , ".formatted(i)) + "}\n";
    assertThat(Fixtures.problems(readSoon(yaml)).stream().map(Problem::wrong))
        .contains("has more than 10,000 entries");
  }

  @Test
  void itemsAreLimitedOverAllPlaylists() {
    String list = "[" + "a,".repeat(1_000) + "]";
    String yaml =
        HEAD
            + "x-l: &l "
            + list
            + "\nplaylists:\n"
            + repeat(101, i -> "  p" + i + ": { items: *l }\n");
    assertThat(first(readSoon(yaml)))
        .isEqualTo(
            "streams.yaml:105:3: more than 100,000 items in all files together; name a folder or an"
                + " M3U list in place of single files, or run a second hub");
  }
}
