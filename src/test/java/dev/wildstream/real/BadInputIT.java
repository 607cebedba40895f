package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.HubProcess.Answer;
import dev.wildstream.real.SampleMedia.Clip;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong, and what machines do to them: a sentence each, and never a stack trace. */
class BadInputIT {

  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private HubProcess hub;

  @BeforeEach
  void makeHub() {
    hub = new HubProcess(folder, RealParts.bundledFfmpeg());
  }

  @AfterEach
  void noStackTraceAnywhere() {
    hub.close();
    assertThat(hub.logText()).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private static String stream(String lines) {
    return "version: 1\nstreams:\n  wild:\n" + lines.indent(4);
  }

  /** On the air at once: one video to this target. */
  private String channel(LocalTarget target) {
    SampleMedia.put(Clip.of("640x360", 6), folder.resolve("media/0.mp4"));
    return stream(target.yaml() + "playlist: [ media/0.mp4 ]");
  }

  private void awaitLog(String... parts) {
    Await.until(
        "a log line with " + List.of(parts),
        SOON,
        () -> hub.logText().lines().anyMatch(line -> Stream.of(parts).allMatch(line::contains)),
        hub::logText);
  }

  private String reason() {
    return hub.stream("wild").path("reason").asString("");
  }

  private void checkSays(String yaml, String... parts) {
    hub.write(yaml);
    checkSays(hub.config(), parts);
  }

  private void checkSays(Path file, String... parts) {
    Answer answer = hub.command("check", file.toString());
    assertThat(answer.status()).as(answer.text()).isEqualTo(1);
    assertThat(answer.text()).contains(parts).contains("1 problem\n").doesNotContain("\tat ");
  }

  // ---- files that check refuses

  @Test
  void aMissingFile() {
    checkSays(folder.resolve("none.yaml"), "no such file or folder; name a desired-state file");
  }

  @Test
  void anEmptyFile() {
    checkSays("", "streams.yaml:1:1: the file says nothing; write version: 1 and streams: {}");
  }

  @Test
  void aFileWithoutStreams() {
    checkSays("version: 1\nplaylists: {}\n", "1:1: the file has no streams; add streams:");
  }

  @Test
  void aTab() {
    checkSays(
        "version: 1\nstreams:\n\twild: {}\n", "3:1: a tab is used to indent; use blanks", "\n  ^");
  }

  @Test
  void aStreamThatIsThereTwice() {
    String wild =
        """
          wild:
            target: rtmp://live.example.com/app
            key: { file: keys/wild }
            playlist: [ a.mp4 ]
        """;
    checkSays(
        "version: 1\nstreams:\n" + wild + wild,
        "7:3: streams.wild: is there twice",
        ":3:3; remove");
  }

  @Test
  void anAliasThatHoldsItself() {
    checkSays(
        "version: 1\nplaylists:\n  p:\n    items: &all [ a.mp4, *all ]\nstreams: {}\n",
        "4:26: this alias stands for something that holds the alias itself; write out");
  }

  @Test
  void aFileOfFiveMebibytes() {
    checkSays(
        "#".repeat(5 * 1024 * 1024),
        "the file is larger than 1 MiB; split it into several files of one folder");
  }

  @Test
  void aKeyInTheClear() {
    checkSays(
        stream("target: rtmp://live.example.com/app\nkey: s3cret\nplaylist: [ a.mp4 ]"),
        "5:10: streams.wild.key: a key written in the clear; put it into a file");
    assertThat(hub.command("check", hub.config().toString()).text()).doesNotContain("s3cret");
  }

  @Test
  void aTargetOfThreeParts() {
    checkSays(
        stream(
            """
            target: rtmp://live.example.com/app/instance/s3cret
            key: { file: keys/wild }
            playlist: [ a.mp4 ]\
            """),
        "streams.wild.target: has more than two parts after the host");
    assertThat(hub.command("check", hub.config().toString()).text()).doesNotContain("s3cret");
  }

  @Test
  void aTargetWithoutAHost() {
    checkSays(
        stream("target: rtmp:///app\nkey: { file: keys/wild }\nplaylist: [ a.mp4 ]"),
        "streams.wild.target: names no host; write rtmp://HOST/APP or rtmps://HOST/APP");
  }

  @Test
  void aPlaylistThatIsNotThere() {
    checkSays(
        stream("target: rtmp://live.example.com/app\nkey: { file: keys/wild }\nplaylist: into")
            + "playlists:\n  intro: { items: [ a.mp4 ] }\n",
        "6:15: streams.wild.playlist: there is no playlist \"into\"; did you mean \"intro\"?");
  }

  @Test
  void allProblemsOfAFileAreToldAtOnce() {
    hub.write(stream("target: rtmp:///app\nkey: s3cret\nplaylst: [ a.mp4 ]"));
    Answer answer = hub.command("check", hub.config().toString());
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.text())
        .contains("names no host", "in the clear", "did you mean \"playlist\"?", "4 problems\n");
  }

