package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A name server on a loopback address of its own, for programs that are made to ask it. Needs root,
 * for its port and for the mount namespace.
 */
final class NameServer implements AutoCloseable {

  /** How it answers. */
  enum Manner {
    KNOWS_NO_NAME,
    SILENT
  }

  private static final String ADDRESS = "127.0.53.53";

  private final DatagramSocket socket;
  private final Manner manner;

  NameServer(Manner manner) throws IOException {
    this.manner = manner;
    this.socket = new DatagramSocket(53, InetAddress.getByName(ADDRESS));
    Thread.ofVirtual().start(this::answer);
  }

  /** Words before a program that let it ask this server and nobody else. */
  List<String> askedBy(Path folder) throws IOException {
    return asking(folder, ADDRESS);
  }

  /** Words before a program that let it ask an address where no server is. */
  static List<String> nobody(Path folder) throws IOException {
    return asking(folder, "127.0.53.54");
  }

  private static List<String> asking(Path folder, String address) throws IOException {
    Path resolver = Files.writeString(folder.resolve("resolv.conf"), "nameserver " + address);
    Path order = Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n");
    String script =
        "mount --bind \"$1\" /etc/resolv.conf && mount --bind \"$2\" /etc/nsswitch.conf"
            + " && shift 2 && exec \"$@\"";
    return List.of(
        "unshare", "--mount", "sh", "-c", script, "sh", resolver.toString(), order.toString());
  }

  @Override
  public void close() {
    socket.close();
  }

  private void answer() {
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        socket.receive(packet);
        if (manner == Manner.SILENT) {
          continue;
        }
        byte[] message = packet.getData();
        message[2] = (byte) 0x81; // an answer
        message[3] = (byte) 0x83; // no such name
        socket.send(packet);
      } catch (IOException closed) {
        return;
      }
    }
  }
}
