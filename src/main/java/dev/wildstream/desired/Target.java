package dev.wildstream.desired;

import java.util.Locale;
import java.util.Optional;

/**
 * An RTMP target without its key.
 *
 * @param scheme plain or over TLS
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param port 1 to 65535
 * @param app the application, one part or two ({@code live2}, {@code app/instance}), without the
 *     query
 * @param query what follows {@code ?}, without it
 */
public record Target(Scheme scheme, String host, int port, String app, Optional<String> query) {

  /** The two transports of RTMP, with the port each has by default. */
  public enum Scheme {
    RTMP(1935),
    RTMPS(443);

    private final int defaultPort;

    Scheme(int defaultPort) {
      this.defaultPort = defaultPort;
    }

    public int defaultPort() {
      return defaultPort;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Endpoint endpoint() {
    return new Endpoint(host, port);
  }

  /** The application with its query, as the RTMP connect names it. */
  public String appWithQuery() {
    return query.map(q -> app + "?" + q).orElse(app);
  }

  /** Scheme, host and port alone: all of the target that may stand in a process's arguments. */
  public String address() {
    return scheme.text() + "://" + endpoint() + "/";
  }

  /** Whether host is this machine's own loopback: {@code localhost}, 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return host.equalsIgnoreCase("localhost")
        || host.equals("::1")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  /** As users write it, and of a query only that there is one: it may carry a token. */
  public String withoutQuery() {
    return new Target(scheme, host, port, app, query.map(q -> "…")).toString();
  }

  /** The target as users write it; a default port is left out. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    String portText = port == scheme.defaultPort() ? "" : ":" + port;
    return scheme.text() + "://" + shown + portText + "/" + appWithQuery();
  }

  /**
   * A host and a port to connect to.
   *
   * @param port 1 to 65535
   */
  public record Endpoint(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }
}
