package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a feeder that encodes makes of files of every kind. */
class TranscodingIT {

  private static final double TIMELINE = 60;
  private static final double FRAME = 1 / 30.0;

  /** Of a coded sound. */
  private static final double SOUND_FRAME = 1024 / 48_000.0;

  /** What nobody notices between picture and sound, in seconds. */
  private static final double TOGETHER = 0.040;

  private static final Recipe.Encoding PICTURE =
      new Recipe.Encoding(
          new FrameSize(640, 360),
          new FrameRate(30, 1),
          800_000,
          Duration.ofSeconds(2),
          "veryfast");

  private static final Recipe.SoundEncoding SOUND =
      new Recipe.SoundEncoding("aac", 48_000, 2, 128_000);

  private static final Recipe.Sound ENCODED_SOUND =
      new Recipe.Sound.Encoded(SOUND, Optional.empty());
  private static final Recipe.Sound SILENCE = new Recipe.Sound.Silence(SOUND, Optional.empty());
  private static final Recipe.Picture MOVING = picture(new Recipe.Origin.Moving());

  @TempDir Path folder;

  private static Recipe.Picture picture(Recipe.Origin origin) {
    return new Recipe.Picture.Encoded(PICTURE, origin, Optional.empty());
  }

  private static Recipe.Picture until(Recipe.Origin origin, double seconds) {
    return new Recipe.Picture.Encoded(PICTURE, origin, Optional.of(Written.duration(seconds)));
  }

  private static List<Object[]> each(String... kinds) {
    return Tools.all().stream()
        .flatMap(tools -> Stream.of(kinds).map(kind -> new Object[] {tools, kind}))
        .toList();
  }

  static List<Tools> tools() {
    return Tools.all();
  }

  /** All that move and sound. */
  static List<Object[]> movies() {
    return each(
        Kinds.names().stream()
            .filter(name -> !name.matches("(song|tone|still|one-frame|silent|far|cut).*"))
            .toArray(String[]::new));
  }

  static List<Object[]> containers() {
    return each("usual.mp4", "usual.mkv", "usual.ts", "usual.flv");
  }

  static List<Object[]> cuttable() {
    return each(
        "usual.mp4",
        "usual.mkv",
        "usual.ts",
        "usual.flv",
        "vp9.webm",
        "dvd.mpg",
        "broadcast.ts",
        "interlaced.ts",
        "edited.mp4",
        "variable.mkv");
  }

  static List<Object[]> images() {
    return each("still.png", "still.jpg", "still.webp", "still.bmp", "still.gif");
  }

  static List<Object[]> songs() {
    return each("song.mp3", "song.m4a", "song.flac", "one-frame.mp4");
  }

