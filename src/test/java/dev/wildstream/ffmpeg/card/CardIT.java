package dev.wildstream.ffmpeg.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.ffmpeg.RunFolder;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.ffmpeg.Tools;
import dev.wildstream.ffmpeg.Until;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.observed.CardView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Test cards, made by the real FFmpegs. */
class CardIT {

  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final CardView.Card SMALL = card(640, 360, 30, 1, "aac", 48_000, 2);

  /** Of the clock in MPEG-TS. */
  private static final long TICKS = 90_000;

  @TempDir Path runtime;

  private final RealClock clock = new RealClock();

  private static CardView.Card card(
      int width, int height, int pictures, int seconds, String codec, int rate, int channels) {
    FrameSize size = new FrameSize(width, height);
    return new CardView.Card(
        STREAM.text(), size, new FrameRate(pictures, seconds), codec, rate, channels);
  }

  static List<Arguments> formats() {
    List<CardView.Card> cards =
        List.of(
            SMALL,
            card(1920, 1080, 30, 1, "aac", 48_000, 2),
            card(640, 360, 25, 1, "aac", 44_100, 1),
            card(640, 360, 30_000, 1_001, "aac", 48_000, 2),
            card(640, 360, 30_000, 1_001, "mp3", 44_100, 2),
            card(640, 360, 24, 1, "mp3", 48_000, 1),
            card(360, 640, 60, 1, "aac", 44_100, 6));
    return Tools.all().stream()
        .flatMap(tools -> cards.stream().map(card -> Arguments.of(tools, card)))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void aCardPlayedAgainAndAgainGoesOnEvenly(Tools tools, CardView.Card card) throws Exception {
    CardView.Ready ready = ready(tools, card);
    String streams =
        tools.probe(
            "-show_entries",
            "stream=codec_name,profile,pix_fmt,width,height,r_frame_rate,sample_rate,channels",
            "-of",
            "default=nk=1:nw=1",
            ready.clip());
    List<String> expected =
        List.of(
            "h264",
            "High",
            Integer.toString(card.size().width()),
            Integer.toString(card.size().height()),
            "yuv420p",
            card.rate().pictures() + "/" + card.rate().seconds(),
            card.audioCodec(),
            Integer.toString(card.sampleRate()),
            Integer.toString(card.channels()));
    assertThat(streams.lines()).containsSubsequence(expected);
    assertThat(ready.bitrate()).isBetween(20_000L, 900_000L);

    Path looped = runtime.resolve("looped.ts");
    tools.make(
        runtime,
        ("-stream_loop -1 -i "
                + ready.clip()
                + " -map 0:v -map 0:a -c copy -t 30 -f mpegts"
                + " -muxdelay 0 -muxpreload 0 looped.ts")
            .split(" "));
    double frame = (double) TICKS * card.rate().seconds() / card.rate().pictures();
    even(packets(tools, looped, "v"), frame);
    int samples = card.audioCodec().equals("aac") ? 1024 : 1152;
    even(packets(tools, looped, "a"), (double) TICKS * samples / card.sampleRate());
    assertThat(keyframes(tools, looped)).allMatch(interval -> interval <= 2 * TICKS + 1);
    tools.make(runtime, "-i", "looped.ts", "-f", "null", "-"); // says nothing: decodes well
  }

  /**
   * One step follows the other, to within half a millisecond (FLV tells no less than one), and so
   * does the sum of all.
   */
  private static void even(List<Long> packets, double step) {
    assertThat(packets).hasSizeGreaterThan((int) (29 * TICKS / step));
    assertThat(packets.getFirst()).isZero();
    for (int i = 1; i < packets.size(); i++) {
      assertThat((double) packets.get(i) - packets.get(i - 1))
          .as("packet %d", i)
          .isBetween(step - 45, step + 45);
      assertThat((double) packets.get(i)).isBetween(i * step - 180, i * step + 180);
    }
  }

  private static List<Long> packets(Tools tools, Path file, String kind) throws Exception {
    List<Long> found = new ArrayList<>();
    for (String line : probed(tools, file, kind, "packet=pts,dts")) {
      String[] times = line.split(",");
      assertThat(times[0]).as("shown as it is coded").isEqualTo(times[1]);
      found.add(Long.parseLong(times[0]));
    }
    return found;
  }

  private static List<Long> keyframes(Tools tools, Path file) throws Exception {
    List<Long> intervals = new ArrayList<>();
    long before = 0;
    for (String line : probed(tools, file, "v", "packet=pts,flags")) {
      long at = Long.parseLong(line.split(",")[0]);
      if (line.split(",")[1].startsWith("K")) {
        intervals.add(at - before);
        before = at;
      }
    }
    assertThat(intervals).hasSizeGreaterThan(14);
    return intervals;
  }

  private static List<String> probed(Tools tools, Path file, String kind, String entries)
      throws Exception {
    return tools
        .probe("-select_streams", kind, "-show_entries", entries, "-of", "csv=p=0", file.toString())
        .lines()
        .filter(line -> line.matches("\\d+,.*"))
        .toList();
  }

  static List<Tools> tools() {
    return Tools.all();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void theNextHubTakesTheCardThatLiesThereAndOfAnotherFormatMakesANewOne(Tools tools)
      throws Exception {
    CardView.Ready first = ready(tools, SMALL);
    Object before = Files.getLastModifiedTime(Path.of(first.clip()));
    RunFolder run = RunFolder.of(runtime, STREAM);
    run.removeSessionFiles(1);
    run.clear();
    ToolSearch none = missing();
    try (CardMaker cards = new CardMaker(runtime, none, clock, Wake.real())) {
      assertThat(made(cards, SMALL)).isEqualTo(first);
      assertThat(Files.getLastModifiedTime(Path.of(first.clip()))).isEqualTo(before);
    }
    CardView.Ready other = ready(tools, card(320, 180, 25, 1, "aac", 48_000, 2));
    assertThat(List.of(first.clip(), first.picture())).noneMatch(f -> Files.exists(Path.of(f)));
    assertThat(List.of(other.clip(), other.picture())).allMatch(f -> Files.exists(Path.of(f)));
    assertThat(files(run)).hasSize(2);
    run.remove();
    assertThat(run.path()).doesNotExist();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aCardThatIsGoneIsMadeAgain(Tools tools) throws Exception {
    try (CardMaker cards = new CardMaker(runtime, tools.search(), clock, Wake.real())) {
      CardView.Ready first = (CardView.Ready) made(cards, SMALL);
      RunFolder.of(runtime, STREAM).remove();
      Until.holds(
          SOON,
          "it is there again",
          () -> {
            cards.want(STREAM, Optional.of(SMALL));
            return Files.exists(Path.of(first.clip()));
          });
    }
  }

  @Test
  void withoutFfmpegItIsSaidAndAnFfmpegThatFailsSaysWhy() throws Exception {
    try (CardMaker cards = new CardMaker(runtime, missing(), clock, Wake.real())) {
      assertThat(((CardView.Failed) made(cards, SMALL)).why())
          .startsWith("FFmpeg not found: " + runtime.resolve("none"));
    }
    Path failing = runtime.resolve("failing");
    Files.writeString(failing, "#!/bin/sh\necho \"[error] Unknown encoder 'libx264'\"\nexit 1\n");
    Files.setPosixFilePermissions(failing, PosixFilePermissions.fromString("rwx------"));
    try (CardMaker cards = new CardMaker(runtime, search(failing), clock, Wake.real())) {
      assertThat(((CardView.Failed) made(cards, SMALL)).why())
          .isEqualTo("FFmpeg cannot make the test card: Unknown encoder 'libx264'");
      assertThat(((CardView.Failed) made(cards, card(641, 360, 30, 1, "aac", 48_000, 2))).why())
          .isEqualTo("a test card of 641x360 cannot be made; set media.video.size");
      assertThat(files(RunFolder.of(runtime, STREAM))).isEmpty();
    }
  }

  @Test
  void aFailureIsTriedAgainAfterThirtySeconds() throws Exception {
    SettableClock stepped = new SettableClock();
    Path failing = runtime.resolve("failing");
    Files.writeString(failing, "#!/bin/sh\necho x >> \"$0.calls\"\nexit 1\n");
    Files.setPosixFilePermissions(failing, PosixFilePermissions.fromString("rwx------"));
    try (CardMaker cards = new CardMaker(runtime, search(failing), stepped, Wake.real())) {
      assertThat(((CardView.Failed) made(cards, SMALL)).why())
          .isEqualTo(
              "FFmpeg cannot make the test card: it ended with exit code 1 and said nothing");
      Files.delete(failing);
      Files.writeString(failing, "#!/bin/sh\nexec " + Tools.broughtAlong().ffmpeg() + " \"$@\"\n");
      Files.setPosixFilePermissions(failing, PosixFilePermissions.fromString("rwx------"));
      stepped.pass(Duration.ofSeconds(29));
      cards.want(STREAM, Optional.of(SMALL));
      cards.want(new StreamName("other"), Optional.of(SMALL));
      Until.present(SOON, "the one after it", () -> cards.view(new StreamName("other")));
      assertThat(cards.view(STREAM)).get().isInstanceOf(CardView.Failed.class);
      stepped.pass(Duration.ofSeconds(1));
      Until.holds(
          SOON,
          "it is made",
          () -> {
            cards.want(STREAM, Optional.of(SMALL));
            return cards.view(STREAM).orElseThrow() instanceof CardView.Ready;
          });
    }
  }

  private CardView.Ready ready(Tools tools, CardView.Card card) {
    try (CardMaker cards = new CardMaker(runtime, tools.search(), clock, Wake.real())) {
      CardView made = made(cards, card);
      assertThat(made).isInstanceOf(CardView.Ready.class);
      return (CardView.Ready) made;
    }
  }

  private static CardView made(CardMaker cards, CardView.Card card) {
    return Until.present(
        SOON,
        "a card",
        () -> {
          cards.want(STREAM, Optional.of(card));
          return cards.view(STREAM).filter(view -> view.card().equals(card));
        });
  }

  private ToolSearch missing() {
    return search(runtime.resolve("none"));
  }

  private static ToolSearch search(Path ffmpeg) {
    return new ToolSearch(
        Optional.of(ffmpeg),
        Optional.of(ffmpeg),
        Optional.empty(),
        "",
        ToolSearch.Preference.INSTALLED);
  }

  private static List<Path> files(RunFolder run) throws Exception {
    try (var files = Files.list(run.path())) {
      return files.toList();
    }
  }
}
