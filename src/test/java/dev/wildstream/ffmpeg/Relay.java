package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hands connections on to a port of this machine, and can break them off. */
final class Relay implements AutoCloseable {

  private final ServerSocket listener;
  private final int behind;
  private final Set<Socket> outside = ConcurrentHashMap.newKeySet();

  Relay(int behind) throws IOException {
    this.behind = behind;
    this.listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Breaks off every connection without an orderly end. */
  void reset() throws IOException {
    for (Socket connection : outside) {
      connection.setSoLinger(true, 0);
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : outside) {
      connection.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
        outside.add(client);
        Thread.ofVirtual().start(() -> pump(client, server));
        Thread.ofVirtual().start(() -> pump(server, client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      // one side left
    }
  }
}
