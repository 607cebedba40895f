package dev.wildstream.desired;

import java.util.List;
import java.util.Optional;

/**
 * All files of the configuration together, taken or refused as a whole.
 *
 * @param digest SHA-256 over names and contents, hexadecimal
 * @param streams in the order of the files
 */
public record Revision(String digest, List<StreamSpec> streams) {

  public Revision {
    streams = List.copyOf(streams);
  }

  public Optional<StreamSpec> stream(StreamName name) {
    return streams.stream().filter(s -> s.name().equals(name)).findFirst();
  }
}