  // ---- what run says

  @Test
  void aFirstStartWithoutAFileWaitsForItAndSaysSo() {
    try (LocalTarget target = new LocalTarget(folder)) {
      hub.start();
      awaitLog("Revision rejected", "streams.yaml");
      awaitLog("Listening", "address=");
      assertThat(hub.page("/-/healthy").status()).isEqualTo(200);
      assertThat(hub.page("/-/ready").status()).isEqualTo(503);
      hub.write("version: 1\n");
      awaitLog("Revision rejected", "the file has none of streams");
      hub.write(channel(target));
      hub.awaitPhase("wild", "on-air", SOON);
      assertThat(hub.page("/-/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void aPlaylistWithNothingPlayableIsBlockedAndNamesItemsAndReasons() throws IOException {
    Files.createDirectories(folder.resolve("media"));
    Files.write(folder.resolve("media/garbage.mp4"), new byte[50_000]);
    hub.write(
        stream(
            """
            target: rtmp://127.0.0.1:1/live
            key: { plain: k }
            playlist: [ media/garbage.mp4, media/missing.mp4 ]
            standby: none\
            """));
    hub.start().awaitPhase("wild", "blocked", SOON);
    assertThat(reason()).contains("garbage.mp4", "missing.mp4");
    awaitLog("Stream blocked", "garbage.mp4", "missing.mp4");
    assertThat(hub.command("status").text()).contains("garbage.mp4", "missing.mp4");
    assertThat(hub.command("status").status()).isEqualTo(3);
  }

  @Test
  void aStreamWithoutAPlayableItemGoesOnByItselfOnceThereIsOne() {
    try (LocalTarget target = new LocalTarget(folder)) {
      hub.write(stream(target.yaml() + "playlist: [ media/0.mp4 ]\nstandby: none"));
      hub.start().awaitPhase("wild", "blocked", SOON);
      SampleMedia.put(Clip.of("640x360", 6), folder.resolve("media/0.mp4"));
      hub.awaitPhase("wild", "on-air", Duration.ofSeconds(40));
    }
  }

  @Test
  void aKeyThatCannotBeReadBlocksUntilItCan() throws IOException {
    SampleMedia.put(Clip.of("640x360", 6), folder.resolve("media/0.mp4"));
    try (LocalTarget target = new LocalTarget(folder)) {
      Path key = folder.resolve("keys/wild");
      Files.createDirectory(key);
      hub.write(
          stream(
              "target: "
                  + target.target()
                  + "\nkey: { file: keys/wild }\nplaylist: [ media/0.mp4 ]"));
      hub.start().awaitPhase("wild", "blocked", SOON);
      assertThat(reason()).contains(key.toString());
      Files.delete(key);
      Await.until("it is missing", SOON, () -> reason().contains("does not exist"), this::reason);
      assertThat(hub.phase("wild")).isEqualTo("blocked");
      hub.key("wild", "local-key");
      hub.awaitPhase("wild", "on-air", SOON);
      awaitLog("Stream unblocked", "stream=wild");
    }
  }

  @Test
  void aKeyOutsideOfTheKeyRootIsNotRead() throws IOException {
    Files.writeString(folder.resolve("elsewhere"), "s3cret\n");
    hub.write(
        stream("target: rtmp://127.0.0.1:1/live\nkey: { file: elsewhere }\nplaylist: [ a.mp4 ]"));
    hub.start().awaitPhase("wild", "blocked", SOON);
    assertThat(reason()).contains("--key-root");
  }

  @Test
  void anFfmpegThatIsNotThereBlocksAndSaysWhatToDo() {
    hub = new HubProcess(folder, folder.resolve("nowhere/ffmpeg"));
    hub.write(
        stream("target: rtmp://127.0.0.1:1/live\nkey: { plain: k }\nplaylist: [ media/0.mp4 ]"));
    hub.start().awaitPhase("wild", "blocked", SOON);
    assertThat(reason()).contains("FFmpeg not found", folder + "/nowhere/ffmpeg", "--ffmpeg PATH");
    awaitLog("Stream blocked", "FFmpeg not found");
    awaitLog("Listening", "address=");
    assertThat(hub.page("/metrics").text())
        .contains("wildstream_stream_phase{phase=\"blocked\",stream=\"wild\"} 1.0");
  }

  @Test
  void aPortInUseKeepsNobodyOffTheAir() throws IOException {
    try (LocalTarget target = new LocalTarget(folder)) {
      hub.write(channel(target));
      try (ServerSocket other =
          new ServerSocket(hub.port(), 1, InetAddress.getByName("127.0.0.1"))) {
        hub.start().awaitPhase("wild", "on-air", SOON);
        awaitLog("Cannot listen, streams run on", String.valueOf(other.getLocalPort()));
        assertThat(hub.command("events").text()).contains("listen-failed");
      }
      Await.until(
          "it listens after all",
          Duration.ofSeconds(30),
          () -> hub.page("/-/ready").status() == 200,
          hub::logText);
      assertThat(hub.page("/metrics").text()).contains("wildstream_listening 1.0");
      assertThat(hub.logLines("Listening")).hasSize(1);
    }
  }

  @Test
  void anAddressThatIsNoneIsAUsageError() {
    for (String address : List.of("8935", "127.0.0.1", "127.0.0.1:99999", "0.0.0.0:8935")) {
      Answer answer = hub.command("run", "--listen", address);
      assertThat(answer.status()).as(answer.text()).isEqualTo(2);
      assertThat(answer.text()).contains("--listen: '" + address + "'").doesNotContain("\tat ");
    }
  }

  @Test
  void anUnknownOptionOrCommandIsAUsageError() {
    assertThat(hub.command("run", "--confg", "x").text())
        .contains("'--confg': no such option; did you mean '--config'?");
    assertThat(hub.command("run", "--confg", "x").status()).isEqualTo(2);
    assertThat(hub.command("statsu").text())
        .contains("'statsu': no such command; did you mean 'status'?");
    assertThat(hub.command("statsu").status()).isEqualTo(2);
    assertThat(hub.command().status()).isEqualTo(2);
  }

  @Test
  void aStateFolderThatCannotBeWrittenKeepsNobodyOffTheAir() throws IOException {
    Files.writeString(hub.state(), "a regular file in its place\n");
    try (LocalTarget target = new LocalTarget(folder)) {
      hub.write(channel(target));
      hub.start().awaitPhase("wild", "on-air", SOON);
      awaitLog("State cannot be written, streams run on", hub.state().toString());
      assertThat(hub.page("/metrics").text()).contains("wildstream_state_writable 0.0");
      assertThat(hub.command("status").text()).contains("STATE cannot be written, streams run on");
      assertThat(hub.stop()).isZero();
    }
  }

  @Test
  void aRuntimeFolderThatCannotBeWrittenEndsTheHub() throws IOException {
    Files.writeString(hub.runtime(), "a regular file in its place\n");
    hub.write("version: 1\nstreams: {}\n");
    assertThat(hub.start().waitFor()).isEqualTo(1);
    assertThat(hub.logText())
        .contains("Cannot run", "the runtime folder cannot be written", hub.runtime().toString())
        .contains("--runtime");
  }

  @Test
  void aSecondHubOnTheSameFoldersEndsAndNamesTheFirst() {
    hub.write("version: 1\nstreams: {}\n");
    hub.start();
    awaitLog("Revision applied");
    String first = "another hub (pid " + hub.process().pid() + ") has the ";
    Answer sameRuntime = hub.command("run", "--config", hub.config().toString());
    assertThat(sameRuntime.status()).isEqualTo(1);
    assertThat(sameRuntime.text())
        .contains(first + "runtime folder " + hub.runtime())
        .doesNotContain("\tat ");
    Answer sameState =
        hub.command(
            "run",
            "--config",
            hub.config().toString(),
            "--runtime",
            folder.resolve("r").toString());
    assertThat(sameState.status()).isEqualTo(1);
    assertThat(sameState.text()).contains(first + "state folder " + hub.state());
    assertThat(hub.process().isAlive()).isTrue();
  }

  @Test
  void aDamagedStateFileIsSetAsideAndTheStreamStartedFresh() throws IOException {
    Path streams = Files.createDirectories(hub.state().resolve("streams"));
    Files.writeString(streams.resolve("wild.json"), "{ \"format\": 1, \"pha");
    try (LocalTarget target = new LocalTarget(folder)) {
      hub.write(channel(target));
      hub.start().awaitPhase("wild", "on-air", SOON);
      awaitLog("State file damaged, set aside", "wild.json");
      assertThat(hub.command("events").text()).contains("state-damaged");
      try (Stream<Path> files = Files.list(streams)) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .anyMatch(name -> name.contains("wild") && name.contains("damaged"));
      }
    }
  }

  @Test
  void withoutAHubStatusAndEventsSaySo() {
    Answer answer = hub.command("status");
    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.text()).startsWith("no hub runs: ").contains(hub.runtime().toString());
    assertThat(hub.command("events").text())
        .isEqualTo("no events in " + hub.state() + "; --state names another folder\n");
  }
}
