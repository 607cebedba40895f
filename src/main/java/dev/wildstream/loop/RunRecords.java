package dev.wildstream.loop;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Small notes beside a running process, by which the next hub knows it again. */
public interface RunRecords {

  /**
   * Writes a record at one stroke, in place of an older one.
   *
   * @throws java.io.UncheckedIOException where it cannot be written
   */
  void write(Path file, Map<String, String> fields);

  /** Reads a record; empty where there is none or it is damaged. */
  Optional<Map<String, String>> read(Path file);
}
