package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Takes TLS off connections and hands them on to a port of this machine. */
final class TlsProxy implements AutoCloseable {

  /** How it tells a client that the server behind it hung up. */
  enum Parting {
    /** The end of the TLS session, then the end of the connection. */
    ORDERLY,
    /** All at once, so that a client may see an alert or less. */
    ABRUPT
  }

  private final SSLServerSocket listener;
  private final int behind;
  private final Parting parting;

  /**
   * Listens at once.
   *
   * @param identity a PKCS12 file, password {@code changeit}
   */
  TlsProxy(Path identity, int behind) throws Exception {
    this(identity, behind, Parting.ABRUPT);
  }

  /** Likewise, with manners. */
  TlsProxy(Path identity, int behind, Parting parting) throws Exception {
    this.parting = parting;
    KeyStore store = KeyStore.getInstance(identity.toFile(), "changeit".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    this.behind = behind;
    this.listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual().start(this::accept);
  }

  /** A certificate for {@code name} (as keytool writes it: {@code dns:localhost}), and its PEM. */
  static Path identity(Path folder, String name) throws Exception {
    return identity(folder, name, "+0d");
  }

  /**
   * One that is good for two days.
   *
   * @param from when that began, as keytool writes it: {@code -3d}
   */
  static Path identity(Path folder, String name, String from) throws Exception {
    String file = name.replace(':', '-') + from;
    Path store = folder.resolve(file + ".p12");
    keytool(
        List.of(
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "san=" + name,
            "-startdate",
            from,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit"));
    keytool(
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            "it",
            "-keystore",
            store.toString(),
            "-storepass",
            "changeit",
            "-file",
            pem(store).toString()));
    return store;
  }

  static Path pem(Path identity) {
    return Path.of(identity + ".pem");
  }

  int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket outside = listener.accept();
        Thread.ofVirtual().start(() -> join(outside));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void join(Socket outside) {
    try (outside) {
      byte[] first = new byte[4096];
      int read = outside.getInputStream().read(first); // the handshake; -1 where nothing follows
      if (read < 0) {
        return;
      }
      try (Socket inside = new Socket("127.0.0.1", behind)) {
        inside.getOutputStream().write(first, 0, read);
        Thread back = Thread.ofVirtual().start(() -> pump(inside, outside));
        pump(outside, inside);
        back.join();
      }
    } catch (IOException | InterruptedException refused) {
      // the other side says why
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException gone) {
      // one side left
    }
    try {
      if (parting == Parting.ORDERLY) {
        to.shutdownOutput();
      } else {
        to.close();
      }
    } catch (IOException closed) {
      // already
    }
  }

  private static void keytool(List<String> arguments) throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command = new ArrayList<>(List.of(keytool.toString()));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(said);
    }
  }
}
