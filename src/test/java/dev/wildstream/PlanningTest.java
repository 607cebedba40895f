package dev.wildstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.Reading;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.yaml.DesiredStateReader;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.json.JsonStore;
import dev.wildstream.surface.cli.Commands;
import dev.wildstream.surface.cli.Commands.StreamPlan.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With what a plan compares a revision. */
class PlanningTest {

  private static final String STREAM =
      """
        %s:
          target: rtmp://localhost/live
          key: { file: keys/%s }
          playlist: [ media/ ]
      """;

  @TempDir Path folder;

  private Path state;
  private Path config;
  private final List<String> pauses = new ArrayList<>();

  @BeforeEach
  void folders() throws IOException {
    state = folder.resolve("state");
    config = Files.createDirectory(folder.resolve("etc")).resolve("streams.yaml");
  }

  private static String yaml(String... streams) {
    return "version: 1\nstreams:\n"
        + Stream.of(streams)
            .map(name -> STREAM.formatted(name, name))
            .collect(Collectors.joining());
  }

  private static SourceFile file(Path path, String yaml) {
    return new SourceFile(path.toString(), path, yaml.getBytes(StandardCharsets.UTF_8));
  }

  private void keep(String... streams) {
    try (JsonStore store =
        new JsonStore(state, folder.resolve("run"), "boot-1", new SettableClock())) {
      store.keepLastGood(new KeptRevision(List.of(file(config, yaml(streams))), Optional.empty()));
      assertThat(store.settle(Duration.ofSeconds(20))).isTrue();
    }
  }

  private Optional<Commands.InForce> hub(String... streams) {
    Reading.Accepted reading =
        (Reading.Accepted) DesiredStateReader.read(List.of(file(config, yaml(streams))));
    return Optional.of(
        new Commands.InForce(
            Optional.of(reading.revision().digest()), config, Map.of("a", Phase.ON_AIR)));
  }

  private Planning planning() {
    return new Planning(state, DesiredStateReader::read, () -> pauses.add("pause"));
  }

  private static Map<String, Action> actions(Commands.Planned planned) {
    return ((Commands.Planned.Valid) planned)
        .streams().stream()
            .collect(Collectors.toMap(stream -> stream.name().text(), Commands.StreamPlan::action));
  }

  @Test
  void aCheckoutElsewhereIsPlannedAsIfItLayWhereTheFilesInForceLie() {
    keep("a", "b");
    Path checkout = folder.resolve("home/checkout/streams.yaml");
    Commands.Planned planned =
        planning().of(List.of(file(checkout, yaml("a", "new"))), () -> hub("a", "b"));
    assertThat(actions(planned))
        .isEqualTo(Map.of("a", Action.UNCHANGED, "new", Action.START, "b", Action.STOP));
    assertThat(pauses).isEmpty();
    assertThat(((Commands.Planned.Valid) planned).filesInForce()).isEqualTo(1);
    SourceFile input = new SourceFile("-", Path.of("/anywhere/-"), yaml("a").getBytes());
    assertThat(actions(planning().of(List.of(input), () -> hub("a", "b"))))
        .isEqualTo(Map.of("a", Action.UNCHANGED, "b", Action.STOP));
  }

  @Test
  void whereNoHubRunsItIsComparedWithWhatWasInForceLast() {
    keep("a");
    assertThat(actions(planning().of(List.of(file(config, yaml("a", "b"))), Optional::empty)))
        .isEqualTo(Map.of("a", Action.UNCHANGED, "b", Action.START));
  }

  @Test
  void withoutAHubAndWithoutAStateAllIsNew() {
    Commands.Planned planned = planning().of(List.of(file(config, yaml("a"))), Optional::empty);
    assertThat(actions(planned)).isEqualTo(Map.of("a", Action.START));
    assertThat(((Commands.Planned.Valid) planned).filesInForce()).isZero();
    assertThat(
            actions(
                planning()
                    .of(
                        List.of(file(config, yaml("a"))),
                        () ->
                            Optional.of(new Commands.InForce(Optional.empty(), config, Map.of())))))
        .as("nor does a hub have a revision")
        .isEqualTo(Map.of("a", Action.START));
  }

  @Test
  void whereTheStateFolderIsBehindTheFilesOfTheHubAreTaken() throws IOException {
    keep("a");
    Files.writeString(config, yaml("a", "b"));
    assertThat(actions(planning().of(List.of(file(config, yaml("a"))), () -> hub("a", "b"))))
        .isEqualTo(Map.of("a", Action.UNCHANGED, "b", Action.STOP));
    assertThat(pauses).isEmpty();
  }

  @Test
  void whereTheStatusIsBehindItIsWaitedForAndNotForEver() {
    keep("a", "b");
    assertThat(
            actions(
                planning()
                    .of(
                        List.of(file(config, yaml("a", "b"))),
                        () -> pauses.size() < 3 ? hub("a") : hub("a", "b"))))
        .isEqualTo(Map.of("a", Action.UNCHANGED, "b", Action.UNCHANGED));
    assertThat(pauses).hasSize(3);
    assertThatThrownBy(() -> planning().of(List.of(file(config, yaml("a"))), () -> hub("c")))
        .hasMessageContaining(state.toString())
        .hasMessageContaining("name its state folder with --state");
  }

  @Test
  void aRefusedRevisionIsRefusedWhateverIsInForce() {
    assertThat(
            planning()
                .of(
                    List.of(file(config, yaml("a").replace("target", "tagret"))),
                    () -> {
                      throw new AssertionError("asked");
                    }))
        .isInstanceOf(Commands.Planned.Invalid.class);
  }

  @Test
  void aDamagedStateFolderSaysSo() throws IOException {
    keep("a");
    Files.writeString(state.resolve("last-good/revision.json"), "{");
    List<SourceFile> files = List.of(file(config, yaml("a")));
    assertThatThrownBy(() -> planning().of(files, Optional::empty))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("revision.json is damaged");
    assertThatThrownBy(() -> planning().of(files, () -> hub("a"))).hasMessageContaining("--state");
    Files.writeString(config, yaml("a"));
    assertThat(actions(planning().of(files, () -> hub("a"))))
        .isEqualTo(Map.of("a", Action.UNCHANGED));
  }
}
