package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.surface.SnapshotJson;
import dev.wildstream.surface.Snapshots;
import dev.wildstream.surface.StatusFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What status shows, and what it tells the shell. */
class StatusCommandTest extends CommandLineFixture {

  private void hubWrites(Snapshot snapshot) throws IOException {
    Files.writeString(StatusFile.in(folder), SnapshotJson.of(snapshot).toPrettyString());
  }

  private int status(String... more) {
    List<String> arguments = new ArrayList<>(List.of("status", "--runtime", folder.toString()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

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
}
