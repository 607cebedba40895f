package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.observed.Failure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every fault that FFmpeg is known to meet, and what it means. Each is caused for real by one of
 * the tests named {@code …FaultsIT}, and its recorded log is judged by {@link DiagnosisTest}.
 *
 * @param name of its sample
 * @param means the class of the failure, or {@code Well}
 * @param says a part of what people read
 */
record Faults(String name, Role role, String means, String says) {

  /** Name, class, words. */
  private static final String PUBLISHER =
      """
      refused                  | Network  | cannot connect to 127.0.0.1:PORT: Connection refused
      refused-ipv6             | Network  | cannot connect to [::1]:PORT: Connection refused
      host-unreachable         | Network  | cannot connect to 198.51.100.1:PORT: No route to host
      filtered                 | Network  | cannot connect to 198.51.100.1:PORT: No route to host
      unanswered               | Network  | cannot connect to 198.51.100.1:PORT: Connection timed out
      network-unreachable      | Network  | cannot connect to 198.51.100.1:PORT: Network is unreachable
      filtered-here            | Network  | cannot connect to 198.51.100.1:PORT: Permission denied
      neighbour-gone           | Network  | cannot connect to 10.77.0.2:PORT: No route to host
      name-unknown             | Network  | cannot find the address of ingest.example: Name or service not known
      resolver-broken          | Network  | cannot find the address of ingest.example: Temporary failure
      resolver-silent          | Network  | cannot find the address of ingest.example: Temporary failure
      closed                   | Network  | 127.0.0.1:PORT takes connections and does not answer as an RTMP server:
      closed-later             | Network  | 127.0.0.1:PORT takes connections and does not answer as an RTMP server:
      reset-at-connect         | Network  | Connection reset by peer
      reset-in-handshake       | Network  | not answer as an RTMP server: Connection reset by peer
      http-server              | Network  | 127.0.0.1:PORT takes connections and does not answer as an RTMP server:
      no-answer                | Internal | killed by signal 9 (SIGKILL)
      ssh-server               | Internal | killed by signal 9 (SIGKILL)
      tls-on-plain             | Network  | 127.0.0.1:PORT takes connections and does not answer as an RTMP server:
      tls-self-signed          | Network  | the certificate of localhost:PORT is not accepted:
      tls-wrong-host           | Network  | the certificate of localhost:PORT is not accepted:
      tls-expired              | Network  | the certificate of localhost:PORT is not accepted:
      tls-refused              | Network  | cannot connect to localhost:PORT: Connection refused
      tls-closed               | Network  | no TLS with localhost:PORT
      tls-reset                | Network  | no TLS with localhost:PORT (is it an rtmps port?): IO error
      plain-on-tls             | Network  | no TLS with localhost:PORT (is it an rtmps port?):
      app-unknown              | Rejected | the target refused the application or the key, check both
      key-refused              | Rejected | the target refused the application or the key, check both
      key-refused-tls          | Rejected | the target refused the application or the key, check both
      key-refused-tls-cut      | Rejected | the target refused the application or the key, check both
      deny-publish             | Network  | the connection to 127.0.0.1:PORT broke:
      busy                     | Busy     | this key is already publishing (a session before
      busy-code-alone          | Busy     | NetStream.Publish.BadName
      busy-wowza               | Busy     | Stream name is already in use
      busy-fms                 | Busy     | a is already published
      busy-srs                 | Busy     | stream a is busy
      connect-refused          | Rejected | no such application
      connect-auth             | Rejected | code=403 need auth
      publish-denied           | Rejected | Invalid stream key
      no-port                  | Internal | cannot publish to 127.0.0.1:0: Invalid argument
      bad-port                 | Internal | cannot publish to 127.0.0.1:PORT: Invalid argument
      unknown-scheme           | Internal | Protocol not found
      unknown-option           | Internal | Unrecognized option 'no_such_option'
      too-many-files           | Internal |
      no-memory                | Internal | error while loading shared libraries
      progress-unwritable      | Internal | Failed to open progress URL
      preset-missing           | Internal | its file of options in the run folder is gone
      program-missing          | Internal | setsid: failed to execute /no/such/program: No such file or directory
      program-broken           | Internal | setsid: failed to execute /etc/passwd: Permission denied
      library-missing          | Internal | error while loading shared libraries
      sigterm-while-connecting | Internal | ended by a signal
      sigterm                  | Internal | ended by signal 15 (SIGTERM)
      sigint                   | Internal | ended by signal 2 (SIGINT)
      sigkill                  | Internal | killed by signal 9 (SIGKILL)
      sigsegv                  | Internal | killed by signal 11 (SIGSEGV)
      sigabrt                  | Internal | killed by signal 6 (SIGABRT)
      sigterm-starved          | Internal | ended by
      sigterm-blocked          | Internal | ended by
      receiver-frozen          | Internal | killed by signal 9 (SIGKILL)
      dropped                  | Network  | the connection to 127.0.0.1:PORT broke:
      server-killed            | Network  | the connection to 127.0.0.1:PORT broke:
      dropped-tls              | Network  | the connection to localhost:PORT broke:
      reset                    | Network  | the connection to 127.0.0.1:PORT broke: Connection reset by peer
      reset-tls                | Network  | the connection to localhost:PORT broke: Connection reset by peer
      cable-pulled             | Network  | the connection to 10.77.0.2:PORT broke:
      packets-lost             | Network  | the connection to 10.77.0.2:PORT broke: Connection timed out
      unpublished              | Rejected | broadcast is over
      taken-over               | Busy     | another publisher has taken the stream
      codec                    | Internal | Could not write header
      """;

