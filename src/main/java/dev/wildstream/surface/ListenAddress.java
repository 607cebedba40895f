package dev.wildstream.surface;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where HTTP is served: {@code HOST:PORT} of this machine's loopback, or nowhere. */
public sealed interface ListenAddress {

  /** The default of {@code --listen}. */
  ListenAddress DEFAULT = new At("127.0.0.1", 8935);

  /**
   * A loopback address.
   *
   * @param host 127.x.y.z or ::1, without brackets
   * @param port 0 to 65535; 0 = any that is free
   */
  record At(String host, int port) implements ListenAddress {
    @Override
    public String toString() {
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** HTTP is off. */
  record Nowhere() implements ListenAddress {
    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * Reads {@code HOST:PORT} or {@code none}; no name is looked up.
   *
   * @throws IllegalArgumentException with a message for the user: what is wrong, and what to do
   */
  static ListenAddress parse(String text) {
    if (text.equals("none")) {
      return new Nowhere();
    }
    Matcher parts = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*):(\\d{1,5})").matcher(text);
    if (!parts.matches()) {
      throw wrong(text, "not HOST:PORT; write for example 127.0.0.1:8935, [::1]:8935 or none");
    }
    int port = Integer.parseInt(parts.group(2));
    if (port > 65_535) {
      throw wrong(text, "a port is at most 65535");
    }
    String host = parts.group(1).toLowerCase(Locale.ROOT);
    if (host.equals("localhost")) {
      return new At("127.0.0.1", port);
    }
    if (host.equals("[::1]")) {
      return new At("::1", port);
    }
    if (isLoopback4(host)) {
      return new At(host, port);
    }
    if (host.isEmpty()) {
      throw wrong(text, "no host; write 127.0.0.1:" + port);
    }
    throw wrong(text, "listening on other addresses is not supported yet; write 127.0.0.1:" + port);
  }

  private static boolean isLoopback4(String host) {
    String number = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    return host.matches("127(\\." + number + "){3}");
  }

  private static IllegalArgumentException wrong(String text, String why) {
    return new IllegalArgumentException("'" + text + "': " + why);
  }
}
