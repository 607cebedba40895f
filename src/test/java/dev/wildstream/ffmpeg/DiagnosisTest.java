package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.observed.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Logs as both versions of FFmpeg wrote them when the faults were caused for real. */
class DiagnosisTest {

  static Stream<Arguments> samples() {
    return Recording.versions().stream()
        .flatMap(version ->
            Faults.all().stream().map(fault -> Arguments.of(version, fault.name(), fault)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("samples")
  void eachSampleIsTakenForWhatItIs(String version, String name, Faults fault) {
    fault.judge(Recording.of(version, name));
  }

  @Test
  void everyFaultIsRecordedAndEveryRecordingIsOfAFault() {
    TreeSet<String> names =
        Faults.all().stream().map(Faults::name).collect(Collectors.toCollection(TreeSet::new));
    assertThat(names).hasSize(Faults.all().size());
    for (String version : Recording.versions()) {
      assertThat(Recording.names(version)).isEqualTo(names);
    }
  }

  /** What hosts, items and keys may be called without being taken for a failure. */
  private static final List<String> HOSTILE =
      List.of(
          "refused-broken-pipe.example",
          "connection-refused.example",
          "already-publishing.example",
          "certificate.tls.example",
          "handshake",
          "received-signal-15.example");

  @Test
  void aHostMayBeCalledLikeAnyFailure() {
    for (String host : HOSTILE) {
      String url = "rtmp://" + host + ":1935/";
      assertThat(opening(url, "Input/output error")).allSatisfy(is(Failure.Rejected.class));
      assertThat(opening(url, "Connection reset by peer")).allSatisfy(is(Failure.Network.class));
      assertThat(opening(url, "Cannot allocate memory")).allSatisfy(is(Failure.Internal.class));
      assertThat(opening(url, "Operation not permitted")).allSatisfy(is(Failure.Busy.class));
      assertThat(
              publisher(
                  "[info] Output #0, flv, to '" + url + "':",
                  "[error] Error writing trailer of " + url + ": Cannot allocate memory"))
          .isInstanceOf(Failure.Internal.class);
      assertThat(
              publisher(
                  "[tcp @ 0x5] [error] Failed to resolve hostname "
                      + host
                      + ": Name or service not"
                      + " known"))
          .isInstanceOf(Failure.Network.class);
    }
  }

  @Test
  void anItemMayBeCalledLikeAnyFailure() {
    for (String name :
        List.of(
            "Connection refused.mp4",
            "moov atom not found.mp4",
            "Too many open files: No such file or directory.mp4",
            "setsid: x.mp4",
            "'0:a:0' matches no streams.mp4",
            "Error opening input: partial file.mp4")) {
      for (String item : List.of("/media/" + name, "/media: " + name + "/x: " + name)) {
        assertThat(
                Diagnosis.feeder(
                    List.of("[error] file:" + item + ": Permission denied"), Optional.of(1)))
            .contains(new Failure.Media("permission denied"));
        assertThat(
                Diagnosis.feeder(
                    List.of(
                        "[in#0 @ 0x5] [error] Error opening input: Permission denied",
                        "[error] Error opening input file file:" + item + ".",
                        "[fatal] Error opening input files: Permission denied"),
                    Optional.of(243)))
            .contains(new Failure.Media("permission denied"));
        // a good end, read over something
        assertThat(
                Diagnosis.feeder(
                    List.of("[warning] file:" + item + ": corrupt input packet in stream 1"),
                    Optional.empty()))
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Already publishing",
        "Stream already publishing",
        "live/a is already published.",
        "Stream is already being published",
        "Stream already exists or busy",
        "rtmp: stream /live/a is busy",
        "code=1028(StreamBusy)(Stream already exists or busy)",
        "Stream name is already in use: a",
        "someone is already publishing to path 'live/a'",
        "stream already has a publisher",
        "already connected",
        "Duplicate stream name",
        "There is another active session for this stream key, another session is live",
        "Key already in use",
        "The stream is currently being published",
        "NetStream.Publish.BadName"
      })
  void aKeyInUseIsToldApartInTheWordsOfManyServers(String answer) {
    assertThat(answered(answer)).isInstanceOf(Failure.Busy.class);
    assertThat(answered(answer).detail()).contains("already publishing").endsWith(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid stream key",
        "Stream not found",
        "Publishing is not allowed",
        "publish denied by the hook, code 403",
        "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] :",
        "No such application: broken-pipe",
        "Authentication failed",
        "the broadcast has already ended",
        "your account has expired",
        "invalid key already-publishing-is-busy",
        "no publisher \"already publishing\" is known",
        "Connection refused by policy",
        ""
      })
  void everyOtherAnswerIsANo(String answer) {
    assertThat(answered(answer)).isInstanceOf(Failure.Rejected.class);
  }

  @Test
  void anAnswerThatFfmpegItselfReadsOverIsNone() {
    // a server that does not know FCPublish, and a connection that broke later
    assertThat(
            publisher(
                "[rtmp @ 0x5] [warning] Server error: call to function FCPublish failed",
                "[error] av_interleaved_write_frame(): Broken pipe"))
        .isInstanceOf(Failure.Network.class);
  }

  @Test
  void whatIsSaidInAnotherLanguageIsUnderstoodByWhoSaysIt() {
    assertThat(
            publisher(
                "[tcp @ 0x5] [error] Connection to tcp://h:1935?tcp_nodelay=0 failed:"
                    + " Verbindungsaufbau abgelehnt",
                "[rtmp @ 0x5] [error] Cannot open connection tcp://h:1935?tcp_nodelay=0",
                "[error] rtmp://h:1935/: Verbindungsaufbau abgelehnt"))
        .isEqualTo(new Failure.Network("cannot connect to h:1935: Verbindungsaufbau abgelehnt"));
    List<String> brokenPipe = List.of("[error] av_interleaved_write_frame(): Relais brisé (pipe)");
    assertThat(Diagnosis.publisher(brokenPipe, Optional.of(224)))
        .isInstanceOf(Failure.Network.class);
    List<String> reset =
        List.of("[out#0/flv @ 0x5] [fatal] Error opening output rtmp://h:1935/: zurückgesetzt");
    assertThat(Diagnosis.publisher(reset, Optional.of(152))).isInstanceOf(Failure.Network.class);
    List<String> unset = List.of("setsid: échec d'exécution de /x: Aucun fichier de ce type");
    assertThat(Diagnosis.publisher(unset, Optional.of(127))).isInstanceOf(Failure.Internal.class);
  }

  @Test
  void whatEndsFirstDecides() {
    // a signal after the connection broke, and a connection that broke after a signal
    String broke = "[error] av_interleaved_write_frame(): Broken pipe";
    String signal = "[info] Exiting normally, received signal 15.";
    assertThat(publisher(broke, signal)).isInstanceOf(Failure.Network.class);
    assertThat(publisher(signal, broke)).isInstanceOf(Failure.Internal.class);
    assertThat(publisher("[rtmp @ 0x5] [error] Server error: Already publishing", broke))
        .isInstanceOf(Failure.Busy.class);
  }

  @Test
  void aTitleThatSpeaksOfASignalIsNone() {
    String broke = "[error] av_interleaved_write_frame(): Broken pipe";
    assertThat(publisher("[info]     title           : we received signal 9.", broke))
        .isInstanceOf(Failure.Network.class);
  }

  @Test
  void noFileLeftForTheConnectionIsNoFaultOfTheNetwork() {
    assertThat(
            publisher(
                "[tcp @ 0x5] [error] Connection to tcp://h:1935?tcp_nodelay=0 failed: Too many open"
                    + " files",
                "[rtmp @ 0x5] [error] Cannot open connection tcp://h:1935?tcp_nodelay=0",
                "[error] rtmp://h:1935/: Too many open files"))
        .isEqualTo(new Failure.Internal("cannot publish to h:1935: Too many open files"));
  }

  @Test
  void aBrokenConnectionIsHeardBeforeTheEndAndNothingElseIs() {
    for (String version : Recording.versions()) {
      for (Faults fault : Faults.all()) {
        List<String> log = Recording.of(version, fault.name()).lines();
        boolean running =
            !fault.means().equals("Internal")
                && log.stream()
                    .anyMatch(line ->
                        line.contains("] av_interleaved_write_frame(): ")
                            || line.contains("] Error submitting a packet to the muxer: "));
        if (fault.role() == Role.PUBLISHER) {
          assertThat(Diagnosis.complaint(log).map(f -> f.getClass().getSimpleName()))
              .as(version + " " + fault.name())
              .isEqualTo(running ? Optional.of(fault.means()) : Optional.empty());
        }
      }
    }
  }

  @Test
  void ofAPublisherThatSomebodyAskedToEndTheLogTellsNoReason() {
    for (String version : Recording.versions()) {
      for (Faults fault : Faults.all()) {
        if (fault.role() == Role.PUBLISHER) {
          boolean asked =
              fault.says().startsWith("ended by") || fault.says().startsWith("killed by");
          Optional<Failure> told = Diagnosis.told(Recording.of(version, fault.name()).lines());
          boolean ended = told.isPresent() || fault.means().equals("Internal");
          assertThat(ended && !(asked && told.isPresent()))
              .as(version + " " + fault.name() + " " + told)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aLogThatComesInPiecesIsUnderstoodAsAWhole(@TempDir Path folder) throws IOException {
    for (String version : Recording.versions()) {
      for (String name : List.of("dropped-tls", "taken-over", "unpublished", "reset")) {
        Path file = Files.createFile(folder.resolve(version + name));
        String log = String.join("\n", Recording.of(version, name).lines()) + "\n";
        LogTail tail = LogTail.fromNow(file);
        Optional<Failure> complaint = Optional.empty();
        for (int at = 0; at < log.length(); at += 7) {
          String piece = log.substring(at, Math.min(log.length(), at + 7));
          Files.writeString(file, piece, StandardOpenOption.APPEND);
          tail.read();
          Optional<Failure> now = Diagnosis.complaint(tail.lines());
          // once heard it does not change
          assertThat(complaint.isEmpty() || complaint.equals(now)).isTrue();
          complaint = now;
        }
        assertThat(complaint.map(f -> f.getClass().getSimpleName()))
            .as(version + " " + name)
            .contains(Faults.named(name).means());
      }
    }
  }

  @Test
  void anOldHarmlessErrorIsNotTheReasonOfAKill() {
    List<String> lines =
        List.of(
            "[h264 @ 0x5] [error] corrupted macroblock 7 7",
            "[h264 @ 0x5] [error] Invalid argument",
            "[hls @ 0x5] [error] Connection refused");
    assertThat(Diagnosis.publisher(lines, Optional.of(137)))
        .isEqualTo(new Failure.Internal("killed by signal 9 (SIGKILL)"));
    assertThat(Diagnosis.publisher(lines.subList(0, 1), Optional.of(1)))
        .isEqualTo(new Failure.Internal("corrupted macroblock 7 7"));
    assertThat(Diagnosis.feeder(lines, Optional.of(139)))
        .contains(new Failure.Internal("killed by signal 11 (SIGSEGV)"));
  }

  @Test
  void anExitCodeThatOnlyLooksLikeASignalIsReadByItsText() {
    // 143 is 128 + SIGTERM, and the low byte of "no route to host"
    List<String> lines =
        List.of("[tcp @ 0x5] [error] Connection to tcp://10.0.0.1:1935 failed: No route to host");
    assertThat(Diagnosis.publisher(lines, Optional.of(143))).isInstanceOf(Failure.Network.class);
    assertThat(Diagnosis.publisher(List.of(), Optional.of(143)))
        .isEqualTo(new Failure.Internal("killed by signal 15 (SIGTERM)"));
  }

  @Test
  void whatNobodyExplainsIsInternal() {
    assertThat(Diagnosis.publisher(List.of(), Optional.of(1)))
        .isEqualTo(new Failure.Internal("ended with exit code 1 and said nothing"));
    assertThat(Diagnosis.publisher(List.of(), Optional.empty()))
        .isEqualTo(new Failure.Internal("ended, nobody knows why"));
    assertThat(publisher("[error] something new")).isEqualTo(new Failure.Internal("something new"));
  }

  @Test
  void whatAnEncodingFeederSaysIsUnderstoodOfBothVersions() {
    assertThat(encoding(1, "[fatal] Unknown encoder 'libx264'"))
        .isInstanceOf(Failure.Internal.class)
        .extracting(Failure::detail)
        .asString()
        .startsWith("FFmpeg has no encoder libx264; install another");
    assertThat(
            encoding(
                8,
                "[vost#0:0 @ 0x5] [fatal] Unknown encoder 'libx264'",
                "[fatal] Error opening output files: Encoder not found"))
        .isInstanceOf(Failure.Internal.class);
    assertThat(encoding(1, "[AVFilterGraph @ 0x5] [error] No such filter: 'bwdif'"))
        .isEqualTo(encoding(234, "[fc#0 @ 0x7] [error] No such filter: 'bwdif'"))
        .isInstanceOf(Failure.Internal.class);
    String specifier = "Stream specifier ':a:0' in filtergraph description [0:a:0]anull[a]";
    assertThat(encoding(1, "[fatal] " + specifier + " matches no streams."))
        .isEqualTo(
            encoding(
                234,
                "[fc#0 @ 0x5] [fatal] " + specifier + " matches no streams.",
                "[fatal] Error binding filtergraph inputs/outputs: Invalid argument"))
        .isEqualTo(new Failure.Media("no sound"));
    assertThat(
            encoding(
                69,
                "[vist#0:0/h264 @ 0x5] [dec:h264 @ 0x6] [error] Error submitting packet to decoder:"
                    + " Invalid data found when processing input"))
        .isEqualTo(
            encoding(
                1,
                "[error] Error while decoding stream #0:0: Invalid data found when processing"
                    + " input"))
        .isEqualTo(new Failure.Media("the file is damaged: nothing of it can be decoded"));
  }

  private static Failure encoding(int exitCode, String... lines) {
    return Diagnosis.feeder(List.of(lines), Optional.of(exitCode)).orElseThrow();
  }

  private static Failure publisher(String... lines) {
    return Diagnosis.publisher(List.of(lines), Optional.of(1));
  }

  private static Failure answered(String answer) {
    return publisher(
        "[rtmp @ 0x5] [error] Server error: " + answer,
        "[error] rtmp://127.0.0.1:1935/: Operation not permitted");
  }

  /** An output that is not opened, as both versions tell it. */
  private static List<Failure> opening(String url, String error) {
    return List.of(
        publisher("[error] " + url + ": " + error),
        publisher(
            "[out#0/flv @ 0x5] [fatal] Error opening output " + url + ": " + error,
            "[error] Error opening output file " + url + ".",
            "[fatal] Error opening output files: " + error));
  }

  private static ThrowingConsumer<Failure> is(Class<? extends Failure> kind) {
    return failure -> assertThat(failure).isInstanceOf(kind);
  }
}
