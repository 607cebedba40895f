package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * An FFmpeg that takes one RTMP connection.
 *
 * @param port on the loopback
 */
record Receiver(int port, Process process) implements AutoCloseable {

  static Receiver start(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                Tools.broughtAlong().ffmpeg().toString(),
                "-nostdin",
                "-v",
                "info",
                "-listen",
                "1",
                "-i",
                "rtmp://127.0.0.1:" + port + "/live/a",
                "-c",
                "copy",
                "-f",
                "null",
                "-")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("receiver.log").toFile())
            .start();
    String listening = String.format(":%04X 00000000:0000 0A", port);
    Until.holds(
        Duration.ofSeconds(10),
        "the receiver listens",
        () -> {
          try {
            return Files.readString(Path.of("/proc/net/tcp")).contains(listening);
          } catch (IOException unreadable) {
            return false;
          }
        });
    return new Receiver(port, process);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
