package dev.wildstream.loop;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Small records beside a running process, by which another hub finds and knows it. No secret is
 * among them.
 */
public interface RunRecords {

  /** Writes a record whole or not at all; a failure to is told by {@link #read} finding none. */
  void write(Path file, Map<String, String> fields);

  /** Empty where there is none, or a damaged one. */
  Optional<Map<String, String>> read(Path file);
}
