package dev.wildstream.memory.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.loop.Store.Durability;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk is asked for, and what follows when it refuses. */
class StoreDiskTest {

  private static final StreamName WILD = new StreamName("wild-tv");
  private static final StreamName FOREST = new StreamName("forest");
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration AT = Duration.ofHours(1);

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final RecordingDisk disk = new RecordingDisk();

  private JsonStore store() {
    return new JsonStore(
        folder.resolve("state"),
        folder.resolve("run"),
        "boot-1",
        clock,
        disk,
        EventFile.MOST_BYTES);
  }

  @Test
  void aRecordThatMustSurviveAPowerCutIsSyncedBeforeItsNameAndItsFolderAfter() {
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, new Samples(1).memory()), Durability.SYNCED);
      assertThat(store.settle(LONG)).isTrue();
    }
    assertThat(disk.done)
        .containsExactly(
            "create .wild-tv.json.tmp",
            "sync .wild-tv.json.tmp",
            "replace wild-tv.json",
            "sync folder streams");
  }

  @Test
  void aPositionAloneIsNotSynced() {
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, new Samples(1).memory()), Durability.LAZY);
      assertThat(store.settle(LONG)).isTrue();
    }
    assertThat(disk.done).containsExactly("create .wild-tv.json.tmp", "replace wild-tv.json");
  }

  @Test
  void recordsHandedOverTogetherSyncTheFolderOnce() {
    try (JsonStore store = store()) {
      StreamMemory memory = new Samples(1).memory();
      store.keep(Map.of(WILD, memory, FOREST, memory), Durability.SYNCED);
      assertThat(store.settle(LONG)).isTrue();
    }
    assertThat(disk.done).filteredOn("sync folder streams"::equals).hasSize(1);
    assertThat(disk.done).filteredOn(d -> d.startsWith("replace")).hasSize(2);
  }

  @Test
  void aPositionThatOvertakesASyncedRecordIsSyncedInItsPlace() throws Exception {
    Outbox outbox = new Outbox();
    StreamMemory newer = new Samples(2).memory();
    outbox.put(Map.of(WILD, Optional.of(new Samples(1).memory())), AT, Durability.SYNCED);
    outbox.put(Map.of(WILD, Optional.of(newer)), AT.plusMillis(1), Durability.LAZY);
    Outbox.Batch batch = outbox.take(LONG).orElseThrow();
    assertThat(batch.streams().get(WILD))
        .isEqualTo(new Outbox.Change(Optional.of(newer), AT.plusMillis(1), Durability.SYNCED));
  }

  @Test
  void whatCouldNotBeWrittenNeverOvertakesWhatIsNewer() throws Exception {
    Outbox outbox = new Outbox();
    StreamMemory newer = new Samples(2).memory();
    outbox.put(Map.of(WILD, Optional.of(new Samples(1).memory())), AT, Durability.SYNCED);
    Outbox.Batch failed = outbox.take(LONG).orElseThrow();
    outbox.put(Map.of(WILD, Optional.of(newer)), AT.plusMillis(1), Durability.LAZY);
    outbox.done(failed);
    assertThat(outbox.take(LONG).orElseThrow().streams().get(WILD))
        .isEqualTo(new Outbox.Change(Optional.of(newer), AT.plusMillis(1), Durability.SYNCED));
  }

  @Test
  void aFullDiskIsToldAndMendedByItselfWithNothingLost() throws IOException {
    StreamMemory memory = new Samples(1).memory();
    Event event = new Event(clock.wall(), Optional.empty(), Event.Kind.ON_AIR, Map.of(), "");
    try (JsonStore store = store()) {
      disk.full = true;
      store.keep(Map.of(WILD, memory), Durability.SYNCED);
      store.append(event);
      assertThat(store.settle(LONG)).as("a disk that refuses is not waited for").isFalse();
      assertThat(store.trouble().orElseThrow())
          .contains(folder.resolve("state").toString(), "No space left on device");
      disk.full = false;
      Eventually.holds(() -> store.trouble().isEmpty());
      assertThat(store.settle(LONG)).isTrue();
      assertThat(store.load()).isEqualTo(Map.of(WILD, memory));
    }
    assertThat(EventLog.read(folder.resolve("state"), Optional.empty())).containsExactly(event);
  }

  @Test
  void aStateFolderThatCannotBeThereIsTroubleAndNothingElse() throws IOException {
    Path file = folder.resolve("file");
    Files.writeString(file, "not a folder");
    try (JsonStore store =
        new JsonStore(file.resolve("state"), folder.resolve("run"), "boot-1", clock)) {
      assertThat(store.trouble().orElseThrow()).contains(file.toString());
      assertThat(store.load()).isEmpty();
      assertThat(store.lastGood()).isEqualTo(KeptRevision.NONE);
      StreamMemory memory = new Samples(1).memory();
      store.keep(Map.of(WILD, memory), Durability.SYNCED);
      assertThat(store.settle(LONG)).isFalse();
      Files.delete(file);
      Eventually.holds(() -> store.trouble().isEmpty());
      assertThat(store.load()).isEqualTo(Map.of(WILD, memory));
    }
  }

  @Test
  void closingWritesWhatIsLeft() {
    StreamMemory memory = new Samples(1).memory();
    JsonStore store = store();
    store.keep(Map.of(WILD, memory), Durability.LAZY);
    store.close();
    try (JsonStore next = store()) {
      assertThat(next.load()).isEqualTo(Map.of(WILD, memory));
    }
  }
}
