package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.StreamMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/**
 * One stream's memory as a file's content.
 *
 * <p>The hub reckons by a steady clock that means nothing to the next hub, and nothing to people.
 * So instants are written as the wall clock would have shown them, and become steady again when
 * read. Within one boot of the machine its uptime tells how long ago that was, whatever was done to
 * the wall clock meanwhile. After a reboot only the wall clock tells: where the file is from the
 * future, or from before the clock was set, all instants move so that the file was saved just now,
 * and no retry waits for a year.
 */
final class StreamRecords {

  /** Raised when a file of this format could mislead an older hub. */
  static final int FORMAT = 1;

  private static final ObjectWriter WRITER = Json.MAPPER.writerWithDefaultPrettyPrinter();

  private StreamRecords() {}

  /** What a file holds, with its moments as text but for those of the memory. */
  record Content(
      int format,
      String stream,
      String savedAt,
      String savedBoot,
      String savedUptime,
      String keptUptime,
      StreamMemory memory) {}

  /** A clock that shows less was never set; its machine has no battery for it. */
  private static final Instant CLOCK_UNSET = Instant.parse("2020-01-01T00:00:00Z");

  /**
   * A record as it was read.
   *
   * @param kept the machine's uptime when it was handed over to be saved; empty = that was in
   *     another boot
   */
  record Saved(StreamMemory memory, Optional<Duration> kept) {
    /** The newer of two records of one stream; the other where they are of one moment. */
    static Saved newer(Saved one, Saved other) {
      Duration never = Duration.ofNanos(-1);
      return other.kept.orElse(never).compareTo(one.kept.orElse(never)) >= 0 ? other : one;
    }
  }

  /**
   * Writes it.
   *
   * @param kept when it was handed over, by the machine's uptime: a slow disk may take it later
   *     than the other copy takes the next one
   * @param boot id of the machine's present boot
   */
  static byte[] write(
      StreamName stream, StreamMemory memory, Duration kept, String boot, Clock clock) {
    Instant wall = clock.wall();
    Duration toWall = Duration.between(clock.steady(), wall);
    Content content =
        new Content(
            FORMAT,
            stream.text(),
            wall.toString(),
            boot,
            clock.uptime().toString(),
            kept.toString(),
            memory);
    String text = WRITER.withAttribute(Json.SHIFT, toWall).writeValueAsString(content);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Has Jackson look at the records while the hub is still starting: the first time takes some
   * hundred milliseconds, and a stream that starts waits for its record.
   */
  static void warmUp(Clock clock) {
    write(
        new StreamName("none"),
        StreamMemory.fresh("", 0, clock.steady()),
        Duration.ZERO,
        "",
        clock);
  }

  /**
   * Reads it back.
   *
   * @param boot id of the machine's present boot
   * @throws DamagedException where it is not a whole record of this stream, or of an older format
   *     that is no longer known
   * @throws NewerFormatException where a newer hub wrote it
   */
  static Saved read(StreamName stream, Path file, byte[] content, String boot, Clock clock)
      throws DamagedException {
    try {
      JsonNode record = Json.MAPPER.readTree(content);
      int format = record.path("format").isInt() ? record.path("format").intValue() : 0;
      if (format > FORMAT) {
        throw new NewerFormatException(file, format, FORMAT);
      }
      if (format != FORMAT) {
        throw new DamagedException("its format " + record.path("format") + " is unknown");
      }
      if (!record.path("stream").asString("").equals(stream.text())) {
        throw new DamagedException("it is of another stream: " + record.path("stream"));
      }
      Instant savedAt = Instant.parse(record.path("savedAt").asString(""));
      Optional<Duration> uptime =
          record.path("savedBoot").asString("").equals(boot) && record.has("keptUptime")
              ? Optional.of(Duration.parse(record.path("savedUptime").asString("")))
              : Optional.empty();
      Instant savedAtSteady = clock.steady().minus(age(savedAt, uptime, clock));
      Duration shift = Duration.between(savedAt, savedAtSteady);
      JsonNode memory = record.path("memory");
      if (!memory.isObject()) {
        throw new DamagedException("it holds no memory");
      }
      return new Saved(
          Json.MAPPER
              .readerFor(StreamMemory.class)
              .withAttribute(Json.SHIFT, shift)
              .readValue(memory),
          uptime.isEmpty()
              ? Optional.empty()
              : Optional.of(Duration.parse(record.path("keptUptime").asString(""))));
    } catch (JacksonException e) {
      throw new DamagedException(e.getOriginalMessage());
    } catch (DateTimeException | ArithmeticException e) {
      throw new DamagedException(e.getMessage());
    }
  }

  /** How long ago a record was saved; never negative. */
  private static Duration age(Instant savedAt, Optional<Duration> uptime, Clock clock) {
    if (uptime.isPresent()) {
      Duration passed = clock.uptime().minus(uptime.get());
      return passed.isNegative() ? Duration.ZERO : passed;
    }
    Instant wall = clock.wall();
    boolean unknown =
        savedAt.isAfter(wall) || savedAt.isBefore(CLOCK_UNSET) != wall.isBefore(CLOCK_UNSET);
    return unknown ? Duration.ZERO : Duration.between(savedAt, wall);
  }
}
