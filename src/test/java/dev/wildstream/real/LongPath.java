package dev.wildstream.real;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A long way to a server of this machine: what is sent arrives 300 ms later, either way. It is
 * taken in ten times a second and no more at a time than its window, so that now and then something
 * waits in the sender's queue although all of it gets through.
 */
final class LongPath implements AutoCloseable {

  private static final Duration DELAY = Duration.ofMillis(300);
  private static final Duration PULSE = Duration.ofMillis(100);

  private final ServerSocket near;
  private final int far;

  /**
   * What is on the way.
   *
   * @param due by the nanosecond clock
   * @param bytes empty = the end
   */
  private record Parcel(long due, byte[] bytes) {}

  /**
   * To a port of the loopback.
   *
   * @param bytesPerSecond it is for; a half more fit through
   */
  LongPath(int port, int bytesPerSecond) {
    this.far = port;
    try {
      near = new ServerSocket();
      near.setReceiveBufferSize((int) (1.5 * bytesPerSecond * PULSE.toMillis() / 1_000));
      near.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inBackground(this::accept);
  }

  String target() {
    return "rtmp://127.0.0.1:" + near.getLocalPort() + "/live";
  }

  private static void inBackground(Runnable task) {
    Thread.ofPlatform().daemon().start(task);
  }

  private void accept() {
    while (!near.isClosed()) {
      try {
        Socket from = near.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), far);
        carry(from, to);
        carry(to, from);
      } catch (IOException closed) {
        // or nobody there: then what came stays without an answer
      }
    }
  }

  private static void carry(Socket from, Socket to) {
    BlockingQueue<Parcel> way = new LinkedBlockingQueue<>();
    inBackground(() -> takeIn(from, way));
    inBackground(() -> handOut(way, to));
  }

  private static void takeIn(Socket from, BlockingQueue<Parcel> way) {
    byte[] pulse = new byte[1 << 20];
    try (InputStream in = from.getInputStream()) {
      for (int read = in.read(pulse); read > 0; read = in.read(pulse)) {
        way.add(new Parcel(System.nanoTime() + DELAY.toNanos(), Arrays.copyOf(pulse, read)));
        LockSupport.parkNanos(PULSE.toNanos());
      }
    } catch (IOException closed) {
      // which is an end like another
    }
    way.add(new Parcel(System.nanoTime() + DELAY.toNanos(), new byte[0]));
  }

  private static void handOut(BlockingQueue<Parcel> way, Socket to) {
    try (to;
        OutputStream out = to.getOutputStream()) {
      for (Parcel next = way.take(); next.bytes().length > 0; next = way.take()) {
        LockSupport.parkNanos(next.due() - System.nanoTime());
        out.write(next.bytes());
      }
    } catch (IOException closed) {
      // the other way ends with it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      near.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