  private static final String FEEDER =
      """
      item-good                  | Well     |
      item-missing               | Media    | no such file
      item-denied                | Media    | permission denied
      item-folder                | Media    | is a folder
      item-empty                 | Media    | moov atom not found: the file is incomplete or no MP4
      item-text                  | Media    | moov atom not found: the file is incomplete or no MP4
      item-random                | Media    | moov atom not found: the file is incomplete or no MP4
      item-zeros                 | Media    | moov atom not found: the file is incomplete or no MP4
      item-list                  | Media    |
      item-moovless              | Media    | moov atom not found: the file is incomplete or no MP4
      item-trunc                 | Media    | cut short
      item-trunc-quiet           | Well     |
      item-trunc-mkv             | Well     |
      item-corrupt               | Media    | the file is damaged or cut short
      item-cut-meanwhile         | Media    | cut short
      item-cut-meanwhile-quiet   | Well     |
      item-overwritten-meanwhile | Media    | the file is damaged or cut short
      item-deleted-meanwhile     | Well     |
      item-replaced-meanwhile    | Well     |
      item-hangs                 | Internal | killed by signal 9 (SIGKILL)
      item-unreadable-disk       | Media    | cannot be read, its disk or network file system fails
      item-silent                | Media    | no sound
      item-soundonly             | Media    | no video stream
      item-silence-added         | Well     |
      item-name                  | Media    | no such file
      item-sigkill               | Internal | killed by signal 9 (SIGKILL)
      item-sigsegv               | Internal | killed by signal 11 (SIGSEGV)
      item-sigterm               | Internal | ended by SIGTERM or SIGINT
      item-program-missing       | Internal | setsid: failed to execute
      item-progress-unwritable   | Internal | Failed to open progress URL
      item-disk-fills            | Well     |
      item-too-many-files        | Internal | Too many open files
      """;

  static List<Faults> all() {
    return java.util.stream.Stream.concat(
            rows(PUBLISHER, Role.PUBLISHER), rows(FEEDER, Role.FEEDER))
        .toList();
  }

  private static java.util.stream.Stream<Faults> rows(String table, Role role) {
    return Arrays.stream(table.split("\n"))
        .map(line -> line.split("\\|", 3))
        .map(row -> new Faults(row[0].strip(), role, row[1].strip(), row[2].strip()));
  }

  static Faults named(String name) {
    return all().stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such fault in the table: " + name));
  }

  /** A fault that was just caused: is kept where that is asked for, and judged. */
  void seen(Tools tools, FaultLab.End end) {
    Recording.keep(tools, name, end);
    if (!Boolean.getBoolean("wildstream.record")) {
      judge(end);
    }
  }

  /** Whether a log and an exit code are taken for what they are. */
  void judge(FaultLab.End end) {
    Optional<Failure> failure = diagnosis(end.lines(), Optional.of(end.exitCode()));
    String described =
        failure + " from exit " + end.exitCode() + ":\n" + String.join("\n", end.lines());
    assertThat(failure.map(f -> f.getClass().getSimpleName()).orElse("Well"))
        .as(described)
        .isEqualTo(means);
    assertThat(diagnosis(end.lines(), Optional.empty()).map(Object::getClass))
        .as("adopted, so that its exit code is not to be had: " + described)
        .isEqualTo(
            failure.map(Object::getClass).filter(c -> role == Role.PUBLISHER || tellsItself(end)));
    String detail = failure.map(Failure::detail).orElse("");
    assertThat(detail.replaceAll(":\\d{4,5}\\b", ":PORT")).as(described).contains(says);
    assertThat(detail).as(described).doesNotContain("0x", "[error]", "tcp_nodelay");
  }

  /** A feeder that was killed or asked to end says nothing of it. */
  private static boolean tellsItself(FaultLab.End end) {
    return !end.lines().isEmpty();
  }

  Optional<Failure> diagnosis(List<String> lines, Optional<Integer> exitCode) {
    return switch (role) {
      case PUBLISHER -> Optional.of(Diagnosis.publisher(lines, exitCode));
      case FEEDER -> Diagnosis.feeder(lines, exitCode);
    };
  }
}
