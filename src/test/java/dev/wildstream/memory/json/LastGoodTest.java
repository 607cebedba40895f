package dev.wildstream.memory.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {

  @TempDir Path state;

  private final SettableClock clock = new SettableClock();

  private static final List<SourceFile> FILES =
      List.of(
          new SourceFile(
              "streams.yaml", Path.of("/etc/a/streams.yaml"), new byte[] {0, -1, 13, 10}),
          new SourceFile("../b/streams.yaml", Path.of("/etc/b/streams.yaml"), "ü".getBytes(UTF_8)),
          new SourceFile("empty.yaml", Path.of("/etc/b/empty.yaml"), new byte[0]),
          new SourceFile("same.yaml", Path.of("/etc/b/same.yaml"), "ü".getBytes(UTF_8)));

  private static final Commit COMMIT =
      new Commit("0123456789".repeat(4), Optional.of("Add the night list"), Commit.Files.EDITED);

  private void keep(List<SourceFile> files) {
    try (JsonStore store = new JsonStore(state, state.resolveSibling("run"), "boot-1", clock)) {
      store.keepLastGood(new KeptRevision(files, Optional.of(COMMIT)));
      assertThat(store.settle(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static List<List<Object>> parts(List<SourceFile> files) {
    return files.stream()
        .map(f -> List.<Object>of(f.name(), f.path(), new String(f.content(), ISO_8859_1)))
        .toList();
  }

  @Test
  void theRevisionInForceComesBackByteForByteWithItsNamesAndPaths() {
    keep(FILES);
    try (JsonStore store = new JsonStore(state, state.resolveSibling("run"), "boot-1", clock)) {
      assertThat(parts(store.lastGood().files())).isEqualTo(parts(FILES));
      assertThat(store.lastGood().commit()).contains(COMMIT);
    }
  }

  @Test
  void aNewerRevisionLeavesNothingOfTheOneBefore() throws IOException {
    keep(FILES);
    keep(FILES.subList(1, 2));
    try (JsonStore store = new JsonStore(state, state.resolveSibling("run"), "boot-1", clock)) {
      assertThat(parts(store.lastGood().files())).isEqualTo(parts(FILES.subList(1, 2)));
    }
    try (var files = Files.list(state.resolve("last-good"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void beforeTheFirstThereIsNone() {
    try (JsonStore store = new JsonStore(state, state.resolveSibling("run"), "boot-1", clock)) {
      assertThat(store.lastGood()).isEqualTo(KeptRevision.NONE);
      assertThat(store.damaged()).isEmpty();
    }
  }

  @Test
  void aRevisionThatSomebodyChangedIsSetAsideAsAWhole() throws IOException {
    keep(FILES);
    try (var files = Files.list(state.resolve("last-good"))) {
      Path content = files.filter(f -> f.toString().endsWith(".yaml")).findFirst().orElseThrow();
      Files.writeString(content, "changed");
    }
    try (JsonStore store = new JsonStore(state, state.resolveSibling("run"), "boot-1", clock)) {
      assertThat(store.lastGood()).isEqualTo(KeptRevision.NONE);
      assertThat(store.damaged()).singleElement().asString().contains("was changed");
      assertThat(store.lastGood()).isEqualTo(KeptRevision.NONE);
    }
  }

  @Test
  void aHubKilledWhileItWroteLeavesTheRevisionBefore() throws IOException {
    keep(FILES);
    Files.writeString(state.resolve("last-good/.revision.json.tmp"), "{");
    Files.writeString(state.resolve("last-good/0123456789abcdef0123456789abcdef.yaml"), "new");
    try (JsonStore store = new JsonStore(state, state.resolveSibling("run"), "boot-1", clock)) {
      assertThat(parts(store.lastGood().files())).isEqualTo(parts(FILES));
    }
  }
}
