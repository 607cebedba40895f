package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.HostName;
import dev.wildstream.surface.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, the environment, defaults, and what is not understood. */
class RunCommandTest extends CommandLineFixture {

  private RunOptions run() {
    return (RunOptions) called.getFirst();
  }

  @Test
  void withoutOptionsTheFoldersAreTheMachines() {
    assertThat(execute("run")).isZero();
    assertThat(run())
        .isEqualTo(
            new RunOptions(
                Path.of("/etc/wild-stream-hub"),
                Path.of("/var/lib/wild-stream-hub"),
                Path.of("/run/wild-stream-hub"),
                new ListenAddress.At("127.0.0.1", 8935),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(Path.of("/etc/wild-stream-hub/keys")),
                "STREAM_KEY_",
                Optional.empty(),
                List.of(),
                List.of(),
                LogLevel.INFO));
  }

  @Test
  void systemdSaysWhereTheFoldersAre() {
    environment.putAll(Map.of("STATE_DIRECTORY", "/s/a:/s/b", "RUNTIME_DIRECTORY", "/r"));
    execute("run");
    assertThat(run().state()).isEqualTo(Path.of("/s/a"));
    assertThat(run().runtime()).isEqualTo(Path.of("/r"));
  }

  @Test
  void anOrdinaryUserHasFoldersOfHisOwn() {
    root = false;
    environment.putAll(
        Map.of("HOME", "/home/u", "XDG_STATE_HOME", "/x/state", "XDG_RUNTIME_DIR", "/x/run"));
    execute("run");
    assertThat(run().state()).isEqualTo(Path.of("/x/state/wild-stream-hub"));
    assertThat(run().runtime()).isEqualTo(Path.of("/x/run/wild-stream-hub"));
  }

  @Test
  void anOrdinaryUserWithoutADesktopKeepsThemAtHome() {
    root = false;
    environment.put("HOME", "/home/u");
    execute("run");
    assertThat(run().state()).isEqualTo(Path.of("/home/u/.local/state/wild-stream-hub"));
    assertThat(run().runtime()).isEqualTo(Path.of("/home/u/.local/state/wild-stream-hub/run"));
  }

  @Test
  void everyOptionIsTakenFromTheEnvironmentToo() {
    environment.putAll(
        Map.ofEntries(
            Map.entry("WILDSTREAM_CONFIG", "/c"),
            Map.entry("WILDSTREAM_STATE", "/s"),
            Map.entry("WILDSTREAM_RUNTIME", "/r"),
            Map.entry("WILDSTREAM_LISTEN", "none"),
            Map.entry("WILDSTREAM_FFMPEG", "/f"),
            Map.entry("WILDSTREAM_FFPROBE", "/p"),
            Map.entry("WILDSTREAM_TLS_CA", "/t"),
            Map.entry("WILDSTREAM_KEY_ROOT", "/k:/l"),
            Map.entry("WILDSTREAM_KEY_ENV_PREFIX", "KEY_"),
            Map.entry("WILDSTREAM_HOST_NAME", "web1"),
            Map.entry("WILDSTREAM_MEDIA_ROOT", "/m:/n"),
            Map.entry("WILDSTREAM_ALLOW_TARGET", "*.example.com, ::1"),
            Map.entry("WILDSTREAM_LOG_LEVEL", "DEBUG")));
    RunOptions wanted =
        new RunOptions(
            Path.of("/c"),
            Path.of("/s"),
            Path.of("/r"),
            new ListenAddress.Nowhere(),
            Optional.of(Path.of("/f")),
            Optional.of(Path.of("/p")),
            Optional.of(Path.of("/t")),
            List.of(Path.of("/k"), Path.of("/l")),
            "KEY_",
            Optional.of(new HostName("web1")),
            List.of(Path.of("/m"), Path.of("/n")),
            List.of(new HostGlob("*.example.com"), new HostGlob("::1")),
            LogLevel.DEBUG);
    execute("run");
    assertThat(run()).isEqualTo(wanted);
    called.clear();
    environment.replaceAll((name, value) -> "warn");
    environment.put("WILDSTREAM_LISTEN", "nonsense");
    String line =
        "run --config /c --state /s --runtime /r --listen none --ffmpeg /f --ffprobe /p"
            + " --tls-ca /t --key-root /k --key-root /l --key-env-prefix KEY_ --host-name web1"
            + " --media-root /m --media-root /n --allow-target *.example.com --allow-target ::1"
            + " --log-level debug";
    assertThat(execute(line.split(" "))).isZero();
    assertThat(run()).as("an option wins over the environment").isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "dance",
        "run --dance",
        "run extra",
        "run --config",
        "run --listen 8935",
        "run --listen 0.0.0.0:1",
        "run --log-level loud",
        "run --key-env-prefix 5",
        "run --host-name a/b",
        "check --hosts a,*",
        "run --allow-target a/b",
        "status --watch",
        "events a b",
        "events Bad_Name",
        "check --ffprobe /p",
        "schema x"
      })
  void whatIsNotUnderstoodIsSaidOnOneLineWithAHint(String line) {
    assertThat(execute(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("wild-stream-hub: ");
    assertThat(err.toString()).contains("try: wild-stream-hub").contains("--help");
    assertThat(called).isEmpty();
  }

  @Test
  void aMistypedCommandOrOptionIsGuessed() {
    execute("rum");
    assertThat(err.toString()).contains("did you mean 'run'?");
    execute("run", "--stat", "/s");
    assertThat(err.toString()).contains("did you mean '--state'?");
  }

  @Test
  void aWrongValueInTheEnvironmentNamesTheVariable() {
    environment.put("WILDSTREAM_LISTEN", "0.0.0.0:80");
    assertThat(execute("run")).isEqualTo(2);
    assertThat(err.toString())
        .contains("WILDSTREAM_LISTEN in the environment", "not supported yet");
  }

  @Test
  void anErrorNobodyExpectedIsOneLineAndATraceOnlyForThoseWhoDebug() {
    thrown = new IllegalStateException("it broke\nsecond line");
    assertThat(execute("run")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("wild-stream-hub: it broke\n");
    assertThat(execute("run", "--log-level", "debug")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat dev.wildstream");
  }

  @Test
  void helpAndVersionAreForTheAsking() {
    for (String command : List.of("run", "check", "status", "events", "schema", "demo")) {
      out.getBuffer().setLength(0);
      assertThat(execute(command, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: wild-stream-hub " + command, "--help");
    }
    out.getBuffer().setLength(0);
    assertThat(execute("--help")).isZero();
    assertThat(out.toString())
        .contains("run", "check", "status", "events", "schema", "demo", "--version")
        .endsWith("says more of each.\n");
    out.getBuffer().setLength(0);
    assertThat(execute("--version")).isZero();
    assertThat(out.toString()).matches("wild-stream-hub \\d+\\.\\d+\\.\\d+ \\(java 25.*\\)\n");
    assertThat(err.toString()).isEmpty();
  }
}