  static List<Object[]> tones() {
    return each(
        Kinds.names().stream().filter(name -> name.startsWith("tone")).toArray(String[]::new));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("movies")
  void everyKindBecomesWhatTheChannelHas(Tools tools, String kind) throws Exception {
    Written written = feed(tools, kind, new Recipe(MOVING, ENCODED_SOUND));
    assertWellMade(written);
    assertPictureEndsAsNoted(written);
    assertThat(noted(run().audioEnd())).isCloseTo(soundEnd(written), within(SOUND_FRAME));
    assertTogether(written);
    assertThat(written.flashes()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(written.begin("a")).isCloseTo(TIMELINE - SOUND_FRAME, within(SOUND_FRAME));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("cuttable")
  void anEncodedPictureBeginsExactlyWhereItIsAskedTo(Tools tools, String kind) throws Exception {
    Recipe recipe = new Recipe(MOVING, ENCODED_SOUND);
    double origin = feed(tools, kind, recipe).beeps().getFirst();
    Written written = feed(tools, kind, 4.5, Optional.of(9.5), recipe);
    assertWellMade(written);
    assertPictureEndsAsNoted(written);
    assertTogether(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(5, within(2 * FRAME + 0.001));
    // of the beeps every two seconds, the first after the cut
    double first = (origin - TIMELINE - 4.5 + 10) % 2;
    assertThat(written.beeps().getFirst() - TIMELINE).isCloseTo(first, within(0.010));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("containers")
  void soundThatIsEncodedBesideACopyBeginsWithIt(Tools tools, String kind) throws Exception {
    double origin = kind.endsWith("mp4") ? 0 : 0.0213; // what is coded before the sound
    Recipe recipe = new Recipe(new Recipe.Picture.Copied(), ENCODED_SOUND);
    for (double from : new double[] {0, 3 + origin}) { // a keyframe
      Written written = feed(tools, kind, from, Optional.empty(), recipe);
      List<Double> flashes = written.flashes();
      List<Double> beeps = written.beeps();
      assertThat(beeps).hasSameSizeAs(flashes).hasSizeGreaterThan(3);
      for (int i = 0; i < flashes.size(); i++) {
        assertThat(beeps.get(i)).isCloseTo(flashes.get(i), within(0.010));
      }
      assertThat(written.begin("v") - TIMELINE).isCloseTo(from > 0 ? 0 : origin, within(0.002));
      assertThat(written.begin("a") - TIMELINE).isCloseTo(-SOUND_FRAME, within(0.001));
      double nudge = SeekPoint.of(kind, Written.duration(from)).nudge().toNanos() / 1e9;
      assertThat(noted(run().videoEnd()) + nudge)
          .isCloseTo(written.end("v") - TIMELINE, within(FRAME));
      assertThat(noted(run().audioEnd()) + nudge).isCloseTo(soundEnd(written), within(SOUND_FRAME));
    }
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("containers")
  void soundThatIsCopiedBesideAnEncodedPictureBeginsWithIt(Tools tools, String kind)
      throws Exception {
    Recipe recipe = new Recipe(MOVING, new Recipe.Sound.Copied());
    for (double from : new double[] {0, 4.6}) {
      Written written = feed(tools, kind, from, Optional.empty(), recipe);
      assertWellMade(written);
      assertPictureEndsAsNoted(written);
      assertTogether(written);
      assertThat(written.begin("a") - TIMELINE).isBetween(-SOUND_FRAME - 0.001, SOUND_FRAME);
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void silenceLastsAsLongAsAnEncodedPicture(Tools tools) throws Exception {
    Written written = feed(tools, "silent.mp4", new Recipe(MOVING, SILENCE));
    assertWellMade(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(12, within(0.001));
    assertThat(soundEnd(written)).isCloseTo(12, within(0.120));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void theLastFrameIsRepeatedAndTheSoundFilledWithSilenceWhereAsked(Tools tools) throws Exception {
    Recipe longPicture = new Recipe(until(new Recipe.Origin.Moving(), 12), ENCODED_SOUND);
    Written written = feed(tools, "long-sound.mp4", longPicture);
    assertWellMade(written);
    assertPictureEndsAsNoted(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(12, within(0.001));
    assertThat(written.beeps()).hasSize(6);

    Recipe.Sound filled = new Recipe.Sound.Encoded(SOUND, Optional.of(Duration.ofSeconds(12)));
    for (Recipe.Picture picture : List.of(MOVING, new Recipe.Picture.Copied())) {
      Written longer = feed(tools, "short-sound.mp4", new Recipe(picture, filled));
      assertThat(soundEnd(longer)).isCloseTo(12, within(SOUND_FRAME));
      assertThat(noted(run().audioEnd())).isCloseTo(12, within(0.001));
      assertThat(longer.beeps()).hasSize(4);
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void nothingIsCutOffWhereTheAskedEndComesTooEarly(Tools tools) throws Exception {
    Recipe.Sound sound = new Recipe.Sound.Encoded(SOUND, Optional.of(Duration.ofSeconds(3)));
    Recipe recipe = new Recipe(until(new Recipe.Origin.Moving(), 3), sound);
    Written written = feed(tools, "usual.mp4", recipe);
    assertThat(written.end("v") - TIMELINE).isCloseTo(12, within(0.001));
    assertThat(soundEnd(written)).isCloseTo(12, within(SOUND_FRAME));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("songs")
  void aCoverIsShownAsLongAsItsSongLasts(Tools tools, String kind) throws Exception {
    for (double from : new double[] {0, 5.5}) {
      Written written =
          feed(
              tools,
              kind,
              from,
              Optional.empty(),
              new Recipe(picture(new Recipe.Origin.Still()), ENCODED_SOUND));
      assertWellMade(written);
      assertPictureEndsAsNoted(written);
      assertThat(written.end("v") - TIMELINE).isCloseTo(12 - from, within(2 * FRAME));
      assertThat(soundEnd(written)).isCloseTo(12 - from, within(0.060));
      assertThat(written.beeps()).hasSize(from == 0 ? 6 : 3);
    }
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("tones")
  void aCardIsShownAsLongAsASoundWithoutAPictureLasts(Tools tools, String kind) throws Exception {
    Path card = Files.copy(Kinds.file("still.png"), folder.resolve("a card %d, [x].png"));
    Recipe recipe = new Recipe(picture(new Recipe.Origin.Card(card.toString())), ENCODED_SOUND);
    Written written = feed(tools, kind, recipe);
    assertWellMade(written);
    assertPictureEndsAsNoted(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(12, within(2 * FRAME + SOUND_FRAME));
    assertThat(written.beeps()).hasSize(6);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aCardIsShownAsLongAsACopiedSoundLasts(Tools tools) throws Exception {
    Recipe.Picture card = picture(new Recipe.Origin.Card(Kinds.file("still.jpg").toString()));
    Written written = feed(tools, "tone.aac", new Recipe(card, new Recipe.Sound.Copied()));
    assertWellMade(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(soundEnd(written), within(2 * FRAME));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void darknessIsShownAsLongAsASoundWithoutAPictureLasts(Tools tools) throws Exception {
    Recipe recipe = new Recipe(picture(new Recipe.Origin.Dark()), ENCODED_SOUND);
    Written written = feed(tools, "tone.aac", recipe);
    assertWellMade(written);
    assertPictureEndsAsNoted(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(soundEnd(written), within(2 * FRAME));
    Written silent =
        feed(tools, "tone.aac", new Recipe(until(new Recipe.Origin.Dark(), 3), SILENCE));
    assertThat(silent.end("v") - TIMELINE).isCloseTo(3, within(FRAME + 0.001));
  }

  @ParameterizedTest(name = "{1} {0}")
  @MethodSource("images")
  void anImageIsShownInSilenceAsLongAsAsked(Tools tools, String kind) throws Exception {
    Written written = feed(tools, kind, new Recipe(until(new Recipe.Origin.Still(), 10), SILENCE));
    assertWellMade(written);
    assertPictureEndsAsNoted(written);
    assertThat(written.end("v") - TIMELINE).isCloseTo(10, within(FRAME + 0.001));
    assertThat(soundEnd(written)).isCloseTo(10, within(0.120));
    assertThat(written.facts("v", "color_space,color_range"))
        .containsExactlyInAnyOrder("color_range=tv", "color_space=bt709");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aSoundThatChangesItsChannelsOnTheWayGoesOn(Tools tools) throws Exception {
    Path two = part(2, 0);
    Path six = part(6, 6);
    Path both = folder.resolve("both.ts");
    try (var out = Files.newOutputStream(both)) {
      Files.copy(two, out);
      Files.copy(six, out);
    }
    for (Recipe.Picture picture : List.of(MOVING, new Recipe.Picture.Copied())) {
      Written written = feed(tools, both, 0, Optional.empty(), new Recipe(picture, ENCODED_SOUND));
      List<Written.Packet> sound = written.packets("a");
      assertThat(sound).hasSizeBetween(561, 568); // 12 s; nothing is filled in again
      assertThat(written.end("a") - TIMELINE).isCloseTo(12, within(0.100)); // less a torn frame
      assertThat(written.end("v") - TIMELINE).isCloseTo(12, within(0.100));
    }
  }

  private Path part(int channels, double offset) throws Exception {
    String begin = Double.toString(offset);
    return new Samples(folder)
        .make(
            channels + ".ts",
            6,
            6,
            "-c:a",
            "ac3",
            "-ac",
            Integer.toString(channels),
            "-output_ts_offset",
            begin);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void theEndsAreNotedWhateverTheRunFolderIsCalled(Tools tools) throws Exception {
    Path odd = Files.createDirectory(folder.resolve("it's \\\"[b:=,]|%d_ä; $"));
    Step.StartFeeder step =
        step(
            Kinds.file("usual.mp4"),
            0,
            Optional.of(2.0),
            Step.Manner.AHEAD,
            new Recipe(MOVING, ENCODED_SOUND));
    RunFolder run = RunFolder.of(odd, new StreamName("tv"));
    run.make();
    feed(tools, step, run);
    assertThat(noted(run.videoEnd())).isEqualTo(2);
    assertThat(noted(run.audioEnd())).isCloseTo(2, within(SOUND_FRAME));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatIsReadAsItIsShownIsNotWrittenAhead(Tools tools) throws Exception {
    Recipe moving = new Recipe(MOVING, ENCODED_SOUND);
    Recipe still = new Recipe(until(new Recipe.Origin.Still(), 3), SILENCE);
    for (Step.StartFeeder step :
        List.of(
            step(Kinds.file("usual.mp4"), 9, Optional.empty(), Step.Manner.LIVE, moving),
            step(Kinds.file("still.png"), 0, Optional.empty(), Step.Manner.LIVE, still))) {
      long begin = System.nanoTime();
      feed(tools, step, run());
      assertThat((System.nanoTime() - begin) / 1e9).isGreaterThan(2);
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatFfmpegLacksIsNoFaultOfTheItem(Tools tools) throws Exception {
    Step.StartFeeder step =
        step(
            Kinds.file("usual.mp4"),
            0,
            Optional.empty(),
            Step.Manner.AHEAD,
            new Recipe(MOVING, ENCODED_SOUND));
    for (String[] lacking :
        new String[][] {
          {"libx264", "FFmpeg has no encoder nothing; install another (apt install ffmpeg), or"},
          {"bwdif", "FFmpeg has no filter nothing; install another (apt install ffmpeg), or"}
        }) {
      List<String> command =
          FeederCommand.of(tools.ffmpeg(), run(), step).stream()
              .map(argument -> argument.replace(lacking[0], "nothing"))
              .toList();
      Process process = start(command, run());
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      List<String> log = Files.readAllLines(run().log(Role.FEEDER));
      assertThat(Diagnosis.feeder(log, Optional.of(process.exitValue())).orElseThrow())
          .isInstanceOf(dev.wildstream.observed.Failure.Internal.class)
          .satisfies(failure -> assertThat(failure.detail()).startsWith(lacking[1]));
    }
  }

  private void assertWellMade(Written written) throws Exception {
    assertThat(written.complaints()).isEmpty();
    assertThat(written.facts("v", "codec_name,profile,width,height,pix_fmt,sample_aspect_ratio"))
        .containsExactlyInAnyOrder(
            "codec_name=h264",
            "profile=High",
            "width=640",
            "height=360",
            "pix_fmt=yuv420p",
            "sample_aspect_ratio=1:1");
    List<Written.Packet> frames = written.packets("v");
    List<Double> shown = frames.stream().map(Written.Packet::pts).sorted().toList();
    assertThat(shown.getFirst()).isCloseTo(TIMELINE, within(FRAME / 2));
    assertThat(frames.getFirst().dts()).isCloseTo(TIMELINE - FRAME, within(0.001));
    for (int i = 0; i < shown.size(); i++) {
      assertThat(shown.get(i)).as("frame %s", i).isCloseTo(TIMELINE + i * FRAME, within(0.001));
      assertThat(frames.get(i).flags().startsWith("K")).as("keyframe %s", i).isEqualTo(i % 60 == 0);
    }
    if (shown.size() > 290) {
      double bits =
          frames.stream().limit(300).mapToLong(Written.Packet::size).sum()
              * 8
              / (Math.min(300, shown.size()) * FRAME);
      assertThat(bits).isCloseTo(PICTURE.bitrate(), within(PICTURE.bitrate() * 0.1));
    }
  }

  private void assertPictureEndsAsNoted(Written written) throws Exception {
    assertThat(noted(run().videoEnd())).isCloseTo(written.end("v") - TIMELINE, within(FRAME));
  }

  private static void assertTogether(Written written) throws Exception {
    List<Double> flashes = written.flashes();
    List<Double> beeps = written.beeps();
    for (int i = 0; i < Math.min(flashes.size(), beeps.size()); i++) {
      assertThat(beeps.get(i))
          .as("flashes %s beeps %s", flashes, beeps)
          .isCloseTo(flashes.get(i), within(TOGETHER));
    }
  }

  private static double soundEnd(Written written) throws Exception {
    return written.end("a") - TIMELINE;
  }

  private static double noted(Path list) throws Exception {
    return WrittenEnd.in(list).orElseThrow().toNanos() / 1e9;
  }

  private RunFolder run() {
    return RunFolder.of(folder, new StreamName("tv"));
  }

  private Written feed(Tools tools, String kind, Recipe recipe) throws Exception {
    return feed(tools, kind, 0, Optional.empty(), recipe);
  }

  private Written feed(Tools tools, String kind, double from, Optional<Double> to, Recipe recipe)
      throws Exception {
    return feed(tools, Kinds.file(kind), from, to, recipe);
  }

  private Written feed(Tools tools, Path file, double from, Optional<Double> to, Recipe recipe)
      throws Exception {
    return feed(tools, step(file, from, to, Step.Manner.AHEAD, recipe), run());
  }

  private static Step.StartFeeder step(
      Path file, double from, Optional<Double> to, Step.Manner manner, Recipe recipe) {
    Step.Input input =
        new Step.Input(file.toString(), Written.duration(from), to.map(Written::duration), manner);
    return new Step.StartFeeder(1, 1, input, Written.duration(TIMELINE), recipe, 1, "test");
  }

  private Written feed(Tools tools, Step.StartFeeder step, RunFolder run) throws Exception {
    run.make();
    run.removeFeederFiles();
    Process feeder = start(FeederCommand.of(tools.ffmpeg(), run, step), run);
    assertThat(feeder.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(feeder.exitValue()).as(Files.readString(run.log(Role.FEEDER))).isZero();
    return new Written(folder.resolve("written.ts"), Tools.broughtAlong());
  }

  private Process start(List<String> command, RunFolder run) throws Exception {
    run.make();
    return new ProcessBuilder(new ArrayList<>(command))
        .redirectInput(new File("/dev/null"))
        .redirectOutput(folder.resolve("written.ts").toFile())
        .redirectError(run.log(Role.FEEDER).toFile())
        .start();
  }

  private static Offset<Double> within(double seconds) {
    return Offset.offset(seconds + 1e-6);
  }
}
