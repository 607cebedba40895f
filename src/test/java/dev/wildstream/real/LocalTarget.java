package dev.wildstream.real;

import dev.wildstream.ffmpeg.LocalReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A target on this machine that needs no package: FFmpeg as listener, again after each session. */
public final class LocalTarget implements AutoCloseable {

  private static final String KEY = "local-key";

  private final int port = NginxRtmp.freePort();
  private final LocalReceiver receiver;

  public LocalTarget(Path folder) {
    receiver =
        new LocalReceiver(
            RealParts.bundledFfmpeg(), target() + "/" + KEY, folder.resolve("receiver.log"));
    Await.until("the receiver listens", Duration.ofSeconds(10), this::listens);
  }

  /** Asked of the kernel, since a connection would be the one that the receiver takes. */
  private boolean listens() throws java.io.IOException {
    String listening = ":%04X 00000000:0000 0A".formatted(port);
    return Files.readString(Path.of("/proc/net/tcp")).contains(listening);
  }

  public String target() {
    return "rtmp://127.0.0.1:" + port + "/live";
  }

  /** The lines of a stream that belong to the target. */
  public String yaml() {
    return "target: " + target() + "\nkey: { plain: " + KEY + " }\n";
  }

  @Override
  public void close() {
    receiver.close();
  }
}
