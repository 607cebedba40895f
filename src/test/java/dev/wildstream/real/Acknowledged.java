package dev.wildstream.real;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When the kernel last saw bytes of a process acknowledged, by its own count ({@code ss}), which
 * the hub does not use. Looks ten times a second.
 */
final class Acknowledged implements AutoCloseable {

  private static final Pattern CONNECTION = Pattern.compile("pid=(\\d+),.* bytes_acked:(\\d+)");

  /**
   * What was seen of a process.
   *
   * @param bytes acknowledged so far
   * @param since when it was first so many
   */
  private record Seen(long bytes, Instant since) {}

  private final Path ss = RealParts.program("ss");
  private final Map<Long, Seen> seen = new ConcurrentHashMap<>();
  private final Looker looker;

  Acknowledged() {
    looker = Looker.start("acknowledged", Duration.ofMillis(100), this::look);
  }

  /** Empty where it never had a connection. */
  Optional<Instant> last(long pid) {
    return Optional.ofNullable(seen.get(pid)).map(Seen::since);
  }

  private void look() {
    String sockets = SampleMedia.run(List.of(ss.toString(), "-tinpHO"));
    Instant now = Instant.now();
    for (String socket : sockets.split("\n")) {
      Matcher found = CONNECTION.matcher(socket);
      if (found.find()) {
        long bytes = Long.parseLong(found.group(2));
        seen.merge(
            Long.parseLong(found.group(1)),
            new Seen(bytes, now),
            (before, after) -> after.bytes() > before.bytes() ? after : before);
      }
    }
  }

  @Override
  public void close() {
    looker.close();
  }
}
