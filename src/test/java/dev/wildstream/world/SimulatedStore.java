package dev.wildstream.world;

import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.KeptRevision;
import dev.wildstream.loop.Store;
import dev.wildstream.memory.Event;
import dev.wildstream.memory.StreamMemory;
import dev.wildstream.memory.json.RecordBytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** One hub's way to the disk: what is handed over is written a while later, if the hub lives. */
final class SimulatedStore implements Store {

  private static final Duration TRY_AGAIN = Duration.ofSeconds(2);

  private record Change(Optional<StreamMemory> memory, Duration kept, Durability durability) {
    Change over(Change older) {
      return new Change(
          memory, kept, older.durability == Durability.SYNCED ? older.durability : durability);
    }
  }

  private final World world;
  private final SimulatedHub hub;
  private final Supplier<Duration> handovers;
  private final List<String> damaged = new ArrayList<>();
  private Map<StreamName, Change> outbox = new LinkedHashMap<>();
  private Optional<List<SourceFile>> files = Optional.empty();
  private long newest;
  private long attempted;
  private long attempts;
  private Optional<String> trouble = Optional.empty();
  private Optional<String> runtimeTrouble = Optional.empty();

  SimulatedStore(World world, SimulatedHub hub) {
    this.world = world;
    this.hub = hub;
    this.handovers = RecordBytes.handovers(hub.clock());
  }

  @Override
  public Map<StreamName, StreamMemory> load() {
    Set<StreamName> names = new TreeSet<>(world.disk.state.keySet());
    names.addAll(world.disk.runtime.keySet());
    Map<StreamName, StreamMemory> found = new TreeMap<>();
    for (StreamName name : names) {
      RecordBytes.load(
              Optional.ofNullable(world.disk.runtime.get(name)),
              Optional.ofNullable(world.disk.state.get(name)).map(SimulatedDisk.Kept::newest),
              world.machine.boot(),
              hub.clock(),
              () -> damaged.add(name + ".json"))
          .ifPresent(memory -> found.put(name, memory));
    }
    world.books.loaded(found, hub.clock());
    return found;
  }

  @Override
  public List<String> damaged() {
    return damaged;
  }

  @Override
  public KeptRevision lastGood() {
    return new KeptRevision(world.disk.lastGood, Optional.empty());
  }

  @Override
  public void keepLastGood(KeptRevision revision) {
    hub.effect(() -> "keep last good");
    files = Optional.of(revision.files());
    write();
  }

  @Override
  public void keep(Map<StreamName, StreamMemory> changed, Durability durability) {
    hub.effect(() -> "keep " + changed.keySet() + " " + durability);
    Duration kept = handovers.get();
    changed.forEach((name, memory) -> {
      if (!world.disk.runtimeFull) {
        world.disk.runtime.put(name, record(name, memory, kept));
      }
      Change change = new Change(Optional.of(memory), kept, durability);
      outbox.merge(name, change, (older, newer) -> newer.over(older));
      world.books.kept(name, memory, hub.clock());
    });
    runtimeTrouble =
        world.disk.runtimeFull ? Optional.of("no room in the runtime folder") : Optional.empty();
    write();
  }

  @Override
  public void drop(StreamName stream) {
    hub.effect(() -> "drop " + stream);
    world.disk.runtime.remove(stream);
    world.books.dropped(stream);
    Change change = new Change(Optional.empty(), handovers.get(), Durability.SYNCED);
    outbox.merge(stream, change, (older, newer) -> newer.over(older));
    write();
  }

  private RecordBytes record(StreamName name, StreamMemory memory, Duration kept) {
    return new RecordBytes(name, memory, kept, world.machine.boot(), hub.clock());
  }

  private boolean isIdle() {
    return outbox.isEmpty() && files.isEmpty();
  }

  private void write() {
    newest++;
    boolean slow = world.disk.slow;
    attemptIn(slow ? world.chances.millis(50, 3_000) : world.chances.millis(1, 9));
  }

  private void attemptIn(Duration wait) {
    long attempt = ++attempts;
    world.agenda.quietlyIn(wait, () -> attempt(attempt));
  }

  private void attempt(long attempt) {
    if (!hub.isAlive() || attempt != attempts) {
      return;
    }
    switch (world.disk.health) {
      case GOOD -> {
        trouble = Optional.empty();
        writeAll(outbox.size());
        attempted = newest;
      }
      case REFUSES -> {
        trouble = Optional.of("no space left on device");
        attempted = newest;
        attemptIn(TRY_AGAIN);
      }
      case HANGS -> attemptIn(Duration.ofMillis(100));
    }
  }

  /** Writes the first so many records, and where those are all, the rest too. */
  private void writeAll(int most) {
    boolean all = most == outbox.size();
    outbox.entrySet().stream().limit(most).forEach(e -> write(e.getKey(), e.getValue()));
    outbox = all ? new LinkedHashMap<>() : outbox;
    if (all) {
      files.ifPresent(kept -> world.disk.lastGood = kept);
      files = Optional.empty();
    }
  }

  private void write(StreamName name, Change change) {
    if (change.memory().isEmpty()) {
      world.disk.state.remove(name);
      return;
    }
    RecordBytes record = record(name, change.memory().get(), change.kept());
    Optional<RecordBytes> synced =
        change.durability() == Durability.SYNCED
            ? Optional.of(record)
            : Optional.ofNullable(world.disk.state.get(name)).flatMap(SimulatedDisk.Kept::synced);
    world.disk.state.put(name, new SimulatedDisk.Kept(record, synced));
  }

  @Override
  public boolean settle(Duration atMost) {
    hub.effect(() -> "settle");
    long mine = newest;
    long since = world.agenda.now();
    long until = since + atMost.toNanos();
    while (attempted < mine && world.agenda.now() < until) {
      hub.passUntil(Math.min(until, world.agenda.next()));
    }
    world.books.waitedForDisk(world.agenda.now() - since);
    return attempted >= mine && isIdle();
  }

  @Override
  public void append(Event event) {
    world.books.told(event);
  }

  @Override
  public Optional<String> trouble() {
    return trouble.or(() -> runtimeTrouble);
  }

  /** The hub ends in good order: what is left is written, if the disk takes it. */
  void close() {
    if (world.disk.health == SimulatedDisk.Health.GOOD) {
      writeAll(outbox.size());
      world.disk.runtime.clear();
    }
  }

  /** The hub is killed, maybe while it writes. */
  void cutOff() {
    if (world.disk.health == SimulatedDisk.Health.GOOD && world.chances.oneIn(3)) {
      writeAll(world.chances.between(0, outbox.size()));
    }
  }
}
