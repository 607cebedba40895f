package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.real.NginxRtmp;
import dev.wildstream.real.Viewer;
import dev.wildstream.reconcile.Feeders;
import dev.wildstream.reconcile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where one thing on the air ends and the next begins, as the server's viewers get it. */
class SeamsIT {

  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final String KEY = "key";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Where every session's timeline begins here. */
  private static final Duration BEGIN = Duration.ofSeconds(60);

  /** How long before an item's begin its first sound is due. */
  private static final Duration PRIMING = Duration.ofMillis(22);

  @TempDir static Path media;
  @TempDir Path folder;
  private NginxRtmp server;
  private FfmpegProcesses processes;
  private final List<AutoCloseable> open = new ArrayList<>();

  static List<Tools> tools() {
    return Tools.all();
  }

  static Stream<Arguments> toolsAndKinds() {
    return Tools.all().stream()
        .flatMap(
            t -> Stream.of("plain", "reordered", "mp3-30", "fast-60").map(k -> Arguments.of(t, k)));
  }

  static Stream<Arguments> toolsAndBitrates() {
    return Tools.all().stream()
        .flatMap(t -> Stream.of(300, 1_000, 4_000).map(k -> Arguments.of(t, k)));
  }

  @BeforeAll
  static void makeMedia() throws Exception {
    make("plain.mp4", 25, 4, 600, "aac", "-bf", "0");
    make("reordered.mp4", 25, 4, 600, "aac", "-bf", "3", "-x264-params", "aud=1");
    make("mp3-30.mp4", 30, 4, 600, "libmp3lame", "-bf", "2");
    make("fast-60.mp4", 60, 4, 600, "aac", "-bf", "2");
    for (int kilobits : new int[] {300, 1_000, 4_000}) {
      make("a" + kilobits + ".mp4", 25, 20, kilobits, "aac", "-bf", "2");
      make("b" + kilobits + ".mp4", 25, 6, kilobits, "aac", "-bf", "2");
    }
  }

