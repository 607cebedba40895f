package dev.wildstream.memory.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.loop.Store.Durability;
import dev.wildstream.memory.StreamMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonStoreTest {

  private static final StreamName WILD = new StreamName("wild-tv");
  private static final StreamName FOREST = new StreamName("forest");
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();

  private JsonStore store() {
    return store("boot-1");
  }

  private JsonStore store(String boot) {
    return new JsonStore(folder.resolve("state"), folder.resolve("run"), boot, clock);
  }

  private Path file(StreamName name) {
    return folder.resolve("state/streams/" + name + ".json");
  }

  private void write(StreamMemory memory) {
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, memory), Durability.SYNCED);
      assertThat(store.settle(LONG)).isTrue();
    }
  }

  @Test
  void everyComponentOfAMemoryComesBackFromDisk() {
    StreamMemory memory = new Samples(1).memory();
    write(memory);
    try (JsonStore store = store()) {
      assertThat(store.load()).isEqualTo(Map.of(WILD, memory));
      assertThat(store.damaged()).isEmpty();
    }
  }

  @Test
  void aFreshMemoryComesBackFromDisk() {
    StreamMemory memory = StreamMemory.fresh("boot", Long.MIN_VALUE, clock.steady());
    write(memory);
    try (JsonStore store = store()) {
      assertThat(store.load()).isEqualTo(Map.of(WILD, memory));
    }
  }

  @Test
  void aPersonCanReadTheFile() throws IOException {
    write(StreamMemory.fresh("boot", 7, clock.steady()));
    assertThat(Files.readString(file(WILD)))
        .contains("\"format\" : 1", "\"stream\" : \"wild-tv\"", "\"since\" : \"2026-11-22T09:00:")
        .contains("\"onAir\" : \"PT0S\"");
  }

  @Test
  void instantsAreWrittenByTheWallClockAndReadIntoTheNextHubsSteadyOne() throws IOException {
    clock.wall = clock.steady.plusSeconds(3600);
    write(StreamMemory.fresh("boot", 7, clock.steady().minusSeconds(60)));
    assertThat(Files.readString(file(WILD)))
        .contains("\"since\" : \"2026-11-22T09:59:00.123456Z\"");
    clock.steady = clock.wall;
    try (JsonStore store = store()) {
      assertThat(store.load().get(WILD).since()).isEqualTo(clock.steady().minusSeconds(60));
    }
  }

  @Test
  void aClockThatWasSetBackMeanwhileDoesNotMakeInstantsWaitForAYear() {
    Instant due = clock.steady().plusSeconds(5);
    StreamMemory memory = StreamMemory.fresh("boot", 7, due);
    write(memory);
    clock.wall = clock.wall.minus(Duration.ofDays(365));
    clock.steady = clock.wall;
    try (JsonStore store = store("boot-2")) {
      assertThat(store.load().get(WILD).since()).isEqualTo(clock.steady().plusSeconds(5));
    }
  }

  @Test
  void aRecordTornAtAnyByteIsSetAsideAndTheHubGoesOn() throws IOException {
    write(new Samples(3).memory());
    byte[] whole = Files.readAllBytes(file(WILD));
    for (int length = 0; length < whole.length - 1; length++) {
      byte[] torn = Arrays.copyOf(whole, length);
      int at = length;
      assertThatThrownBy(() -> StreamRecords.read(WILD, file(WILD), torn, "boot-1", clock))
          .as("torn at byte %d of %d", at, whole.length)
          .isInstanceOf(DamagedException.class);
    }
    Files.write(file(WILD), Arrays.copyOf(whole, whole.length / 2));
    try (JsonStore store = store()) {
      assertThat(store.load()).isEmpty();
      assertThat(store.damaged()).singleElement().asString().contains("wild-tv.json.damaged-");
    }
    assertThat(file(WILD)).doesNotExist();
  }

  @Test
  void whatIsNoRecordIsSetAsideWhateverItIs() throws IOException {
    write(new Samples(3).memory());
    String good = Files.readString(file(WILD));
    List<String> bad =
        List.of(
            "",
            "\0\0\0\0",
            "null",
            "[]",
            "{}",
            "\"text\"",
            good + good,
            good.replace("\"format\" : 1", "\"format\" : 0"),
            good.replace("\"format\" : 1", "\"format\" : \"1\""),
            good.replace("\"stream\" : \"wild-tv\"", "\"stream\" : \"other\""),
            good.replaceFirst("\"memory\" : ", "\"remembrance\" : "),
            good.replaceFirst("\"sessions\" : \\d+", "\"sessions\" : \"many\""),
            good.replaceFirst("\"sessions\" : \\d+", "\"sessions\" : 1.5"),
            good.replaceFirst("\"sessions\" : \\d+", "\"sessions\" : null"),
            good.replaceFirst("\"sessions\" : \\d+,", ""),
            good.replaceFirst("\"sessions\" : \\d+", "\"sessions\" : 1, \"sessions\" : 2"),
            good.replaceFirst("\"phase\" : \"[A-Z_]+\"", "\"phase\" : \"DANCING\""),
            good.replaceFirst("\"since\" : \"[^\"]+\"", "\"since\" : \"yesterday\""),
            good.replaceFirst("\"since\" : \"[^\"]+\"", "\"since\" : [1]"),
            good.replaceFirst(
                "\"since\" : \"[^\"]+\"", "\"since\" : \"+1000000000-12-31T23:59:59Z\""),
            good.replaceFirst("\"before\" : \\[", "\"before\" : [ null, "),
            "[".repeat(100_000));
    for (String content : bad) {
      assertThat(content).isNotEqualTo(good);
      Files.writeString(file(WILD), content);
      try (JsonStore store = store()) {
        if (!content.contains("1000000000-12")) {
          assertThat(store.load()).as(content).isEmpty();
          assertThat(store.damaged()).as(content).hasSize(1);
        } else {
          store.load();
        }
      }
    }
  }

  @Test
  void aFileSetAsideNeverOverwritesAnother() throws IOException {
    try (JsonStore store = store()) {
      for (int i = 0; i < 3; i++) {
        Files.writeString(file(WILD), "garbage " + i);
        store.load();
      }
    }
    try (var files = Files.list(file(WILD).getParent())) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "wild-tv.json.damaged-20261122T090000Z",
              "wild-tv.json.damaged-20261122T090000Z-2",
              "wild-tv.json.damaged-20261122T090000Z-3");
    }
  }

  @Test
  void aRecordOfANewerHubStopsThisOneAndSaysWhatToDo() throws IOException {
    write(new Samples(3).memory());
    Files.writeString(
        file(WILD), Files.readString(file(WILD)).replace("\"format\" : 1", "\"format\" : 2"));
    try (JsonStore store = store()) {
      assertThatThrownBy(store::load)
          .isInstanceOf(NewerFormatException.class)
          .hasMessageContaining(file(WILD).toString())
          .hasMessageContaining("install the newer version");
    }
    assertThat(file(WILD)).exists();
  }

  @Test
  void whatAKilledHubLeftHalfWrittenIsRemoved() throws IOException {
    write(new Samples(3).memory());
    Path torn = file(WILD).resolveSibling(".wild-tv.json.tmp");
    Files.writeString(torn, "{");
    try (JsonStore store = store()) {
      assertThat(store.load()).containsOnlyKeys(WILD);
    }
    assertThat(torn).doesNotExist();
  }

  @Test
  void theModesKeepOthersOut() throws IOException {
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, new Samples(1).memory()), Durability.LAZY);
      store.salt();
      assertThat(store.settle(LONG)).isTrue();
    }
    assertThat(mode("state")).isEqualTo("rwxr-x---");
    assertThat(mode("state/streams")).isEqualTo("rwxr-x---");
    assertThat(mode("state/streams/wild-tv.json")).isEqualTo("rw-------");
    assertThat(mode("state/salt")).isEqualTo("rw-------");
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(path)));
  }

  @Test
  void aDroppedStreamIsForgotten() {
    write(new Samples(3).memory());
    try (JsonStore store = store()) {
      store.drop(WILD);
      assertThat(store.settle(LONG)).isTrue();
      assertThat(store.load()).isEmpty();
    }
  }

  @Test
  void ofManyThreadsTheNewestRecordOfEachStreamIsWhatStays() throws Exception {
    StreamMemory last = new Samples(999).memory();
    try (JsonStore store = store()) {
      CountDownLatch ready = new CountDownLatch(2);
      List<Thread> threads =
          List.of(WILD, FOREST).stream()
              .map(name ->
                  Thread.ofPlatform()
                      .start(() -> {
                        ready.countDown();
                        for (int i = 0; i < 200; i++) {
                          StreamMemory memory = new Samples(i).memory();
                          store.keep(Map.of(name, memory), Durability.LAZY);
                        }
                        store.keep(Map.of(name, last), Durability.SYNCED);
                      }))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(store.settle(LONG)).isTrue();
      assertThat(store.load()).isEqualTo(Map.of(WILD, last, FOREST, last));
    }
  }

  @Test
  void theSaltIsTheSameOverRestartsAndOfNoOtherHost() {
    byte[] first;
    try (JsonStore store = store()) {
      first = store.salt();
      assertThat(store.salt()).isEqualTo(first).hasSize(32);
    }
    try (JsonStore store = store()) {
      assertThat(store.salt()).isEqualTo(first);
    }
    try (JsonStore other =
        new JsonStore(folder.resolve("other"), folder.resolve("other-run"), "boot-1", clock)) {
      assertThat(other.salt()).isNotEqualTo(first);
    }
  }

  @Test
  void theSaltOfAFolderThatCannotBeWrittenLastsAsLongAsTheHub() throws IOException {
    Files.write(folder.resolve("file"), "x".getBytes(UTF_8));
    try (JsonStore store =
        new JsonStore(folder.resolve("file/state"), folder.resolve("run"), "boot-1", clock)) {
      assertThat(store.salt()).isEqualTo(store.salt()).hasSize(32);
    }
  }
}
