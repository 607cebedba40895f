package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.memory.Event;
import dev.wildstream.surface.ListenAddress;
import dev.wildstream.surface.Snapshots;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** check, events, schema, sweep and demo. */
class OtherCommandsTest extends CommandLineFixture {

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
            List.of(),
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
  void aDashIsStandardInput() {
    assertThat(execute("check", "-")).isZero();
    assertThat(called).containsExactly("-");
  }

  @Test
  void aPathThatIsNotThereIsAProblem() {
    assertThat(execute("check", folder.resolve("gone").toString())).isEqualTo(1);
    assertThat(err.toString()).contains(folder.resolve("gone") + "': no such file or folder");
    assertThat(called).isEmpty();
  }

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

  @Test
  void sweepSaysWhatItEndedAndWhatItCouldNot() {
    assertThat(execute("sweep", "--runtime", folder.toString())).isZero();
    assertThat(out.toString()).isEqualTo("nothing to end\n");
    assertThat(called).containsExactly(folder);
    swept = new Commands.Swept(List.of("publisher of wild (pid 7)"), List.of());
    assertThat(execute("sweep", "--runtime", folder.toString())).isZero();
    assertThat(out.toString()).endsWith("ended publisher of wild (pid 7)\n");
    swept = new Commands.Swept(List.of(), List.of("feeder of wild (pid 8)"));
    assertThat(execute("sweep", "--runtime", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("cannot end feeder of wild (pid 8); try as root\n");
  }

  @Test
  void sweepWhereAHubRunsSaysSo() {
    thrown = new IllegalStateException("a hub (pid 7) runs on /run/x: stop it");
    assertThat(execute("sweep", "--runtime", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("wild-stream-hub: a hub (pid 7) runs on /run/x: stop it\n");
    assertThat(execute("sweep", "too", "much")).isEqualTo(2);
  }
}
