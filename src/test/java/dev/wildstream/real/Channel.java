package dev.wildstream.real;

import dev.wildstream.real.SampleMedia.Clip;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * One channel, {@code wild}, of a hub against a real RTMP server: what most tests of breaks begin
 * with.
 */
final class Channel implements AutoCloseable {

  static final String KEY = "secret-key-1";

  final NginxRtmp server;
  final HubProcess hub;
  final Path folder;
  private String settings = "";
  private String items = "- media/0.mp4\n- media/1.mp4\n- media/2.mp4\n";

  Channel(Path folder, Path ffmpeg) {
    this.folder = folder;
    this.server = new NginxRtmp(folder.resolve("nginx"));
    this.hub = new HubProcess(folder, ffmpeg);
    hub.key("wild", KEY);
    SampleMedia.put(Clip.of("640x360", 20), folder.resolve("media/0.mp4"));
    SampleMedia.put(Clip.of("426x240", 20), folder.resolve("media/1.mp4"));
    SampleMedia.put(Clip.of("640x360", 12), folder.resolve("media/2.mp4"));
  }

  /** Keys of the stream beside target, key and playlist, one per line. */
  Channel settings(String yaml) {
    settings = yaml;
    return this;
  }

  Channel items(String yaml) {
    items = yaml;
    return this;
  }

  String yaml() {
    return """
    version: 1
    streams:
      wild:
        target: %s
        key: { file: keys/wild }
    %s    playlist:
    %s\
    """
        .formatted(server.target(), settings.indent(4), items.indent(6));
  }

  Channel write() {
    hub.write(yaml());
    return this;
  }

  Channel onAir() {
    write();
    hub.start().awaitPhase("wild", "on-air", Duration.ofSeconds(15));
    return this;
  }

  String item() {
    return hub.stream("wild").path("nowPlaying").path("item").asString("");
  }

  double seconds() {
    return hub.stream("wild").path("nowPlaying").path("seconds").asDouble(-1);
  }

  JsonNode status() {
    return hub.stream("wild");
  }

  /** Waits until the server was asked for the n-th publish. */
  NginxRtmp.Call publish(int number, Duration atMost) {
    Await.until(
        "publish " + number,
        atMost,
        () -> server.calls("publish").size() >= number,
        () -> hub.logText());
    return server.calls("publish").get(number - 1);
  }

  @Override
  public void close() {
    hub.close();
    server.close();
  }
}
