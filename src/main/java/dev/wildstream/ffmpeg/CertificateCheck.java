package dev.wildstream.ffmpeg;

import dev.wildstream.desired.Target;
import dev.wildstream.observed.Failure;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whether a target over TLS is who it should be. FFmpeg itself verifies that ({@code -tls_verify}),
 * but built with OpenSSL it compares no host name before version 8, and from then on none that is a
 * bare address. So with such a build the hub shakes hands once itself before a publisher is
 * started.
 */
final class CertificateCheck {

  /** For the connect, and then for each answer of the handshake. */
  private static final int PATIENCE_MILLIS = 3_000;

  /** Where the usual systems keep the certificates they trust. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private final Optional<Path> trusted;
  private final Map<Path, Boolean> comparesNames = new ConcurrentHashMap<>();

  /**
   * Checks against these certificates.
   *
   * @param trusted of those who may vouch for a target; empty = nobody is trusted
   */
  CertificateCheck(Optional<Path> trusted) {
    this.trusted = trusted;
  }

  /** The target is not reached, or is not who it should be. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Failure.Network failure;

    private Refused(String message, Failure.Port port) {
      super(message);
      this.failure = new Failure.Network(message, port);
    }

    Failure.Network failure() {
      return failure;
    }
  }

  static Optional<Path> systemBundle() {
    return BUNDLES.stream().filter(Files::isReadable).findFirst();
  }

  Optional<Path> trusted() {
    return trusted;
  }

  /**
   * Shakes hands with a target where FFmpeg would not compare its name.
   *
   * @throws Refused if it is not reached, or its certificate is not good for its name
   * @throws IOException if that cannot be found out for a reason on this machine
   */
  void check(Path ffmpeg, Target.Endpoint target) throws IOException, InterruptedException {
    if (trusted.isEmpty()) {
      throw new IOException(
          "no certificates to verify the target with; install ca-certificates or give --tls-ca");
    }
    if (comparesNames(ffmpeg)) {
      return;
    }
    SSLContext context = context(trusted.get());
    try (Socket plain = connected(target)) {
      plain.setSoTimeout(PATIENCE_MILLIS);
      shakeHands(context, plain, target);
    }
  }

  private static Socket connected(Target.Endpoint target) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(target.host(), target.port()), PATIENCE_MILLIS);
      return socket;
    } catch (UnknownHostException unknown) {
      socket.close();
      throw new Refused(
          "cannot find the address of " + target.host() + ": name not known", Failure.Port.UNKNOWN);
    } catch (IOException unreached) {
      socket.close();
      throw new Refused(
          "cannot connect to " + target + ": " + unreached.getMessage(), Failure.Port.UNKNOWN);
    }
  }

  private static void shakeHands(SSLContext context, Socket plain, Target.Endpoint target)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, target.host(), target.port(), true)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    } catch (IOException refused) {
      throw new Refused(
          (isOfCertificate(refused)
                  ? "the certificate of " + target + " is not accepted: "
                  : "no TLS with " + target + " (is it an rtmps port?): ")
              + refused.getMessage(),
          Failure.Port.OPEN);
    }
  }

  private static boolean isOfCertificate(Throwable refused) {
    return refused instanceof CertificateException
        || refused.getCause() != null && isOfCertificate(refused.getCause());
  }

  private boolean comparesNames(Path ffmpeg) throws IOException, InterruptedException {
    Boolean known = comparesNames.get(ffmpeg);
    if (known != null) {
      return known;
    }
    ProcessBuilder builder =
        new ProcessBuilder(ffmpeg.toString(), "-hide_banner", "-loglevel", "quiet", "-buildconf");
    Spawner.scrub(builder);
    builder.redirectInput(new File("/dev/null"));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String configuration;
    try (InputStream out = process.getInputStream()) {
      configuration = new String(out.readAllBytes(), StandardCharsets.UTF_8);
    }
    process.waitFor();
    boolean compares =
        configuration.contains("--enable-gnutls") && !configuration.contains("--enable-openssl");
    comparesNames.put(ffmpeg, compares);
    return compares;
  }

  private static SSLContext context(Path trusted) throws IOException {
    try (InputStream in = Files.newInputStream(trusted)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + number++, one);
      }
      TrustManagerFactory managers =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException damaged) {
      throw new IOException("certificates in " + trusted + ": " + damaged.getMessage(), damaged);
    }
  }
}
