package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.reconcile.Feeders;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Where a feeder says that its picture and sound end, against what ffprobe finds in what it wrote:
 * the next item begins there.
 */
class WrittenEndIT {

  private static final Duration TIMELINE = Duration.ofSeconds(60);
  private static final Duration NEAR = Duration.ofMillis(30);

  @TempDir static Path media;
  @TempDir Path folder;

  static List<Object[]> items() {
    return Tools.all().stream()
        .flatMap(tools ->
            List.of(
                    "six.mp4",
                    "frames.mp4",
                    "frames.mkv",
                    "frames.ts",
                    "frames.flv",
                    "short-sound.mp4",
                    "long-sound.mp4",
                    "cut.mp4",
                    "cut.mkv")
                .stream()
                .map(item -> new Object[] {tools, item}))
        .toList();
  }

  static List<Object[]> seeks() {
    return Tools.all().stream()
        .flatMap(tools ->
            List.of("frames.mp4", "frames.mkv", "frames.ts", "frames.flv").stream()
                .map(item -> new Object[] {tools, item}))
        .toList();
  }

  static List<Tools> tools() {
    return Tools.all();
  }

  @BeforeAll
  static void makeMedia() throws Exception {
    Samples samples = new Samples(media);
    samples.make("six.mp4", 6, 6, "-bf", "0", "-movflags", "+faststart");
    samples.make("frames.mp4", 6, 6, "-bf", "3");
    samples.copy("frames.mp4", "frames.mkv", 1);
    samples.copy("frames.mp4", "frames.ts", 1);
    samples.copy("frames.mp4", "frames.flv", 1);
    samples.make("short-sound.mp4", 5, 4);
    samples.make("long-sound.mp4", 4, 5.5);
    samples.make("silent.mp4", 3, 3, "-an");
    samples.cut("six.mp4", "cut.mp4", 60);
    samples.cut("frames.mkv", "cut.mkv", 60);
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("items")
  void theEndsAreThoseOfWhatWasWritten(Tools tools, String item) throws Exception {
    RunFolder run = feed(tools, item, Duration.ZERO, Optional.empty(), Optional.empty());
    // of a packet that was cut through, the length counts and the bytes are dropped: one frame
    Duration damaged = item.startsWith("cut") ? Duration.ofMillis(40) : Duration.ZERO;
    assertThat(WrittenEnd.in(run.videoEnd()).orElseThrow())
        .isBetween(
            endInFile(tools, "v").minus(NEAR), endInFile(tools, "v").plus(NEAR).plus(damaged));
    assertNear(WrittenEnd.in(run.audioEnd()).orElseThrow(), endInFile(tools, "a"));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("seeks")
  void aSeekToAKeyframeStartsAtThatKeyframe(Tools tools, String item) throws Exception {
    Duration keyframe =
        keyframes(tools, media.resolve(item)).stream()
            .filter(k -> k.compareTo(Duration.ofMillis(3_500)) > 0)
            .findFirst()
            .orElseThrow();
    RunFolder run =
        feed(tools, item, keyframe, Optional.of(keyframe.plusMillis(1_500)), Optional.empty());
    Duration nudge = SeekPoint.of(item, keyframe).nudge();
    assertNear(firstPicture(tools), Duration.ZERO);
    assertNear(WrittenEnd.in(run.videoEnd()).orElseThrow().plus(nudge), endInFile(tools, "v"));
    assertNear(WrittenEnd.in(run.audioEnd()).orElseThrow().plus(nudge), endInFile(tools, "a"));
    assertThat(endInFile(tools, "v")).isBetween(Duration.ofMillis(1_400), Duration.ofMillis(1_750));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void addedSilenceIsAsLongAsThePicture(Tools tools) throws Exception {
    for (Recipe.Sound.Silence silence :
        List.of(
            new Recipe.Sound.Silence(
                new Recipe.SoundEncoding("aac", 44_100, 1, 128_000), Optional.empty()),
            new Recipe.Sound.Silence(
                new Recipe.SoundEncoding("mp3", 48_000, 2, 128_000),
                Optional.of(Duration.ofSeconds(3))))) {
      RunFolder run =
          feed(tools, "silent.mp4", Duration.ZERO, Optional.empty(), Optional.of(silence));
      Duration end = WrittenEnd.in(run.videoEnd()).orElseThrow();
      assertNear(end, Duration.ofSeconds(3));
      assertThat(endInFile(tools, "a").minus(end).abs()).isLessThan(Duration.ofMillis(120));
      String facts =
          tools.probe(
              "-select_streams",
              "a",
              "-show_entries",
              "stream=codec_name,sample_rate,channels",
              "-of",
              "csv=p=0",
              written().toString());
      assertThat(facts.lines().findFirst().orElseThrow())
          .isEqualTo(
              silence.encoding().codec()
                  + ","
                  + silence.encoding().sampleRate()
                  + ","
                  + silence.encoding().channels());
    }
  }

  private Path written() {
    return folder.resolve("written.ts");
  }

  private RunFolder feed(
      Tools tools,
      String item,
      Duration from,
      Optional<Duration> to,
      Optional<Recipe.Sound.Silence> silence)
      throws Exception {
    RunFolder run = RunFolder.of(folder, new StreamName("tv"));
    run.make();
    run.removeFeederFiles();
    Step.StartFeeder step =
        Feeders.of(
            1,
            1,
            new Step.Input(media.resolve(item).toString(), from, to, Step.Manner.AHEAD),
            TIMELINE,
            silence,
            1);
    Process feeder =
        new ProcessBuilder(FeederCommand.of(tools.ffmpeg(), run, step))
            .redirectInput(new File("/dev/null"))
            .redirectOutput(written().toFile())
            .redirectError(run.log(Role.FEEDER).toFile())
            .start();
    assertThat(feeder.waitFor(30, TimeUnit.SECONDS)).isTrue();
    if (!item.startsWith("cut")) { // a cut one may end well or badly, as its last packet is
      assertThat(feeder.exitValue()).as(Files.readString(run.log(Role.FEEDER))).isZero();
    }
    return run;
  }

  private Duration endInFile(Tools tools, String stream) throws Exception {
    return times(tools, written(), stream, "pts_time,duration_time").stream()
        .map(line -> line.split(","))
        .map(p -> Seconds.parse(p[0]).plus(Seconds.parse(p[1])))
        .max(Duration::compareTo)
        .orElseThrow()
        .minus(TIMELINE);
  }

  private Duration firstPicture(Tools tools) throws Exception {
    return times(tools, written(), "v", "pts_time").stream()
        .map(line -> Seconds.parse(line.split(",")[0]))
        .min(Duration::compareTo)
        .orElseThrow()
        .minus(TIMELINE);
  }

  private static List<Duration> keyframes(Tools tools, Path file) throws Exception {
    Duration start =
        Seconds.parse(
            tools.probe("-show_entries", "format=start_time", "-of", "csv=p=0", file.toString()));
    return times(tools, file, "v", "pts_time,flags").stream()
        .filter(line -> line.contains("K"))
        .map(line -> Seconds.parse(line.split(",")[0]).minus(start))
        .toList();
  }

  private static List<String> times(Tools tools, Path file, String stream, String fields)
      throws Exception {
    return tools
        .probe(
            "-select_streams",
            stream,
            "-show_entries",
            "packet=" + fields,
            "-of",
            "csv=p=0",
            file.toString())
        .lines()
        .filter(line -> line.matches("[0-9.-]+.*"))
        .toList();
  }

  private static void assertNear(Duration actual, Duration expected) {
    assertThat(actual.minus(expected).abs())
        .as("%s near %s", actual, expected)
        .isLessThanOrEqualTo(NEAR);
  }
}
