package dev.wildstream.real.chaos;

import dev.wildstream.real.FarHost;
import dev.wildstream.real.NginxRtmp;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One channel of the run: its videos, its server on a host of its own, and its air. */
final class Station implements AutoCloseable {

  final String name;
  final String key;
  final FarHost host;
  final NginxRtmp server;
  final Shelf shelf;
  private Optional<Air> air = Optional.empty();

  Station(String name, Path folder, Path ip) {
    this.name = name;
    this.key = "pLanTed-" + name + "-kEy9";
    this.shelf = new Shelf(folder.resolve("media").resolve(name));
    this.host = new FarHost(ip);
    this.server = new NginxRtmp(folder.resolve("nginx-" + name), host);
  }

  void watch(Journal journal) {
    air = Optional.of(new Air(server.pages(), key, host.caller(), journal));
  }

  Air air() {
    return air.orElseThrow();
  }

  /** One that publishes with the same key, from the server's own host. */
  Process rival(Path ffmpeg) throws java.io.IOException {
    return new ProcessBuilder(
            host.there(
                List.of(
                    ffmpeg.toString(),
                    "-nostdin",
                    "-v",
                    "quiet",
                    "-re",
                    "-stream_loop",
                    "-1",
                    "-i",
                    shelf.items().getFirst().toString(),
                    "-c",
                    "copy",
                    "-f",
                    "flv",
                    server.guestUrl(key))))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  @Override
  public void close() {
    air.ifPresent(Air::close);
    server.close();
    host.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
