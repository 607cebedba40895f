package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    Process process = start(folder, List.of(), "rtmp://127.0.0.1:" + port + "/live/a");
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

  /** One at the receiver of two hosts. */
  static Receiver start(Path folder, TwoHosts hosts) throws IOException {
    Process process =
        start(folder, hosts.atReceiver(), "rtmp://" + TwoHosts.RECEIVER + ":1935/live/a");
    Until.holds(
        Duration.ofSeconds(10),
        "the receiver listens",
        () -> hosts.atReceiver("ss -Htln").contains(":1935"));
    return new Receiver(1935, process);
  }

  private static Process start(Path folder, List<String> words, String address) throws IOException {
    List<String> command = new ArrayList<>(words);
    command.add(Tools.broughtAlong().ffmpeg().toString());
    command.addAll(List.of("-nostdin", "-v", "info", "-listen", "1", "-i", address));
    command.addAll(List.of("-c", "copy", "-f", "null", "-"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("receiver.log").toFile())
        .start();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
