package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.HostName;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Target;
import dev.wildstream.memory.Phase;
import dev.wildstream.surface.SnapshotJson;
import dev.wildstream.surface.Snapshots;
import dev.wildstream.surface.StatusFile;
import dev.wildstream.surface.cli.Commands.StreamPlan;
import dev.wildstream.surface.cli.Commands.StreamPlan.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What plan shows, and what it tells the shell. */
class PlanCommandTest extends CommandLineFixture {

  private static final StreamSpec PLAIN = Specs.of("wild", true, "example.org", "*.mp4");

  private int plan(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("plan", "--runtime", folder.toString(), "--state", folder.toString()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private static StreamPlan change(StreamSpec before, StreamSpec after, String viewer) {
    SequencedMap<SpecKey, String> costs = new LinkedHashMap<>();
    SpecKey.differing(before, after).forEach(key -> costs.put(key, "cost of " + key.text()));
    return new StreamPlan(
        after.name(), Optional.of(before), Optional.of(after), Action.CHANGE, viewer, costs);
  }

  private static StreamPlan one(StreamSpec spec, Action action, String viewer) {
    return new StreamPlan(
        spec.name(),
        action == Action.STOP ? Optional.of(spec) : Optional.empty(),
        action == Action.STOP ? Optional.empty() : Optional.of(spec),
        action,
        viewer,
        new LinkedHashMap<>());
  }

  private void planned(StreamPlan... streams) {
    planned = new Commands.Planned.Valid(1, 1, List.of(streams));
  }

  private static StreamSpec playing(String... items) {
    return Specs.playlist(
        PLAIN,
        new Playlist(
            List.of(items).stream()
                .<PlaylistEntry>map(item -> new PlaylistEntry.Found(item, Path.of("/")))
                .toList(),
            Playlist.Order.LISTED,
            new Playlist.Laps.Forever()));
  }

  @Test
  void eachStreamIsShownWithItsKeysOldAndNewAndWhatEachCosts() {
    planned(
        one(Specs.named(PLAIN, "birds"), Action.START, "goes on the air"),
        change(playing("a.mp4", "b.mp4"), playing("b.mp4", "c.mp4"), "next item, no reconnect"),
        change(
            Specs.named(PLAIN, "forest"),
            Specs.restartedAt(
                Specs.target(Specs.named(PLAIN, "forest"), "example.com"), "now\u001b[2J"),
            "one reconnect"),
        one(Specs.named(PLAIN, "rain"), Action.STOP, "goes off the air"),
        new StreamPlan(
            Specs.named(PLAIN, "same").name(),
            Optional.of(PLAIN),
            Optional.of(PLAIN),
            Action.UNCHANGED,
            "nothing",
            new LinkedHashMap<>()));
    assertThat(plan(folder.toString())).isZero();
    assertThat(out.toString().lines().skip(3))
        .containsExactly(
            """
            + birds: goes on the air
                target: rtmp://example.org/live
                key: file /keys/wild
                playlist: (in place)
                items: 1 line
            ~ wild: next item, no reconnect
                items: (cost of items)
                  - a.mp4
                  + c.mp4
            ~ forest: one reconnect
                target: rtmp://example.org/live → rtmp://example.com/live (cost of target)
                restartedAt: "" → "now?[2J" (cost of restartedAt)
            - rain: goes off the air

            1 to start, 2 to change, 1 to stop, 1 unchanged
            """
                .lines()
                .toArray(String[]::new));
    assertThat(plan("--exit-code", folder.toString())).isEqualTo(3);
  }

  @Test
  void nothingToDoIsZeroAlsoWithTheExitCode() {
    assertThat(plan("--exit-code", folder.toString())).isZero();
    assertThat(out.toString()).endsWith("\n0 to start, 0 to change, 0 to stop, 0 unchanged\n");
  }

  @Test
  void neitherAKeyNorAQueryIsShownAndThatTheyDifferIs() {
    Target target = new Target(Target.Scheme.RTMP, "h", 1935, "a", Optional.of("token=hidden-1"));
    Target other = new Target(Target.Scheme.RTMP, "h", 1935, "a", Optional.of("token=hidden-2"));
    planned(
        change(
            Specs.place(PLAIN, target, new KeyReference.Plain(new Secret("hidden-3"))),
            Specs.place(PLAIN, other, new KeyReference.Plain(new Secret("hidden-4"))),
            "one reconnect"));
    assertThat(plan(folder.toString())).isZero();
    assertThat(out.toString())
        .contains("target: rtmp://h/a?… → rtmp://h/a?…, another one")
        .contains("key: plain → plain, another one")
        .doesNotContain("hidden");
  }

  @Test
  void aLongDifferenceIsCutAndALongListIsComparedAllTheSame() {
    String[] few = IntStream.range(0, 100).mapToObj(i -> "a" + i).toArray(String[]::new);
    planned(change(playing("b"), playing(few), ""));
    plan(folder.toString());
    assertThat(out.toString()).contains("+ a0\n", "… and 82 more lines").doesNotContain("+ a99");

    String[] many = IntStream.range(0, 100_000).mapToObj(i -> "a" + i).toArray(String[]::new);
    String[] other = many.clone();
    other[0] = "first";
    other[99_999] = "last";
    assertThat(
            ItemDiff.lines(playing(many).playlist().entries(), playing(other).playlist().entries()))
        .containsExactly("- a0", "- a99999", "+ first", "+ last");
    String[] turned = many.clone();
    turned[0] = many[99_999];
    turned[99_999] = many[0];
    assertThat(
            ItemDiff.lines(
                playing(many).playlist().entries(), playing(turned).playlist().entries()))
        .containsExactly("in another order");
  }

  @Test
  void anItemThatMovesGoesAndComesAndTheRestStays() {
    assertThat(
            ItemDiff.lines(
                playing("a", "b", "c", "d").playlist().entries(),
                playing("a", "c", "d", "b", "a").playlist().entries()))
        .containsExactly("- b", "+ b", "+ a");
  }

  @Test
  void coloursAreForATerminal() {
    planned(change(playing("a"), playing("b"), "next item, no reconnect"));
    ink = Ink.COLOURED;
    plan(folder.toString());
    assertThat(out.toString()).contains("\u001b[33m~ wild\u001b[0m", "\u001b[32m+ b\u001b[0m");
    assertThat(Ink.of(Map.of("TERM", "xterm", "NO_COLOR", "1"), Ink.Stream.OUT))
        .isEqualTo(Ink.PLAIN);
    assertThat(Ink.of(Map.of(), Ink.Stream.OUT)).isEqualTo(Ink.PLAIN);
  }

  @Test
  void aRefusedRevisionIsShownAsCheckShowsIt() {
    planned =
        new Commands.Planned.Invalid(
            List.of(
                new Problem(
                    "s.yaml",
                    3,
                    5,
                    "streams.a",
                    "unknown key 'tagret'",
                    "did you mean 'target'?",
                    Optional.of(new Problem.Excerpt("    tagret: ***", 4)))));
    assertThat(plan("--exit-code", folder.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            """
            s.yaml:3:5: streams.a: unknown key 'tagret'; did you mean 'target'?
                  tagret: ***
                  ^
            1 problem
            """);
    ink = Ink.COLOURED;
    plan(folder.toString());
    assertThat(err.toString())
        .contains("\u001b[1ms.yaml:3:5:\u001b[0m streams.a", "\u001b[31m      ^\u001b[0m");
  }

  @Test
  void itSaysWhatItIsComparedWith() throws IOException {
    plan(folder.toString());
    assertThat(out.toString())
        .startsWith("no hub runs: ")
        .contains("\ncompared with the revision that was in force last\n");
    planned = new Commands.Planned.Valid(1, 0, List.of());
    plan(folder.toString());
    assertThat(out.toString()).contains("\nno revision was in force before: all is new\n");

    Files.writeString(
        StatusFile.in(folder),
        SnapshotJson.of(Snapshots.of(Snapshots.onAir("wild", "a.mp4"))).toPrettyString());
    planned = new Commands.Planned.Valid(1, 3, List.of());
    plan(folder.toString());
    assertThat(out.toString())
        .contains("compared with what the hub has in force (revision ")
        .contains("one file against 3 in force: a revision is all files together");
    Commands.InForce seen = (Commands.InForce) called.getLast();
    assertThat(seen.phases()).containsExactly(Map.entry("wild", Phase.ON_AIR));
    assertThat(seen.revision()).isPresent();
  }

  @Test
  void withoutAPathItIsTheConfiguredOneElseWhatTheHubReads() throws IOException {
    environment.put("WILDSTREAM_CONFIG", folder.toString());
    plan();
    assertThat(called.getFirst()).isEqualTo(new Commands.Source.At(folder));
    environment.remove("WILDSTREAM_CONFIG");
    called.clear();
    String status =
        SnapshotJson.of(Snapshots.of(Snapshots.onAir("wild", "a.mp4"))).toPrettyString();
    Files.writeString(
        StatusFile.in(folder),
        status.replaceFirst("\"path\" : \"[^\"]*\"", "\"path\" : \"" + folder + "\""));
    plan();
    assertThat(called.getFirst()).isEqualTo(new Commands.Source.At(folder));
  }

  @Test
  void aDashIsStandardInputAndAMissingPathIsSaid() {
    plan("-");
    assertThat(called.getFirst()).isEqualTo(new Commands.Source.StandardInput());
    called.clear();
    assertThat(plan(folder.resolve("gone").toString())).isEqualTo(1);
    assertThat(err.toString()).contains(folder.resolve("gone") + "': no such file or folder");
    assertThat(called).isEmpty();
    assertThat(plan("a", "b")).isEqualTo(2);
    assertThat(plan("--exit-cod")).isEqualTo(2);
    assertThat(err.toString()).contains("did you mean '--exit-code'?");
  }

  @Test
  void anotherHostsPartCanBePlanned() {
    plan("--host-name", "web1", folder.toString());
    assertThat(called.getLast()).isEqualTo(new HostName("web1"));
  }

  @Test
  void whatCannotBeFoundOutIsOneLine() {
    clock = Snapshots.clock(Duration.ofSeconds(2));
    planThrows = new IllegalStateException("the state folder is damaged; mend it");
    assertThat(plan(folder.toString())).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("wild-stream-hub: the state folder is damaged; mend it\n");
  }
}
