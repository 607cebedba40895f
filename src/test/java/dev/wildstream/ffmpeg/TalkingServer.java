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
final class TalkingServer implements AutoCloseable {

  /** What it does with a connection; what it leaves open stays open until the server closes. */
  interface Manner {
    void treat(Socket connection) throws IOException;
  }

  /** Reads nothing and says nothing. */
  static final Manner SILENT = connection -> {};

  /** Hangs up in good order. */
  static final Manner CLOSING = Socket::close;

  /** Hangs up in good order once it has read something. */
  static final Manner CLOSING_LATER =
      connection -> {
        connection.getInputStream().read(new byte[2_000]);
        connection.close();
      };

  /** Resets at once. */
  static final Manner RESETTING = TalkingServer::reset;

  /** Resets once it has read something. */
  static final Manner RESETTING_LATER =
      connection -> {
        connection.getInputStream().read(new byte[4_096]);
        reset(connection);
      };

  /** Speaks HTTP. */
  static final Manner HTTP =
      connection -> {
        connection.getInputStream().read(new byte[4_096]);
        say(connection, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        connection.close();
      };

  /** Greets as an SSH server does, and waits. */
  static final Manner SSH = connection -> say(connection, "SSH-2.0-OpenSSH_9.2\r\n");

  private final ServerSocket listener;
  private final Manner manner;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final List<Instant> accepted = new CopyOnWriteArrayList<>();

  /** Listens at once. */
  TalkingServer(Manner manner) throws IOException {
    this(manner, "127.0.0.1");
  }

  TalkingServer(Manner manner, String address) throws IOException {
    this.manner = manner;
    this.listener = new ServerSocket(0, 50, InetAddress.getByName(address));
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Instant> accepted() {
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
