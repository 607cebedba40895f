package dev.wildstream.memory.json;

import dev.wildstream.loop.RunRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/** Run records as small JSON objects, mode 0600, never seen half written. */
public final class JsonRunRecords implements RunRecords {

  /** No record is near this; a larger file is not one of ours. */
  private static final long MOST_BYTES = 64 * 1024;

  private final Disk disk = Disk.real();

  @Override
  public void write(Path file, Map<String, String> fields) {
    byte[] content =
        (Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(fields) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    try {
      Path temporary = Disk.temporary(file);
      disk.create(temporary, content, Disk.OWNER);
      disk.replace(temporary, file);
    } catch (IOException e) {
      throw new UncheckedIOException(Trouble.of(file, e), e);
    }
  }

  @Override
  public Optional<Map<String, String>> read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      return Optional.ofNullable(
          Json.MAPPER.readValue(
              Files.readAllBytes(file), new TypeReference<LinkedHashMap<String, String>>() {}));
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    }
  }
}
