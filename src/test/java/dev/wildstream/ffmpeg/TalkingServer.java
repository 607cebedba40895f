package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Accepts connections and is no RTMP server, each in its own way. */
public final class TalkingServer implements AutoCloseable {

  /** What it does with a connection; what it leaves open stays open until the server closes. */
  public interface Manner {
    void treat(Socket connection) throws IOException;
  }

  /** Reads nothing and says nothing. */
  public static final Manner SILENT = connection -> {};

  /** Hangs up in good order. */
  public static final Manner CLOSING = Socket::close;

  /** Hangs up in good order once it has read something. */
  public static final Manner CLOSING_LATER =
      connection -> {
        connection.getInputStream().read(new byte[2_000]);
        connection.close();
      };

  /** Resets at once. */
  public static final Manner RESETTING = TalkingServer::reset;

  /** Resets once it has read something. */
  public static final Manner RESETTING_LATER =
      connection -> {
        connection.getInputStream().read(new byte[4_096]);
        reset(connection);
      };

  /** Speaks HTTP. */
  public static final Manner HTTP =
      connection -> {
        connection.getInputStream().read(new byte[4_096]);
        say(connection, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        connection.close();
      };

  /** Answers as a TLS server does whom somebody speaks to in the clear. */
  public static final Manner TLS =
      connection -> {
        connection.getInputStream().read(new byte[4_096]);
        // an alert: fatal, protocol_version
        connection.getOutputStream().write(new byte[] {0x15, 3, 3, 0, 2, 2, 70});
        connection.close();
      };

  /** Greets as an SSH server does, and waits. */
  public static final Manner SSH = connection -> say(connection, "SSH-2.0-OpenSSH_9.2\r\n");

  private final ServerSocket listener;
  private final Manner manner;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Instant> accepted = new CopyOnWriteArrayList<>();

  /** Listens at once. */
  public TalkingServer(Manner manner) throws IOException {
    this.manner = manner;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** When each connection came. */
  public List<Instant> accepted() {
    return List.copyOf(accepted);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        accepted.add(Instant.now());
        open.add(connection);
        Thread.ofVirtual().start(() -> treat(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void treat(Socket connection) {
    try {
      manner.treat(connection);
    } catch (IOException gone) {
      // the other side hung up
    }
  }

  private static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  private static void say(Socket connection, String text) throws IOException {
    OutputStream out = connection.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }
}
