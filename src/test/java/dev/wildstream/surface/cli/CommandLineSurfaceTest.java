package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.memory.Event;
import dev.wildstream.surface.ListenAddress;
import dev.wildstream.surface.SnapshotJson;
import dev.wildstream.surface.Snapshots;
import dev.wildstream.surface.StatusFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineSurfaceTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Map<String, String> environment = new HashMap<>();
  private final List<Object> called = new ArrayList<>();
  private Clock clock = Snapshots.clock(Duration.ofSeconds(2));
  private boolean root = true;
  private boolean hubAlive = true;
  private RuntimeException thrown;
  private Commands.Checked checked = new Commands.Checked(2, 3, List.of());
  private final List<List<Event>> polls = new ArrayList<>();

  private final Commands commands =
      new Commands() {
        @Override
        public int run(RunOptions options) {
          called.add(options);
          if (thrown != null) {
            throw thrown;
          }
          return 0;
        }

        @Override
        public Checked check(Path path) {
          called.add(path);
          return checked;
        }

        @Override
        public Supplier<List<Event>> events(Path state, Optional<String> stream) {
          called.add(state);
          return () -> {
            if (polls.isEmpty()) {
              throw new UncheckedIOException("the disk is gone", new IOException());
            }
            return polls.removeFirst();
          };
        }

        @Override
        public String schema() {
          return "{\"schema\":true}\n";
        }

        @Override
        public int demo(DemoOptions options) {
          called.add(options);
          return 0;
        }
      };

  private int execute(String... arguments) {
    return new CommandLineSurface(
            commands,
            clock,
            new Settings(environment, root),
            pid -> hubAlive,
            new PrintWriter(out),
            new PrintWriter(err))
        .execute(arguments);
  }

  private void hubWrites(Snapshot snapshot) throws IOException {
    Files.writeString(StatusFile.in(folder), SnapshotJson.of(snapshot).toPrettyString());
  }

  private int status(String... more) {
    List<String> arguments = new ArrayList<>(List.of("status", "--runtime", folder.toString()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private RunOptions run() {
    return (RunOptions) called.getFirst();
  }

  // --- run

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
        Map.of(
            "WILDSTREAM_CONFIG", "/c",
            "WILDSTREAM_STATE", "/s",
            "WILDSTREAM_RUNTIME", "/r",
            "WILDSTREAM_LISTEN", "none",
            "WILDSTREAM_FFMPEG", "/f",
            "WILDSTREAM_FFPROBE", "/p",
            "WILDSTREAM_TLS_CA", "/t",
            "WILDSTREAM_KEY_ROOT", "/k:/l",
            "WILDSTREAM_LOG_LEVEL", "DEBUG"));
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
            LogLevel.DEBUG);
    execute("run");
    assertThat(run()).isEqualTo(wanted);
    called.clear();
    environment.replaceAll((name, value) -> "warn");
    environment.put("WILDSTREAM_LISTEN", "nonsense");
    String line =
        "run --config /c --state /s --runtime /r --listen none --ffmpeg /f --ffprobe /p"
            + " --tls-ca /t --key-root /k --key-root /l --log-level debug";
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
        "run --media-root /m",
        "status --watch",
        "events a b",
        "events Bad_Name",
        "check --media",
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

  // --- check

  @Test
  void aGoodRevisionIsCounted() {
    assertThat(execute("check", folder.toString())).isZero();
    assertThat(out.toString()).isEqualTo("2 files, 3 streams: good\n");
    assertThat(called).containsExactly(folder);
  }

  @Test
  void everyProblemIsShownWithItsLineAndACaret() {
    checked =
        new Commands.Checked(
            1,
            0,
            List.of(
                new Problem(
                    "s.yaml",
                    3,
                    5,
                    "streams.a",
                    "unknown key 'tagret'",
                    "did you mean 'target'?",
                    Optional.of(new Problem.Excerpt("    tagret: ***", 4)))));
    assertThat(execute("check", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            """
            s.yaml:3:5: streams.a: unknown key 'tagret'; did you mean 'target'?
                  tagret: ***
                  ^
            1 problem
            """);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aPathThatIsNotThereIsAProblem() {
    assertThat(execute("check", folder.resolve("gone").toString())).isEqualTo(1);
    assertThat(err.toString()).contains(folder.resolve("gone") + "': no such file or folder");
    assertThat(called).isEmpty();
  }

  // --- status

  @Test
  void allOnTheAirIsGood() throws IOException {
    hubWrites(Snapshots.of(Snapshots.onAir("wild-tv", "forest walk.mp4")));
    assertThat(status()).isZero();
    assertThat(out.toString().lines().toList().get(1))
        .startsWith("wild-tv  on-air ")
        .contains("forest walk.mp4 2/10 3:12", "2m00s");
  }

  @Test
  void oneThatIsNotOnTheAirIsTold() throws IOException {
    hubWrites(
        Snapshots.of(
            Snapshots.onAir("wild-tv", "a.mp4"),
            Snapshots.retrying("forest", "the server said no")));
    assertThat(status()).isEqualTo(3);
    assertThat(out.toString())
        .contains("2/5", "next in 4s")
        .contains("forest retrying: the server said no");
    assertThat(status("wild-tv")).as("only of those named").isZero();
    assertThat(status("forest")).isEqualTo(3);
  }

  @Test
  void anUnknownNameIsAMistakeAndTheKnownAreNamed() throws IOException {
    hubWrites(Snapshots.of(Snapshots.onAir("wild-tv", "a.mp4")));
    assertThat(status("wild")).isEqualTo(2);
    assertThat(err.toString()).contains("'wild': no stream of that name; there are: wild-tv");
  }

  @Test
  void noHubIsSaidWhateverTheReason() throws IOException {
    assertThat(status()).isEqualTo(1);
    hubWrites(Snapshots.of());
    hubAlive = false;
    assertThat(status()).isEqualTo(1);
    hubAlive = true;
    clock = Snapshots.clock(Duration.ofSeconds(31));
    assertThat(status()).isEqualTo(1);
    Files.writeString(StatusFile.in(folder), "{");
    assertThat(status()).isEqualTo(1);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("no hub r") && line.contains("status.json"));
  }

  @Test
  void jsonIsTheWholeStatusOrTheNamedStreams() throws IOException {
    hubWrites(
        Snapshots.of(Snapshots.onAir("wild-tv", "a.mp4"), Snapshots.retrying("forest", "no")));
    assertThat(status("--json")).isEqualTo(3);
    assertThat(out.toString()).contains("\"wild-tv\"", "\"forest\"", "\"configuration\"");
    out.getBuffer().setLength(0);
    assertThat(status("--json", "forest")).isEqualTo(3);
    assertThat(out.toString()).contains("\"forest\"").doesNotContain("\"wild-tv\"");
  }

  @Test
  void aRefusedFileIsShownBelowTheTable() throws IOException {
    Problem problem = new Problem("s.yaml", 3, 5, "", "a tab", "use blanks", Optional.empty());
    hubWrites(Snapshots.with(List.of(problem), Snapshots.onAir("wild-tv", "a.mp4")));
    assertThat(status()).isZero();
    assertThat(out.toString())
        .endsWith(
            """

            REFUSED for 1m30s: /etc/wild-stream-hub has 1 problem; the last good revision stays in force
              s.yaml:3:5: a tab; use blanks
            """);
  }

  // --- events

  private static Event event(int second) {
    return new Event(
        Snapshots.WALL.plusSeconds(second),
        Optional.of("wild-tv"),
        Event.Kind.ITEM_SKIPPED,
        Map.of("why", "no \"such\" file\u001b[2J"),
        "abc");
  }

  @Test
  void eventsAreOneLineEachAndCannotCommandTheTerminal() {
    polls.add(List.of(event(0)));
    assertThat(execute("events", "--state", "/s")).isZero();
    assertThat(out.toString())
        .isEqualTo("2026-11-22T10:00:00Z wild-tv item-skipped why=\"no \\\"such\\\" file?[2J\"\n");
    assertThat(called).containsExactly(Path.of("/s"));
  }

  @Test
  void eventsAsJsonAreOneObjectEach() {
    polls.add(List.of(event(0), event(1)));
    assertThat(execute("events", "--json", "--state", "/s", "wild-tv")).isZero();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"at\":\"2026-11-22T10:00:0") && line.endsWith("}"));
  }

  @Test
  void followingGoesOnUntilItCannot() {
    polls.add(List.of(event(0)));
    polls.add(List.of());
    polls.add(List.of(event(1)));
    assertThat(execute("events", "--follow", "--state", "/s")).isEqualTo(1);
    assertThat(out.toString().lines()).hasSize(2);
    assertThat(err.toString()).isEqualTo("wild-stream-hub: the disk is gone\n");
  }

  // --- the rest

  @Test
  void theSchemaIsPrintedAsItIs() {
    assertThat(execute("schema")).isZero();
    assertThat(out.toString()).isEqualTo("{\"schema\":true}\n");
  }

  @Test
  void theDemoGetsItsFolder() {
    assertThat(execute("demo", "/d", "--listen", "none")).isZero();
    assertThat(called)
        .containsExactly(
            new DemoOptions(
                Optional.of(Path.of("/d")),
                new ListenAddress.Nowhere(),
                Optional.empty(),
                Optional.empty(),
                LogLevel.INFO));
  }
}
