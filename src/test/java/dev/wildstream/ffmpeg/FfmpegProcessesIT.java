package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.Target;
import dev.wildstream.linux.ProcessIdentity;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Feeders;
import dev.wildstream.reconcile.Recipe;
import dev.wildstream.reconcile.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The processes of a stream, for real, with an FFmpeg listener as the server. */
class FfmpegProcessesIT {

  private static final String KEY = "planted-key-5d1e&more=?#x y";
  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir static Path media;
  @TempDir Path folder;
  private Optional<Receiver> receiver = Optional.empty();
  private FfmpegProcesses processes;

  static List<Tools> tools() {
    return Tools.all();
  }

  @BeforeAll
  static void makeMedia() throws Exception {
    Samples samples = new Samples(media);
    samples.make("six.mp4", 6, 6);
    samples.make("silent.mp4", 3, 3, "-an");
    samples.copy("six.mp4", "minute.mp4", 10);
    Files.write(media.resolve("junk.mp4"), new byte[3000]);
  }

  @AfterEach
  void endAll() throws Exception {
    processes.killAll();
    assertThat(processes.awaitNone(SOON)).isTrue();
    processes.close();
    receiver.ifPresent(Receiver::close);
    try (var left = ProcessHandle.allProcesses()) {
      assertThat(
              left.filter(p -> p.info().commandLine().orElse("").contains(folder.toString()))
                  .toList())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void itemsFollowEachOtherInOneSessionAndTheKeyIsInNoArgument(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    assertThat(processes.publisher(STREAM)).isInstanceOf(PublisherView.Running.class);
    processes.perform(STREAM, feeder(1, 1, "six.mp4", 60.0, Optional.empty()));

    FeederView.Ended first = feederEnded(1);
    assertThat(first.failure()).isEmpty();
    assertThat(first.videoEnd().orElseThrow()).isEqualTo(Duration.ofSeconds(6));
    assertThat(first.audioEnd().orElseThrow())
        .isBetween(Duration.ofMillis(5_970), Duration.ofMillis(6_030));
    PublisherView.Running running = running();
    assertThat(arguments(running.pid().orElseThrow())).doesNotContain("planted", "live/a?b=c");

    Recipe.Sound.Silence silence =
        new Recipe.Sound.Silence(
            new Recipe.SoundEncoding("aac", 48_000, 2, 128_000), Optional.empty());
    processes.perform(STREAM, feeder(1, 2, "silent.mp4", 66.03, Optional.of(silence)));
    FeederView.Ended second = feederEnded(2);
    assertThat(second.failure()).isEmpty();
    assertThat(second.audioEnd()).isEqualTo(second.videoEnd());
    assertThat(second.videoEnd().orElseThrow())
        .isBetween(Duration.ofMillis(2_970), Duration.ofMillis(3_030));

    Until.holds(
        SOON,
        "output reaches the second item",
        () -> position().compareTo(Duration.ofSeconds(67)) > 0);
    assertThat(running().output().orElseThrow().bytes()).isGreaterThan(10_000);
    assertThat(running().output().orElseThrow().speed()).isBetween(0.7, 1.4);
    PublisherView.Connection connection = running().connection().orElseThrow();
    assertThat(connection.answered()).isTrue();
    assertThat(Duration.between(connection.acknowledgedAt(), new RealClock().steady()))
        .isLessThan(Duration.ofSeconds(2));

    processes.perform(STREAM, new Step.EndPublisher(1, "off"));
    PublisherView.Ended ended = publisherEnded(1);
    assertThat(ended.exitCode()).contains(255);
    assertThat(ended.failure()).isEqualTo(new Failure.Internal("ended by the hub"));
    assertThat(Files.exists(folder.resolve("run/wild-tv/target.ffpreset"))).isFalse();
    processes.forget(STREAM);
    Until.holds(SOON, "run folder gone", () -> !Files.exists(folder.resolve("run/wild-tv")));
    assertThat(processes.known()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aBrokenItemLeavesTheSessionAlone(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "junk.mp4", 60, Optional.empty()));
    assertThat(feederEnded(1).failure().orElseThrow()).isInstanceOf(Failure.Media.class);
    assertThat(feederEnded(1).videoEnd()).isEmpty();
    processes.perform(STREAM, feeder(1, 2, "missing.mp4", 60, Optional.empty()));
    assertThat(feederEnded(2).failure()).contains(new Failure.Media("no such file"));
    processes.perform(STREAM, feeder(1, 3, "six.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    assertThat(position()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(66));

    processes.perform(STREAM, new Step.KillPublisher(9, "another session: nothing happens"));
    processes.perform(STREAM, new Step.KillPublisher(1, "enough"));
    assertThat(publisherEnded(1).exitCode()).contains(137);
    Until.holds(
        SOON,
        "its feeder ends with it",
        () -> processes.feeder(STREAM) instanceof FeederView.Ended);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aKilledPublisherSaysWhichSignal(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "six.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    ProcessHandle.of(running().pid().orElseThrow()).orElseThrow().destroyForcibly();
    assertThat(publisherEnded(1).failure())
        .isEqualTo(new Failure.Internal("killed by signal 9 (SIGKILL)"));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aFeederThatIsEndedTellsHowFarItCameAndTheFifoRunsEmpty(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "minute.mp4", 60, Optional.empty()));
    Until.holds(
        SOON, "the feeder has written", () -> written().compareTo(Duration.ofSeconds(2)) > 0);
    assertThat(running().fifoEmptySince()).isEmpty();
    processes.perform(STREAM, new Step.KillFeeder(1, 8, "another feeder: nothing happens"));
    Duration before = written();
    processes.perform(STREAM, new Step.KillFeeder(1, 1, "it was enough"));
    FeederView.Ended ended = feederEnded(1);
    assertThat(ended.failure())
        .contains(new Failure.Starved("it was enough and was ended by the hub"));
    assertThat(ended.videoEnd().orElseThrow()).isGreaterThan(before);
    Until.holds(
        Duration.ofSeconds(20),
        "the fifo runs empty",
        () -> running().fifoEmptySince().isPresent());
    // one stuck in a full fifo is killed: better a small gap after it than an overlap; FFmpeg 5
    // counts the reordering of the first frames in, a tenth of a second
    Duration end = Duration.ofSeconds(60).plus(ended.videoEnd().orElseThrow());
    Until.holds(
        SOON,
        "output comes near to where the feeder says it ended, " + end,
        () -> position().compareTo(end.minusSeconds(1)) > 0);
    assertThat(position()).isLessThan(end.plusMillis(200));

    // the next one starts where it ended, in the same session
    processes.perform(STREAM, feeder(1, 2, "six.mp4", end.toMillis() / 1000.0, Optional.empty()));
    Until.holds(SOON, "output goes on", () -> position().compareTo(end.plusSeconds(1)) > 0);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aServerThatGoesIsALostNetwork(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "six.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    receiver.orElseThrow().close();
    assertThat(publisherEnded(1).failure()).isInstanceOf(Failure.Network.class);
    // and now nobody listens there
    processes.perform(STREAM, publisher(2, target));
    processes.perform(STREAM, feeder(2, 1, "six.mp4", 60, Optional.empty()));
    PublisherView.Ended refused = publisherEnded(2);
    assertThat(refused.failure()).isInstanceOf(Failure.Network.class);
    assertThat(refused.failure().detail()).contains("Connection refused");
    assertThat(refused.lastOutput()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatAnEarlierHubLeftIsGoneOnWith(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(3, target));
    processes.perform(STREAM, feeder(3, 1, "six.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    Duration before = position();
    long pid = running().pid().orElseThrow();

    processes.close();
    processes = hub(tools);
    assertThat(processes.takeOver()).isEmpty();
    assertThat(running().session()).isEqualTo(3);
    assertThat(running().adopted()).isTrue();
    assertThat(running().pid()).contains(pid);
    assertThat(position()).isGreaterThanOrEqualTo(before);
    assertThat(processes.known()).containsExactly(STREAM);
    FeederView.Ended first = feederEnded(1);
    assertThat(first.failure()).isEmpty();
    assertThat(first.videoEnd().orElseThrow()).isEqualTo(Duration.ofSeconds(6));

    processes.perform(STREAM, feeder(3, 2, "six.mp4", 66.03, Optional.empty()));
    Until.holds(
        SOON,
        "output reaches the second item",
        () -> position().compareTo(Duration.ofSeconds(67)) > 0);
    processes.perform(STREAM, new Step.EndPublisher(3, "off"));
    PublisherView.Ended ended = publisherEnded(3);
    assertThat(ended.exitCode()).isEmpty();
    assertThat(ended.failure()).isEqualTo(new Failure.Internal("ended by the hub"));
    assertThat(Files.exists(folder.resolve("run/wild-tv/target.ffpreset"))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aFeederThatEndedWhileNoHubWasThereTellsWhereItEnded(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "minute.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    Until.holds(SOON, "written", () -> written().compareTo(Duration.ofSeconds(2)) > 0);
    FeederView.Running feeder = (FeederView.Running) processes.feeder(STREAM);
    processes.close();
    ProcessHandle.of(feeder.pid().orElseThrow()).orElseThrow().destroyForcibly();
    Until.holds(SOON, "gone", () -> ProcessIdentity.of(feeder.pid().orElseThrow()).isEmpty());

    processes = hub(tools);
    assertThat(processes.takeOver()).isEmpty();
    FeederView.Ended killed = feederEnded(1);
    assertThat(killed.failure().orElseThrow()).isInstanceOf(Failure.Internal.class);
    assertThat(killed.videoEnd().orElseThrow())
        .isGreaterThanOrEqualTo(feeder.written().orElse(Duration.ZERO));
    Duration end = Duration.ofSeconds(60).plus(killed.videoEnd().orElseThrow());

    processes.perform(STREAM, feeder(1, 2, "six.mp4", end.toMillis() / 1000.0, Optional.empty()));
    Until.holds(SOON, "started", () -> written().compareTo(Duration.ZERO) > 0);
    processes.close();
    Until.holds(
        Duration.ofSeconds(30),
        "it ends while nobody looks",
        () -> Files.exists(folder.resolve("run/wild-tv/feeder.video.csv")));
    processes = hub(tools);
    processes.takeOver();
    assertThat(feederEnded(2).failure()).isEmpty();
    assertThat(feederEnded(2).videoEnd().orElseThrow()).isEqualTo(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void aHubThatDiedBetweenASpawnAndItsNoteLeavesWhatIsFoundByItsArguments(Tools tools)
      throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "minute.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    processes.close();
    for (Role role : Role.values()) {
      Path note = folder.resolve("run/wild-tv/" + role.text() + ".json");
      List<String> lines = Files.readAllLines(note);
      lines.removeIf(line -> line.matches("(pid|startTicks|boot)=.*"));
      Files.write(note, lines);
    }
    processes = hub(tools);
    assertThat(processes.takeOver()).isEmpty();
    assertThat(running().adopted()).isTrue();
    assertThat(processes.feeder(STREAM)).isInstanceOf(FeederView.Running.class);
    processes.killAll();
    assertThat(publisherEnded(1).failure()).isEqualTo(new Failure.Internal("ended by the hub"));
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatAnEarlierHubLeftAndHasNoNoteIsEnded(Tools tools) throws Exception {
    Target target = startReceiver();
    start(tools);
    processes.perform(STREAM, publisher(1, target));
    processes.perform(STREAM, feeder(1, 1, "minute.mp4", 60, Optional.empty()));
    Until.holds(SOON, "on the air", () -> running().output().isPresent());
    long pid = running().pid().orElseThrow();
    processes.close();
    Files.delete(folder.resolve("run/wild-tv/publisher.json"));
    processes = hub(tools);
    List<Leftovers.Leftover> ended = processes.takeOver();
    assertThat(ended)
        .extracting(Leftovers.Leftover::role)
        .containsExactlyInAnyOrder(Role.PUBLISHER, Role.FEEDER);
    assertThat(ProcessIdentity.of(pid)).isEmpty();
    assertThat(processes.publisher(STREAM)).isInstanceOf(PublisherView.Absent.class);
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatCannotBeStartedSaysWhy(Tools tools) throws Exception {
    processes =
        new FfmpegProcesses(
            folder.resolve("run"),
            tools.search(),
            (reference, digest) -> {
              throw new IOException("key file /keys/x does not exist");
            },
            Optional.empty(),
            MediaRoots.ANYWHERE,
            new PropertiesRecords(),
            new RealClock(),
            Wake.real());
    processes.perform(STREAM, publisher(1, target(9)));
    assertThat(publisherEnded(1).failure())
        .isEqualTo(new Failure.Internal("key file /keys/x does not exist"));
    assertThat(publisherEnded(1).exitCode()).isEmpty();
  }

  private Step.StartPublisher publisher(long session, Target target) {
    return new Step.StartPublisher(
        session, target, new KeyReference.Plain(new Secret(KEY)), "digest", 500_000, "test");
  }

  private static Step.StartFeeder feeder(
      long session, long number, String item, double at, Optional<Recipe.Sound.Silence> silence) {
    return Feeders.copy(
        session,
        number,
        media.resolve(item).toString(),
        Duration.ofMillis((long) (at * 1000)),
        silence,
        500_000);
  }

  private void start(Tools tools) {
    processes = hub(tools);
  }

  private FfmpegProcesses hub(Tools tools) {
    return new FfmpegProcesses(
        folder.resolve("run"),
        tools.search(),
        (reference, digest) -> ((KeyReference.Plain) reference).key(),
        Optional.empty(),
        MediaRoots.ANYWHERE,
        new PropertiesRecords(),
        new RealClock(),
        Wake.real());
  }

  private PublisherView.Running running() {
    assertThat(processes.publisher(STREAM)).isInstanceOf(PublisherView.Running.class);
    return (PublisherView.Running) processes.publisher(STREAM);
  }

  private Duration written() {
    return processes.feeder(STREAM) instanceof FeederView.Running running
        ? running.written().orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  private Duration position() {
    return running().output().map(PublisherView.Output::position).orElse(Duration.ZERO);
  }

  private FeederView.Ended feederEnded(long number) {
    return Until.present(
        SOON,
        "feeder " + number + " ends",
        () ->
            processes.feeder(STREAM) instanceof FeederView.Ended ended && ended.number() == number
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

  private static String arguments(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
  }

  private static Target target(int port) {
    return new Target(Target.Scheme.RTMP, "127.0.0.1", port, "live/a", Optional.of("b=c"));
  }

  private Target startReceiver() throws IOException {
    receiver = Optional.of(Receiver.start(folder));
    return target(receiver.get().port());
  }
}
