package dev.wildstream.ffmpeg;

import dev.wildstream.loop.RunRecords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Records as lines of {@code name=value}. */
final class PropertiesRecords implements RunRecords {

  @Override
  public void write(Path file, Map<String, String> fields) {
    try {
      Files.write(
          file, fields.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Override
  public Optional<Map<String, String>> read(Path file) {
    try {
      Map<String, String> fields = new HashMap<>();
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split("=", 2);
        fields.put(parts[0], parts[1]);
      }
      return Optional.of(fields);
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
