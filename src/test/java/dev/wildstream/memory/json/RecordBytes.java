package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.StreamMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A stream's record as a hub wrote it, for a disk that is simulated. Becomes bytes when it is read,
 * since most are written over unread.
 */
public final class RecordBytes {

  private final StreamName stream;
  private final StreamMemory memory;
  private final Duration kept;
  private final String boot;
  private final Clock writtenAt;
  private final boolean torn;

  /**
   * A record written whole, now.
   *
   * @param kept when it was handed over, by the machine's uptime
   */
  public RecordBytes(
      StreamName stream, StreamMemory memory, Duration kept, String boot, Clock clock) {
    this(
        stream,
        memory,
        kept,
        boot,
        new Stopped(clock.steady(), clock.wall(), clock.uptime()),
        false);
  }

  private RecordBytes(
      StreamName stream,
      StreamMemory memory,
      Duration kept,
      String boot,
      Clock writtenAt,
      boolean torn) {
    this.stream = stream;
    this.memory = memory;
    this.kept = kept;
    this.boot = boot;
    this.writtenAt = writtenAt;
    this.torn = torn;
  }

  /** Tells when records are handed over. */
  public static Supplier<Duration> handovers(Clock clock) {
    return new HandoverClock(clock)::next;
  }

  /** What a power cut leaves of it in its midst. */
  public RecordBytes torn() {
    return new RecordBytes(stream, memory, kept, boot, writtenAt, true);
  }

  /** Whether a part is missing. */
  public boolean isTorn() {
    return torn;
  }

  /** What was written. */
  public StreamMemory memory() {
    return memory;
  }

  /** All of it, as the file holds it. */
  public byte[] bytes() {
    byte[] whole = StreamRecords.write(stream, memory, kept, boot, writtenAt);
    return torn ? Arrays.copyOf(whole, whole.length / 2) : whole;
  }

  /**
   * What a hub makes of the two records of a stream: the newer one counts.
   *
   * @param copied in the runtime folder
   * @param kept in the state folder
   * @param boot id of the present boot
   * @param damaged is told where the one in the state folder cannot be read
   */
  public static Optional<StreamMemory> load(
      Optional<RecordBytes> copied,
      Optional<RecordBytes> kept,
      String boot,
      Clock clock,
      Runnable damaged) {
    Optional<StreamRecords.Saved> ofRuntime =
        copied
            .flatMap(record -> record.read(boot, clock, () -> {}))
            .filter(saved -> saved.kept().isPresent());
    Optional<StreamRecords.Saved> ofState =
        kept.flatMap(record -> record.read(boot, clock, damaged));
    Optional<StreamRecords.Saved> newest =
        ofRuntime.isPresent() && ofState.isPresent()
            ? Optional.of(StreamRecords.Saved.newer(ofState.get(), ofRuntime.get()))
            : ofRuntime.or(() -> ofState);
    return newest.map(StreamRecords.Saved::memory);
  }

  private Optional<StreamRecords.Saved> read(String nowBoot, Clock clock, Runnable damaged) {
    try {
      return Optional.of(
          StreamRecords.read(stream, Path.of(stream + ".json"), bytes(), nowBoot, clock));
    } catch (DamagedException e) {
      damaged.run();
      return Optional.empty();
    }
  }

  /** Shows one moment for ever. */
  private record Stopped(Instant steady, Instant wall, Duration uptime) implements Clock {}
}