  private static void make(
      String name, int rate, int seconds, int kilobits, String sound, String... more)
      throws Exception {
    List<String> command = new ArrayList<>();
    String picture = "testsrc2=size=640x360:rate=" + rate + ":d=" + seconds;
    command.addAll(List.of("-f", "lavfi", "-i", picture + ",noise=alls=40:allf=t"));
    command.addAll(
        List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:d=" + seconds));
    String video = (kilobits - 64) + "k";
    command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"));
    command.addAll(List.of("-g", Integer.toString(rate), "-b:v", video, "-maxrate", video));
    command.addAll(List.of("-bufsize", video, "-c:a", sound, "-b:a", "64k", "-ac", "2"));
    command.addAll(List.of(more));
    command.add(name);
    Tools.broughtAlong().make(media, command.toArray(String[]::new));
  }

  @BeforeEach
  void start() {
    server = new NginxRtmp(folder.resolve("nginx"));
  }

  @AfterEach
  void endAll() throws Exception {
    processes.killAll();
    assertThat(processes.awaitNone(SOON)).isTrue();
    processes.close();
    for (AutoCloseable each : open) {
      each.close();
    }
    server.close();
  }

  @ParameterizedTest
  @MethodSource("toolsAndKinds")
  void whatWasFedIsSentToItsLastPictureThoughNothingFollows(Tools tools, String kind)
      throws Exception {
    hub(tools);
    Viewer viewer = pictures();
    Viewer listener = sounds();
    Until.holds(SOON, "both watch", () -> server.players() == 2);
    String item = kind + ".mp4";
    processes.perform(STREAM, publisher(1));
    processes.perform(STREAM, feeder(1, 1, item, BEGIN, 600));
    feederEnded(1, 1);
    for (int i = 0; i < 3; i++) {
      processes.perform(STREAM, new Step.Flush(1, "nothing follows"));
    }
    int pictures = packets("v", item);
    Until.holds(SOON, "all pictures", () -> viewer.media(true).size() >= pictures);
    processes.perform(STREAM, new Step.EndPublisher(1, "off"));
    PublisherView.Ended ended = publisherEnded(1);
    assertThat(ended.exitCode()).contains(255);
    assertThat(ended.failure().detail()).isEqualTo("ended by the hub");
    Until.holds(SOON, "all sounds", () -> listener.media(false).size() >= packets("a", item));
    assertThat(viewer.media(true).size()).isEqualTo(pictures);
    assertThat(listener.media(false).size()).isEqualTo(packets("a", item));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void oneThatFollowsAllTheSameFollowsWithoutAJump(Tools tools) throws Exception {
    hub(tools);
    Viewer viewer = pictures();
    Viewer listener = sounds();
    Player player = player();
    Until.holds(SOON, "all watch", () -> server.players() == 3);
    processes.perform(STREAM, publisher(1));
    processes.perform(STREAM, feeder(1, 1, "reordered.mp4", BEGIN, 600));
    FeederView.Ended first = feederEnded(1, 1);
    processes.perform(STREAM, new Step.Flush(1, "nothing follows"));
    int pictures = packets("v", "reordered.mp4");
    Until.holds(SOON, "all pictures", () -> viewer.media(true).size() >= pictures);
    Duration end = BEGIN.plus(first.videoEnd().orElseThrow()).plusMillis(160);
    processes.perform(STREAM, feeder(1, 2, "reordered.mp4", end, 600));
    feederEnded(1, 2);
    processes.perform(STREAM, new Step.Flush(1, "nothing follows"));
    Until.holds(SOON, "all pictures", () -> viewer.media(true).size() >= 2 * pictures);
    assertThat(viewer.media(true).size()).isEqualTo(2 * pictures);
    assertThat(viewer.holes(true, Duration.ofMillis(210))).isEmpty();
    assertThat(player.complaints()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("toolsAndBitrates")
  void whatFollowsACutIsOnTheAirWithinASecondInTheSameSession(Tools tools, int kilobits)
      throws Exception {
    hub(tools);
    Viewer viewer = pictures();
    Viewer listener = sounds();
    Player player = player();
    Until.holds(SOON, "all watch", () -> server.players() == 3);
    processes.perform(STREAM, publisher(1));
    processes.perform(STREAM, feeder(1, 1, "a" + kilobits + ".mp4", BEGIN, kilobits));
    Until.holds(SOON, "on the air", () -> position().compareTo(BEGIN.plusMillis(5_300)) > 0);
    Instant asked = Instant.now();
    processes.perform(STREAM, new Step.CutFeeder(1, 1, "apply: now"));
    FeederView.Cut cut =
        Until.present(
            SOON,
            "cut",
            () ->
                processes.feeder(STREAM) instanceof FeederView.Cut c
                    ? Optional.of(c)
                    : Optional.empty());
    Duration begin = cut.reached().plus(PRIMING);
    processes.perform(STREAM, feeder(1, 2, "b" + kilobits + ".mp4", begin, kilobits));
    feederEnded(1, 2);
    processes.perform(STREAM, new Step.Flush(1, "nothing follows"));
    int pictures = packets("v", "b" + kilobits + ".mp4");
    Duration around = cut.reached().minus(BEGIN);
    Until.holds(SOON, "all of it", () -> beginningAt(viewer, around).size() >= pictures);
    List<Viewer.Packet> after = beginningAt(viewer, around);
    assertThat(after.size()).isEqualTo(pictures);
    List<Viewer.Packet> all = viewer.media(true);
    Viewer.Packet before = all.get(all.size() - after.size() - 1);
    Duration took = Duration.between(asked, after.getFirst().came());
    Duration gap = Duration.between(before.came(), after.getFirst().came());
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    assertThat(gap).isLessThan(Duration.ofMillis(600));
    assertThat(viewer.holes(true, Duration.ofMillis(150))).isEmpty();
    assertThat(listener.holes(false, Duration.ofMillis(130))).isEmpty();
    assertThat(server.calls("publish")).hasSize(1);
    assertThat(player.complaints()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aSessionThatIsFedAheadFollowsAtOnce(Tools tools) throws Exception {
    hub(tools);
    processes.perform(STREAM, publisher(1));
    processes.perform(STREAM, feeder(1, 1, "plain.mp4", BEGIN, 600));
    feederEnded(1, 1);
    List<Long> took = new ArrayList<>();
    for (long session = 2; session <= 8; session++) {
      long before = session - 1;
      processes.perform(STREAM, new Step.Flush(before, "a planned reconnect follows"));
      processes.perform(STREAM, feeder(session, 1, "plain.mp4", BEGIN, 600));
      assertThat(((FeederView.Running) processes.feeder(STREAM)).session()).isEqualTo(session);
      fifosAre("fifo-" + before, "fifo-" + session);
      Until.holds(
          SOON,
          "the session before is sent; FFmpeg 5 tells nothing of the last 0.2 s",
          () -> position().compareTo(BEGIN.plusMillis(3_700)) > 0);
      Instant asked = Instant.now();
      processes.perform(STREAM, new Step.EndPublisher(before, "planned"));
      assertThat(publisherEnded(before).exitCode()).contains(255);
      processes.perform(STREAM, publisher(session));
      Until.holds(SOON, "asks", () -> server.calls("publish").size() == before + 1);
      took.add(Duration.between(asked, server.calls("publish").getLast().at()).toMillis());
      feederEnded(session, 1);
      assertThat(fifos()).containsExactly("fifo-" + session);
    }
    took.sort(null);
    assertThat(took.get(took.size() / 2)).as("ms, %s", took).isLessThan(1_000);
  }

  @Test
  void aFeederAheadOfASessionThatNeverBeginsIsEnded() throws Exception {
    hub(Tools.broughtAlong());
    processes.perform(STREAM, feeder(4, 1, "a4000.mp4", BEGIN, 4_000));
    long pid = fed(4);
    assertThat(fifos()).containsExactly("fifo-4");
    processes.perform(STREAM, new Step.KillPublisher(3, "another session: nothing happens"));
    processes.perform(STREAM, feeder(5, 1, "a4000.mp4", BEGIN, 4_000));
    long next = fed(5);
    Until.holds(SOON, "the one before is gone", () -> gone(pid));
    assertThat(fifos()).containsExactly("fifo-5");

    processes.perform(STREAM, publisher(6));
    Until.holds(SOON, "gone", () -> gone(next));
    Until.holds(SOON, "its fifo too", () -> fifos().equals(List.of("fifo-6")));
    processes.perform(STREAM, feeder(7, 1, "a4000.mp4", BEGIN, 4_000));
    long last = fed(7);
    processes.perform(STREAM, new Step.KillPublisher(6, "it ends beside a feeder ahead"));
    publisherEnded(6);
    assertThat(gone(last)).isFalse();
    assertThat(fifos()).containsExactly("fifo-7");
    processes.forget(STREAM);
    Until.holds(SOON, "gone", () -> gone(last));
    Until.holds(SOON, "run folder gone", () -> !Files.exists(folder.resolve("run/wild-tv")));
    assertThat(processes.known()).isEmpty();
  }

  @Test
  void theNextHubAdoptsTheSessionOnTheAirAndEndsWhatWasFedAhead() throws Exception {
    hub(Tools.broughtAlong());
    processes.perform(STREAM, publisher(1));
    processes.perform(STREAM, feeder(1, 1, "plain.mp4", BEGIN, 600));
    feederEnded(1, 1);
    processes.perform(STREAM, feeder(2, 1, "a4000.mp4", BEGIN, 4_000));
    long ahead = fed(2);
    processes.settle(SOON);
    processes.close();
    hub(Tools.broughtAlong());
    assertThat(processes.takeOver()).hasSize(1);
    assertThat(gone(ahead)).isTrue();
    assertThat(((PublisherView.Running) processes.publisher(STREAM)).session()).isEqualTo(1);
    Until.holds(SOON, "one fifo", () -> fifos().equals(List.of("fifo-1")));
    processes.perform(STREAM, new Step.EndPublisher(1, "off"));
    publisherEnded(1);
  }

  private long fed(long session) {
    return Until.present(
        SOON,
        "fed ahead",
        () ->
            processes.feeder(STREAM) instanceof FeederView.Running running
                    && running.session() == session
                ? running.pid()
                : Optional.empty());
  }

  private static boolean gone(long pid) {
    return ProcessIdentity.of(pid).isEmpty();
  }

  private List<String> fifos() {
    try (Stream<Path> files = Files.list(folder.resolve("run/wild-tv"))) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(n -> n.startsWith("fifo"))
          .sorted()
          .toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  private void fifosAre(String... names) {
    Until.holds(SOON, "the fifos are " + List.of(names), () -> fifos().equals(List.of(names)));
  }

  /** The pictures from the last keyframe near there: the first of what follows the cut. */
  private static List<Viewer.Packet> beginningAt(Viewer viewer, Duration around) {
    List<Viewer.Packet> all = viewer.media(true);
    int begin = all.size();
    for (int i = 0; i < all.size(); i++) {
      Duration off = all.get(i).due().minus(around);
      if (all.get(i).key() && off.abs().compareTo(Duration.ofMillis(300)) < 0) {
        begin = i;
      }
    }
    return all.subList(begin, all.size());
  }

  private static int packets(String kind, String item) {
    try {
      String count =
          Tools.broughtAlong()
              .probe(
                  "-select_streams",
                  kind + ":0",
                  "-count_packets",
                  "-show_entries",
                  "stream=nb_read_packets",
                  "-of",
                  "csv=p=0",
                  media.resolve(item).toString());
      return Integer.parseInt(count);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Duration position() {
    return processes.publisher(STREAM) instanceof PublisherView.Running running
        ? running.output().map(PublisherView.Output::position).orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private FeederView.Ended feederEnded(long session, long number) {
    return Until.present(
        SOON,
        "feeder " + number + " ends",
        () ->
            processes.feeder(STREAM) instanceof FeederView.Ended ended
                    && ended.session() == session
                    && ended.number() == number
                ? Optional.of(ended)
                : Optional.empty());
  }

  private PublisherView.Ended publisherEnded(long session) {
    return Until.present(
        SOON,
        "publisher " + session + " ends",
        () ->
            processes.publisher(STREAM) instanceof PublisherView.Ended ended
                    && ended.session() == session
                ? Optional.of(ended)
                : Optional.empty());
  }

  private Step.StartPublisher publisher(long session) {
    return new Step.StartPublisher(
        session,
        new Target(Target.Scheme.RTMP, "127.0.0.1", server.port(), "live", Optional.empty()),
        new KeyReference.Plain(new Secret(KEY)),
        "digest",
        600_000,
        "test");
  }

  private static Step.StartFeeder feeder(
      long session, long number, String item, Duration at, int kilobits) {
    String path = media.resolve(item).toString();
    return Feeders.copy(session, number, path, at, Optional.empty(), kilobits * 1_000L);
  }

  private void hub(Tools tools) {
    processes =
        new FfmpegProcesses(
            folder.resolve("run"),
            tools.search(),
            (reference, digest) -> ((KeyReference.Plain) reference).key(),
            Optional.empty(),
            MediaRoots.ANYWHERE,
            new PropertiesRecords(),
            new RealClock(),
            Wake.real());
  }

  private Viewer pictures() {
    Viewer viewer = Viewer.ofPictures(server.url(KEY), folder.resolve("viewer.log"));
    open.add(viewer);
    return viewer;
  }

  private Viewer sounds() {
    Viewer viewer = Viewer.ofSound(server.url(KEY), folder.resolve("listener.log"));
    open.add(viewer);
    return viewer;
  }

  private Player player() throws IOException {
    Player player = Player.of(server.url(KEY), folder.resolve("player.log"));
    open.add(player);
    return player;
  }

  /** Decodes what a viewer gets. */
  private record Player(Process process, Path log) implements AutoCloseable {

    static Player of(String url, Path log) throws IOException {
      List<String> command = new ArrayList<>();
      command.add(Tools.broughtAlong().ffmpeg().toString());
      command.addAll(List.of("-nostdin", "-v", "error", "-i", url, "-f", "null", "-"));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new Player(process, log);
    }

    List<String> complaints() {
      try {
        return Files.readAllLines(log);
      } catch (IOException unreadable) {
        throw new AssertionError(unreadable);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
