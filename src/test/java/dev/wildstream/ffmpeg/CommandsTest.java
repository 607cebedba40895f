package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.RunRecords;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

  private static final Path FFMPEG = Path.of("/usr/bin/ffmpeg");
  private final RunFolder run = RunFolder.of(Path.of("/run/hub"), new StreamName("tv"));
  @TempDir Path folder;

  @Test
  void aPublishersArgumentsNameHostAndPortAndNothingElseOfTheTarget() {
    Target target =
        new Target(Target.Scheme.RTMPS, "live.example", 443, "live2/x", Optional.of("backup=1"));
    List<String> command =
        PublisherCommand.of(FFMPEG, run, target, Optional.of(Path.of("/etc/ca.pem")));
    assertThat(command).endsWith("rtmps://live.example:443/");
    assertThat(String.join(" ", command))
        .contains("-tls_verify 1 -ca_file /etc/ca.pem")
        .contains("-fpre /run/hub/tv/target.ffpreset")
        .contains("-re -analyzeduration 2000000 -max_streams 2 -blocksize 4096 -f mpegts -i pipe:0")
        .doesNotContain("live2", "backup");
    assertThat(PublisherCommand.preset(target, new Secret("k e?y=#&")))
        .isEqualTo("rtmp_app=live2/x?backup=1\nrtmp_playpath=k e?y=#&\n");
  }

  @Test
  void aKeyWithALineEndNeverReachesAPreset() {
    Target target = new Target(Target.Scheme.RTMP, "h", 1935, "live", Optional.empty());
    assertThat(PublisherCommand.of(FFMPEG, run, target, Optional.empty()))
        .doesNotContain("-tls_verify");
    assertThatThrownBy(() -> PublisherCommand.preset(target, new Secret("a\ny=b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("y=b");
  }

  @Test
  void aFeederReadsPlainFilesAloneAndOnlyItsPart() {
    String command = feeder("/m/-odd name.mp4", 10, Optional.of(25.5));
    assertThat(command)
        .contains("-protocol_whitelist file,pipe -format_whitelist mov,")
        .contains("-ss 10.000000 -t 15.500000 -i file:/m/-odd name.mp4")
        .contains("-output_ts_offset 70.000000 pipe:1")
        .doesNotContain("concat", "hls", "anullsrc");
    assertThat(feeder("/m/a.mp4", 0, Optional.empty())).doesNotContain("-ss", " -t ");
  }

  @Test
  void matroskaIsAskedForABitMoreAndMovedByTheSame() {
    assertThat(feeder("/m/a.MKV", 10, Optional.of(25.5)))
        .contains("-ss 10.140000 -t 15.360000 -i")
        .contains("-output_ts_offset 70.140000 ");
    assertThat(feeder("/m/a.mkv", 0, Optional.empty())).contains("-output_ts_offset 70.000000 ");
  }

  private static final Recipe.Encoding PICTURE =
      new Recipe.Encoding(
          new FrameSize(1280, 720),
          new FrameRate(30_000, 1_001),
          4_500_000,
          Duration.ofSeconds(2),
          "veryfast");

  private static final Recipe.SoundEncoding SOUND =
      new Recipe.SoundEncoding("mp3", 44_100, 1, 96_000);

  @Test
  void whatIsEncodedIsEncodedOnceAndMeasured() {
    String command =
        feeder(
            "/m/a.ts",
            30,
            Optional.of(40.0),
            Step.Manner.AHEAD,
            new Recipe(
                new Recipe.Picture.Encoded(
                    PICTURE, new Recipe.Origin.Moving(), Optional.of(Duration.ofSeconds(11))),
                new Recipe.Sound.Encoded(SOUND, Optional.of(Duration.ofSeconds(12)))));
    assertThat(command)
        .contains("-ss 20.000000 -itsoffset -10.000000 -t 10.000000 -i file:/m/a.ts ")
        .contains("fps=30000/1001,trim=end=10.000000[p]")
        .contains("nullsrc=s=16x16:r=30000/1001:d=11.000000[clock]")
        .contains("-b:v 4500000 -minrate 4500000 -maxrate 4500000 -bufsize 9000000")
        .contains("-preset veryfast -profile:v high")
        .contains("-g 60 -keyint_min 60 -sc_threshold 0 -force_key_frames expr:gte(t,n_forced*2")
        .contains("aresample=44100", "channel_layouts=mono,apad=whole_dur=12.000000[a]")
        .contains("-c:a libmp3lame -b:a 96000 -ar 44100 -ac 1")
        .contains("output_ts_offset=70.000000]pipe\\:1|[select=v:")
        .contains("segment_list=file\\\\\\:/run/hub/tv/feeder.video.csv]")
        .contains("segment_list=file\\\\\\:/run/hub/tv/feeder.audio.csv]")
        .doesNotContain("-re", "-copyts", "-shortest");
  }

  @Test
  void soundBesideACopiedPictureIsCutWhereTheCopyBegins() {
    String command =
        feeder(
            "/m/a.mkv",
            10,
            Optional.empty(),
            Step.Manner.LIVE,
            new Recipe(
                new Recipe.Picture.Copied(), new Recipe.Sound.Encoded(SOUND, Optional.empty())));
    assertThat(command)
        .contains("-noaccurate_seek -protocol_whitelist file,pipe -format_whitelist mov,")
        .contains("-ss 10.140000 -re -i file:/m/a.mkv ")
        .contains("-map 0:V:0 -c:v copy -copytb 1 ")
        .contains("first_pts=-6174,") // 0.14 s of 44.1 kHz
        .contains("output_ts_offset=70.140000]");
  }

  @Test
  void aCardIsReadWithoutLimitsAndAnImageAsWhatItsNameSays() {
    String card =
        feeder(
            "/m/song.mp3",
            5,
            Optional.empty(),
            Step.Manner.AHEAD,
            new Recipe(
                new Recipe.Picture.Encoded(
                    PICTURE, new Recipe.Origin.Card("/hub/card.png"), Optional.empty()),
                new Recipe.Sound.Copied()));
    assertThat(card)
        .contains("-ss 5.000000 -i file:/m/song.mp3 -f png_pipe -i file:/hub/card.png ")
        .contains("[1:v:0]scale=", "[0:a:0]aformat=channel_layouts=stereo,avectorscope=")
        .contains("-map 0:a:0 -c:a copy -copypriorss:a 0");
    String still =
        feeder(
            "/m/%d.JPG",
            0,
            Optional.empty(),
            Step.Manner.LIVE_WITHOUT_END,
            new Recipe(
                new Recipe.Picture.Encoded(PICTURE, new Recipe.Origin.Still(), Optional.empty()),
                new Recipe.Sound.Silence(SOUND, Optional.empty())));
    assertThat(still)
        .contains(FeederCommand.CONTAINERS + " -f jpeg_pipe -i file:/m/%d.JPG -f lavfi")
        .contains("-i anullsrc=r=44100:cl=mono ", ",realtime[v]", "-map 1:a:0 ", "-shortest")
        .doesNotContain("-stream_loop");
  }

  @Test
  void aCopyIsReadAgainAndAgainWhereAsked() {
    assertThat(feeder("/m/a.mp4", 0, Optional.empty(), Step.Manner.LIVE_WITHOUT_END, Recipe.COPY))
        .contains(" -re -stream_loop -1 -i file:/m/a.mp4 -map 0:V:0 -map 0:a:0 -c copy -f mpegts");
  }

  @Test
  void theFifoHoldsAboutFourSeconds() {
    assertThat(FifoSize.of(1)).isEqualTo(32 << 10);
    assertThat(FifoSize.of(500_000)).isEqualTo(256 << 10);
    assertThat(FifoSize.of(4_500_000)).isEqualTo(2 << 20);
    assertThat(FifoSize.of(1_000_000_000)).isEqualTo(8 << 20);
  }

  @Test
  void ffmpegSeesNothingOfTheHubsOwnEnvironment() {
    ProcessBuilder builder = new ProcessBuilder("true");
    builder.environment().put("WILDSTREAM_SECRET", "x");
    builder.environment().put("FFREPORT", "file=/tmp/x");
    builder.environment().put("STREAM_KEY_TV", "x");
    builder.environment().put("LC_ALL", "C.UTF-8");
    Spawner.scrub(builder);
    assertThat(builder.environment())
        .containsKeys("PATH", "LC_ALL")
        .doesNotContainKeys("WILDSTREAM_SECRET", "FFREPORT", "STREAM_KEY_TV");
  }

  @Test
  void aRunFolderIsItsOwnersAlone() throws Exception {
    RunFolder own = RunFolder.of(folder, new StreamName("tv"));
    own.make();
    own.makeFifo(7).close();
    own.makeFifo(7).close();
    own.makeFifo(8).close();
    own.writePreset("secret");
    own.writePreset("secret again");
    assertThat(mode(own.path())).isEqualTo("rwx------");
    assertThat(mode(own.preset())).isEqualTo("rw-------");
    assertThat(mode(own.fifo(7))).isEqualTo("rw-------");
    own.removeSessionFiles(7);
    assertThat(own.preset()).doesNotExist();
    assertThat(own.fifo(7)).doesNotExist();
    assertThat(own.fifo(8)).as("of a session that is fed ahead").exists();
    own.makeFifo(9).close();
    own.removeOtherFifos(9);
    assertThat(own.fifo(8)).doesNotExist();
    assertThat(own.fifo(9)).exists();
    assertThat(own.isUsed()).isTrue();
    own.remove();
    own.remove();
    assertThat(own.path()).doesNotExist();
  }

  @Test
  void onlyOurOwnProcessesAreTakenForLeftovers() {
    Leftovers leftovers =
        new Leftovers(Path.of("/run/hub"), new PropertiesRecords(), new RealClock());
    String progress = "file:/run/hub/tv/feeder.progress";
    Leftovers.Work feeder = new Leftovers.Work(new StreamName("tv"), Role.FEEDER);
    assertThat(leftovers.parse(List.of("/usr/bin/ffmpeg", "-progress", progress))).contains(feeder);
    assertThat(leftovers.parse(List.of("/bin/sh", "/hub/ffmpeg", "-progress", progress)))
        .contains(feeder);
    assertThat(
            leftovers.parse(
                List.of("sh", "-c", "exec …", "/run/hub/tv/fifo-1", "/x/ffmpeg", progress)))
        .contains(feeder);
    assertThat(leftovers.parse(List.of("setsid", "/x/ffmpeg", progress))).contains(feeder);
    assertThat(leftovers.parse(List.of("/opt/ffmpeg-5.1", "-nostats", "-progress", progress)))
        .as("an FFmpeg of another name")
        .contains(feeder);
    assertThat(leftovers.parse(List.of("tail", "-f", progress))).isEmpty();
    assertThat(leftovers.parse(List.of("cat", "/run/hub/tv/fifo"))).isEmpty();
    assertThat(leftovers.parse(List.of("ffmpeg", "file:/run/other/tv/feeder.progress"))).isEmpty();
    assertThat(leftovers.parse(List.of("ffmpeg", "file:/run/hub/feeder.progress"))).isEmpty();
    assertThat(leftovers.parse(List.of("ffmpeg", "file:/run/hub/a/b/feeder.progress"))).isEmpty();
    assertThat(leftovers.parse(List.of(""))).isEmpty();
  }

  @Test
  void processesOfAContainerAreNotTakenForLeftovers() throws Exception {
    Path own = Path.of("/proc", Long.toString(ProcessHandle.current().pid()));
    assertThat(Leftovers.isOfThisWorld(own)).isTrue();
    Path contained = Files.createDirectories(folder.resolve("4711/ns"));
    Files.createSymbolicLink(contained.resolve("pid"), Path.of("pid:[1]"));
    assertThat(Leftovers.isOfThisWorld(contained.getParent())).isFalse();
    assertThat(Leftovers.isOfThisWorld(folder.resolve("not-told"))).isTrue();
  }

  @Test
  void aNoteThatIsNotWholeIsNone() throws Exception {
    Path file = folder.resolve("publisher.json");
    Note note = Note.ofPublisher(3, 17).withInputStart(Duration.ofMillis(60_040));
    note.write(new PropertiesRecords(), file, new StreamName("tv"), Role.PUBLISHER);
    assertThat(Note.read(new PropertiesRecords(), file)).contains(note);
    Map<String, String> whole = new PropertiesRecords().read(file).orElseThrow();
    for (String damage : new String[] {null, "", "-5", "?"}) {
      for (String field : List.of("session", "feeder", "nudge", "logFrom")) {
        Map<String, String> damaged = new HashMap<>(whole);
        damaged.put(field, damage);
        assertThat(Note.read(holding(damaged), file)).as(field + "=" + damage).isEmpty();
      }
    }
  }

  private static RunRecords holding(Map<String, String> fields) {
    return new RunRecords() {
      @Override
      public void write(Path file, Map<String, String> written) {}

      @Override
      public Optional<Map<String, String>> read(Path file) {
        return Optional.of(fields);
      }
    };
  }

  @Test
  void toolsAreTheGivenElseTheInstalledElseTheOnesBroughtAlong() throws Exception {
    Path installed = Files.createDirectories(folder.resolve("bin"));
    Path home = folder.resolve("home");
    Path along = Files.createDirectories(home.resolve("ffmpeg"));
    ToolSearch search = search(Optional.empty(), home, installed, ToolSearch.Preference.INSTALLED);
    assertThat(search.missing())
        .contains("FFmpeg not found: install it (apt install ffmpeg) or give --ffmpeg PATH");
    program(along.resolve("ffmpeg"));
    assertThat(search.ffmpeg()).contains(along.resolve("ffmpeg"));
    assertThat(search.missing().orElseThrow()).startsWith("ffprobe not found");
    program(along.resolve("ffprobe"));
    assertThat(search.missing()).isEmpty();
    program(installed.resolve("ffmpeg"));
    assertThat(search.ffmpeg()).contains(installed.resolve("ffmpeg"));
    assertThat(
            search(Optional.empty(), home, installed, ToolSearch.Preference.BROUGHT_ALONG).ffmpeg())
        .contains(along.resolve("ffmpeg"));
    assertThat(
            search(
                    Optional.of(folder.resolve("none")),
                    home,
                    installed,
                    ToolSearch.Preference.INSTALLED)
                .missing())
        .contains(
            "FFmpeg not found: " + folder.resolve("none") + " is no program; give --ffmpeg PATH");
  }

  private static ToolSearch search(
      Optional<Path> given, Path home, Path installed, ToolSearch.Preference preference) {
    return new ToolSearch(
        given, Optional.empty(), Optional.of(home), "/nowhere::" + installed, preference);
  }

  private static void program(Path file) throws Exception {
    Files.writeString(file, "#!/bin/sh\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private String feeder(String path, double from, Optional<Double> to) {
    return feeder(path, from, to, Step.Manner.AHEAD, Recipe.COPY);
  }

  private String feeder(
      String path, double from, Optional<Double> to, Step.Manner manner, Recipe recipe) {
    Step.Input input =
        new Step.Input(
            path,
            Duration.ofMillis((long) (from * 1000)),
            to.map(t -> Duration.ofMillis((long) (t * 1000))),
            manner);
    return String.join(
        " ",
        FeederCommand.of(
            FFMPEG,
            run,
            new Step.StartFeeder(1, 1, input, Duration.ofSeconds(70), recipe, 1, "test")));
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
