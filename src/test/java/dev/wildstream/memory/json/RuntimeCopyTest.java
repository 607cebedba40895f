package dev.wildstream.memory.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.loop.Store.Durability;
import dev.wildstream.memory.StreamMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells the next hub how things stood when the state folder could not. */
class RuntimeCopyTest {

  private static final StreamName WILD = new StreamName("wild-tv");
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();
  private final RecordingDisk disk = new RecordingDisk();
  private final StreamMemory older = new Samples(1).memory();
  private final StreamMemory newer = new Samples(2).memory();
  private final List<JsonStore> opened = new ArrayList<>();
  private String boot = "boot-1";

  /** One that is not closed is a hub that was killed, as far as the next one sees. */
  private JsonStore store() {
    JsonStore store = open();
    opened.add(store);
    return store;
  }

  @AfterEach
  void nothingWritesAnyMore() {
    opened.forEach(JsonStore::close);
  }

  private JsonStore open() {
    return new JsonStore(
        folder.resolve("state"), folder.resolve("run"), boot, clock, disk, EventFile.MOST_BYTES);
  }

  private Path copy() {
    return folder.resolve("run/.memory/wild-tv.json");
  }

  /** A hub that writes well, then on a full disk, and is killed. */
  private void killedOnAFullDisk() {
    JsonStore killed = store();
    killed.keep(Map.of(WILD, older), Durability.SYNCED);
    assertThat(killed.settle(LONG)).isTrue();
    disk.full = true;
    clock.pass(Duration.ofSeconds(5));
    killed.keep(Map.of(WILD, newer), Durability.SYNCED);
    assertThat(killed.settle(LONG)).isFalse();
  }

  @Test
  void theNextHubKnowsWhatAFullDiskDidNotTake() {
    killedOnAFullDisk();
    assertThat(store().load()).isEqualTo(Map.of(WILD, newer));
  }

  /** A disk that was asked to take a record, and takes it and no other long after. */
  private static final class SlowDisk implements Disk {
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch works = new CountDownLatch(1);
    private volatile boolean slow;
    private volatile boolean took;

    @Override
    public void makeFolder(Path folder) throws IOException {
      if (slow) {
        asked.countDown();
        try {
          works.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      Disk.super.makeFolder(folder);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
      if (took) {
        throw new IOException("no space left");
      }
      Disk.super.replace(from, to);
      took = slow;
    }
  }

  @Test
  void whatASlowDiskTakesLateIsNotTakenForNewer() throws InterruptedException {
    SlowDisk slow = new SlowDisk();
    JsonStore killed =
        new JsonStore(folder.resolve("state"), folder.resolve("run"), boot, clock, slow, 4L << 20);
    opened.add(killed);
    slow.slow = true;
    killed.keep(Map.of(WILD, older), Durability.SYNCED);
    slow.asked.await();
    clock.pass(Duration.ofSeconds(1));
    killed.keep(Map.of(WILD, newer), Durability.SYNCED);
    clock.pass(Duration.ofSeconds(1));
    slow.works.countDown();
    assertThat(killed.settle(LONG)).isFalse();
    assertThat(store().load()).isEqualTo(Map.of(WILD, newer));
  }

  @Test
  void ofTwoRecordsOfOneMomentTheLaterCountsAlsoWhereTheCopyTookTheOtherOnly() throws IOException {
    JsonStore killed = store();
    killed.keep(Map.of(WILD, older), Durability.SYNCED);
    Files.createDirectories(Disk.temporary(copy()).resolve("stands in the way"));
    killed.keep(Map.of(WILD, newer), Durability.SYNCED);
    assertThat(killed.settle(LONG)).isTrue();
    assertThat(killed.trouble()).isPresent();
    assertThat(store().load()).isEqualTo(Map.of(WILD, newer));
  }

  @Test
  void soItDoesWhereTheHubEndedInGoodOrder() {
    disk.full = true;
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, newer), Durability.SYNCED);
    }
    assertThat(store().load()).isEqualTo(Map.of(WILD, newer));
  }

  @Test
  void anotherBootKnowsOnlyWhatIsOnDisk() {
    killedOnAFullDisk();
    boot = "boot-2";
    assertThat(store().load()).isEqualTo(Map.of(WILD, older));
  }

  @Test
  void aDamagedOrOlderCopyDoesNotStandInTheWay() throws IOException {
    killedOnAFullDisk();
    byte[] whole = Files.readAllBytes(copy());
    Files.write(copy(), new byte[] {'{'});
    assertThat(store().load()).isEqualTo(Map.of(WILD, older));
    disk.full = false;
    clock.pass(Duration.ofSeconds(5));
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, older), Durability.SYNCED);
    }
    Files.write(copy(), whole);
    assertThat(store().load()).isEqualTo(Map.of(WILD, older));
  }

  @Test
  void itIsThereWhileTheDiskIsNotSureAndGoneOnceAllIsOnDisk() {
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, older), Durability.LAZY);
      assertThat(copy()).exists();
    }
    assertThat(copy()).doesNotExist();
  }

  @Test
  void aDroppedStreamIsDroppedThereToo() {
    killedOnAFullDisk();
    JsonStore store = store();
    store.drop(WILD);
    assertThat(copy()).doesNotExist();
  }

  @Test
  void aClockSteppedByAYearWhileNoHubRanChangesNoInstantWithinOneBoot() {
    for (int days : new int[] {365, -365}) {
      Instant due = clock.steady().plusSeconds(30);
      StreamMemory waits = StreamMemory.fresh("boot-1", 7, due);
      try (JsonStore store = store()) {
        store.keep(Map.of(WILD, waits), Durability.SYNCED);
      }
      clock.pass(Duration.ofSeconds(10));
      clock.wall = clock.wall.plus(Duration.ofDays(days));
      clock.steady = clock.wall; // the next hub's
      assertThat(store().load().get(WILD).since()).isEqualTo(clock.steady().plusSeconds(20));
    }
  }

  @Test
  void aRecordFromBeforeTheClockWasSetIsOfJustNow() {
    clock.wall = Instant.parse("1970-01-01T00:00:40Z");
    clock.steady = clock.wall;
    try (JsonStore store = store()) {
      store.keep(Map.of(WILD, StreamMemory.fresh("boot-1", 7, clock.steady())), Durability.SYNCED);
    }
    boot = "boot-2";
    clock.wall = SettableClock.BEGIN;
    clock.steady = clock.wall;
    assertThat(store().load().get(WILD).since()).isEqualTo(clock.steady());
  }

  @Test
  void theSaltOutlivesAHubWhoseStateFolderCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("state"), "not a folder");
    byte[] salt = store().salt();
    assertThat(store().salt()).isEqualTo(salt);
    Files.delete(folder.resolve("state"));
    assertThat(store().salt()).as("and goes with it into the state folder").isEqualTo(salt);
    Files.delete(folder.resolve("run/.memory/salt"));
    assertThat(store().salt()).isEqualTo(salt);
    Files.delete(folder.resolve("state/salt"));
    assertThat(store().salt()).as("nor does a lost state folder lose it").isEqualTo(salt);
  }
}
