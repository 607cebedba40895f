package dev.wildstream.desired;

import java.util.List;
import java.util.Optional;

/**
 * All files of the configuration together, taken or refused as a whole.
 *
 * @param digest SHA-256 over names and contents, hexadecimal
 * @param streams in the order of the files
 * @param elsewhere streams of the files that other hosts run, and this one does as though they were
 *     not there
 */
public record Revision(String digest, List<StreamSpec> streams, List<StreamName> elsewhere) {

  public Revision {
    streams = List.copyOf(streams);
    elsewhere = List.copyOf(elsewhere);
  }

  /** Of streams that each belong to this host. */
  public Revision(String digest, List<StreamSpec> streams) {
    this(digest, streams, List.of());
  }

  public Optional<StreamSpec> stream(StreamName name) {
    return streams.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** What of it is for one host. A stream that names no hosts is for each. */
  public Revision on(HostName host) {
    return new Revision(
        digest,
        streams.stream().filter(spec -> isOn(spec, host)).toList(),
        streams.stream().filter(spec -> !isOn(spec, host)).map(StreamSpec::name).toList());
  }

  private static boolean isOn(StreamSpec spec, HostName host) {
    return spec.hosts().isEmpty() || host.isAmong(spec.hosts());
  }
}
