package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.observed.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs as both versions of FFmpeg wrote them, against nginx with its RTMP module and others. */
class DiagnosisTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          refused           | 145 | Network  | Connection refused
          name-unknown      | 251 | Network  | Failed to resolve hostname
          closed            | 187 | Network  | Cannot read RTMP handshake response
          http-server       | 187 | Network  | Cannot read RTMP handshake response
          reset-at-connect  | 152 | Network  | Connection reset by peer
          reset             | 152 | Network  | Connection reset by peer
          dropped           | 224 | Network  | Broken pipe
          deny-publish      | 224 | Network  | Broken pipe
          tls-self-signed   | 251 | Network  | certificate
          tls-wrong-host    | 251 | Network  | certificate
          busy              | 255 | Busy     | Already publishing
          app-unknown       | 251 | Rejected | the server refused the application or the key
          key-refused       | 251 | Rejected | the server refused the application or the key
          sigterm           | 255 | Internal | ended by signal 15 (SIGTERM)
          sigkill           | 137 | Internal | killed by signal 9 (SIGKILL)
          sigsegv           | 139 | Internal | killed by signal 11 (SIGSEGV)
          silent            | 1   | Internal | ended with exit code 1 and said nothing
          """)
  void aPublishersEndIsUnderstoodOnBothVersions(
      String log, int exitOfNewer, String kind, String detail) throws IOException {
    boolean signal = log.startsWith("sig");
    Failure newer = Diagnosis.publisher(log("8.0", log), Optional.of(exitOfNewer));
    Failure older = Diagnosis.publisher(log("5.1", log), Optional.of(signal ? exitOfNewer : 1));
    for (Failure failure : List.of(newer, older)) {
      assertThat(failure.getClass().getSimpleName()).as("%s", failure).isEqualTo(kind);
      assertThat(failure.detail().toLowerCase()).contains(detail.toLowerCase());
      assertThat(failure.detail()).doesNotContain("0x", "[error]");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          item-missing   | 254 | no such file
          item-denied    | 243 | permission denied
          item-folder    | 235 | is a folder
          item-junk      | 183 | moov atom not found: the file is incomplete or no MP4
          item-moovless  | 183 | moov atom not found: the file is incomplete or no MP4
          item-empty     | 183 | moov atom not found: the file is incomplete or no MP4
          item-soundonly | 234 | no video stream
          item-silent    | 234 | no sound
          """)
  void aFeedersEndIsUnderstoodOnBothVersions(String log, int exitOfNewer, String why)
      throws IOException {
    Optional<Failure> media = Optional.of(new Failure.Media(why));
    assertThat(Diagnosis.feeder(log("8.0", log), Optional.of(exitOfNewer))).isEqualTo(media);
    assertThat(Diagnosis.feeder(log("5.1", log), Optional.of(1))).isEqualTo(media);
    // and where another hub was its parent
    assertThat(Diagnosis.feeder(log("8.0", log), Optional.empty())).isEqualTo(media);
    assertThat(Diagnosis.feeder(log("5.1", log), Optional.empty())).isEqualTo(media);
  }

  @Test
  void aFeederThatEndedWellIsNoFailureWhateverItWarnedOf() throws IOException {
    for (Optional<Integer> exitCode : List.of(Optional.of(0), Optional.<Integer>empty())) {
      assertThat(Diagnosis.feeder(log("5.1", "item-trunc"), exitCode)).isEmpty();
      assertThat(Diagnosis.feeder(log("8.0", "item-trunc"), exitCode)).isEmpty();
      assertThat(Diagnosis.feeder(List.of(), exitCode)).isEmpty();
    }
  }

  @Test
  void aFeederThatDidNotStartIsNoFaultOfItsItem() {
    List<String> notStarted = List.of("setsid: failed to execute /x: No space");
    assertThat(Diagnosis.feeder(notStarted, Optional.of(126)))
        .containsInstanceOf(Failure.Internal.class);
    assertThat(Diagnosis.feeder(notStarted, Optional.empty()))
        .containsInstanceOf(Failure.Internal.class);
    assertThat(Diagnosis.feeder(List.of(), Optional.of(137)))
        .contains(new Failure.Internal("killed by signal 9 (SIGKILL)"));
  }

  @Test
  void aLostConnectionIsHeardBeforeTheEnd() throws IOException {
    for (String version : List.of("5.1", "8.0")) {
      for (String log : List.of("dropped", "reset")) {
        assertThat(Diagnosis.complaint(log(version, log)))
            .as(version + " " + log)
            .containsInstanceOf(Failure.Network.class);
      }
      assertThat(Diagnosis.complaint(log(version, "sigterm"))).isEmpty();
      assertThat(Diagnosis.complaint(log(version, "busy"))).isEmpty();
    }
  }

  @Test
  void anOldHarmlessErrorIsNotTheReasonOfAKill() {
    List<String> lines = List.of("[h264 @ 0x5] [error] corrupted macroblock 7 7");
    assertThat(Diagnosis.publisher(lines, Optional.of(137)))
        .isEqualTo(new Failure.Internal("killed by signal 9 (SIGKILL)"));
    assertThat(Diagnosis.publisher(lines, Optional.of(1)))
        .isEqualTo(new Failure.Internal("corrupted macroblock 7 7"));
  }

  @Test
  void anExitCodeThatOnlyLooksLikeASignalIsReadByItsText() {
    // 143 is 128 + SIGTERM, and the low byte of "no route to host"
    List<String> lines =
        List.of("[tcp @ 0x5] [error] Connection to tcp://10.0.0.1:1935 failed: No route to host");
    assertThat(Diagnosis.publisher(lines, Optional.of(143))).isInstanceOf(Failure.Network.class);
  }

  private static List<String> log(String version, String name) throws IOException {
    try (InputStream in =
        DiagnosisTest.class.getResourceAsStream("/ffmpeg/logs/" + version + "/" + name + ".log")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
