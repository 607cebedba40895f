package dev.wildstream.memory.json;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.memory.StreamMemory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One stream's memory as a file's content.
 *
 * <p>The hub reckons by a steady clock that means nothing to the next hub, and nothing to people.
 * So instants are written as the wall clock would have shown them, and become steady again when
 * read. Where the file is from the future, the wall clock was set back meanwhile: all instants move
 * so that the file was saved just now, and no retry waits for a year.
 */
final class StreamRecords {

  /** Raised when a file of this format could mislead an older hub. */
  static final int FORMAT = 1;

  private StreamRecords() {}

  static byte[] write(StreamName stream, StreamMemory memory, Clock clock) {
    Instant wall = clock.wall();
    Duration toWall = Duration.between(clock.steady(), wall);
    ObjectNode record = Json.MAPPER.createObjectNode();
    record.put("format", FORMAT);
    record.put("stream", stream.text());
    record.put("savedAt", wall.toString());
    byte[] inner = Json.MAPPER.writer().withAttribute(Json.SHIFT, toWall).writeValueAsBytes(memory);
    record.set("memory", Json.MAPPER.readTree(inner));
    return (record.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Has Jackson look at the records while the hub is still starting: the first time takes some
   * hundred milliseconds, and a stream that starts waits for its record.
   */
  static void warmUp(Clock clock) {
    write(new StreamName("none"), StreamMemory.fresh("", 0, clock.steady()), clock);
  }

  /**
   * Reads it back.
   *
   * @throws DamagedException where it is not a whole record of this stream, or of an older format
   *     that is no longer known
   * @throws NewerFormatException where a newer hub wrote it
   */
  static StreamMemory read(StreamName stream, Path file, byte[] content, Clock clock)
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
      Instant wall = clock.wall();
      Duration shift = Duration.between(wall, clock.steady());
      if (savedAt.isAfter(wall)) {
        shift = shift.minus(Duration.between(wall, savedAt));
      }
      JsonNode memory = record.path("memory");
      if (!memory.isObject()) {
        throw new DamagedException("it holds no memory");
      }
      return Json.MAPPER
          .readerFor(StreamMemory.class)
          .withAttribute(Json.SHIFT, shift)
          .readValue(memory);
    } catch (JacksonException e) {
      throw new DamagedException(e.getOriginalMessage());
    } catch (DateTimeException | ArithmeticException e) {
      throw new DamagedException(e.getMessage());
    }
  }
}
