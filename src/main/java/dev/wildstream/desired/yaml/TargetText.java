package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Target;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A target as the file writes it: {@code rtmp://HOST[:PORT]/APP[/INSTANCE][?QUERY]}. */
final class TargetText {

  private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String IPV4 = "(?:" + BYTE + "\\.){3}" + BYTE;

  private static final String GROUP = "[0-9A-Fa-f]{1,4}";
  private static final String IPV6 =
      "(?:(?:G:){7}G|(?:G:){1,7}:|(?:G:){1,6}:G|(?:G:){1,5}(?::G){1,2}|(?:G:){1,4}(?::G){1,3}"
              .replace("G", GROUP)
          + "|(?:G:){1,3}(?::G){1,4}|(?:G:){1,2}(?::G){1,5}|G:(?::G){1,6}|:(?:(?::G){1,7}|:))"
              .replace("G", GROUP);

  /** A DNS label; the underscore is there for the names that container networks give. */
  private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

  /** The last label is no number, so that 256.1.1.1 is no name (RFC 1123, section 2.1). */
  private static final String NAME =
      "(?=[^:/?]{1,253}(?:[:/?]|$))(?:" + LABEL + "\\.)*(?![0-9]+(?:[:/?]|$))" + LABEL;

  private static final String HOST = "(?:\\[" + IPV6 + "\\]|" + IPV4 + "|" + NAME + ")";

  private static final String PORT =
      "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";

  /** What RFC 3986 allows in a path, less the quote. */
  private static final String PART = "[A-Za-z0-9._~!$&()*+,;=:@%-]+";

  /** Printable ASCII without blank, quotes, hash and backslash: nothing that could end a line. */
  private static final String QUERY = "[!$-&(-\\[\\]-~]+";

  /** Stream keys as YouTube, Twitch and Facebook give them out. */
  private static final String WELL_KNOWN_KEY =
      "/(?:[a-z0-9]{4}(?:-[a-z0-9]{4}){3,4}|live_[0-9]+_[A-Za-z0-9]+|FB-[0-9]+-[A-Za-z0-9-]+)"
          + "/?(?:\\?|$)";

  /**
   * All that a target may be. One slash behind the app is taken, since Facebook hands out such
   * addresses; it says nothing.
   */
  private static final Pattern PATTERN =
      Pattern.compile(
          "^(?![^?]*KEY)(rtmps?)://(HOST)(?::(PORT))?/(PART(?:/PART)?)/?(?:\\?(QUERY))?$"
              .replace("KEY", WELL_KNOWN_KEY)
              .replace("HOST", HOST)
              .replace("PORT", PORT)
              .replace("PART", PART)
              .replace("QUERY", QUERY));

  /** A target of which {@link Target#isLoopback} is true. */
  static final Pattern LOOPBACK =
      Pattern.compile(
          "^rtmps?://(?:[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|127(?:\\."
              + BYTE
              + "){3}|\\[::1\\])[:/]");

  /**
   * FFmpeg is told the app in a line of its preset, like the key, and cuts lines above a thousand
   * bytes.
   */
  private static final int LONGEST = 900;

  private static final String FORM = "write rtmp://HOST/APP or rtmps://HOST/APP";
  private static final String KEY_GOES =
      "cut it off, put it into a file and name the file with key: { file: PATH }";

  static final Shape.Text SHAPE =
      new Shape.Text(
          "an RTMP address without its key",
          PATTERN,
          LONGEST,
          FORM + ", other characters as %XX",
          List.of(
              mistake("^(?!rtmps?://)", "is no RTMP address", FORM),
              mistake(
                  "[^!-~]|[\"'\\\\]",
                  "holds a blank, a quote or a character beyond ASCII",
                  FORM + ", other characters as %XX"),
              mistake(
                  "#", "holds a #, which means nothing to RTMP", "write it as %23 or cut it off"),
              mistake(
                  "^rtmps?://[^/?]*@",
                  "holds a user name or a password",
                  "cut off what stands before the @; the stream key goes into key"),
              mistake("^rtmps?://(?:[:/?]|$)", "names no host", FORM),
              mistake(
                  "^rtmps?://(?:\\[[^\\]/?]*\\]|[^:/?\\[]*):(?!" + PORT + "(?:[/?]|$))",
                  "names no port from 1 to 65535 after the host's colon",
                  "write the port, or leave the colon out for 1935 (rtmp) and 443 (rtmps)"),
              mistake(
                  "^rtmps?://(?!" + HOST + "(?:[:/?]|$))",
                  "names a host that is neither a name nor an address",
                  "write a DNS name, an IPv4 address or an [IPv6] address"),
              mistake("^rtmps?://[^/?]+/?(?:\\?|$)", "names no app", FORM),
              mistake("^rtmps?://[^?]*//", "has two slashes in a row", "leave one of them out"),
              mistake(
                  "^rtmps?://[^/?]+/[^/?]+/[^/?]+/[^?]",
                  "has more than two parts after the host, and the last is probably the stream key",
                  KEY_GOES),
              mistake("^[^?]*" + WELL_KNOWN_KEY, "ends in what looks like a stream key", KEY_GOES),
              mistake("\\?$", "has an empty query", "cut off the question mark")));

  private TargetText() {}

  private static Shape.Mistake mistake(String found, String wrong, String remedy) {
    return new Shape.Mistake(Pattern.compile(found), wrong, remedy);
  }

  static Optional<Target> parse(String text) {
    Matcher parts = PATTERN.matcher(text);
    if (text.length() > LONGEST || !parts.matches()) {
      return Optional.empty();
    }
    Target.Scheme scheme = parts.group(1).equals("rtmp") ? Target.Scheme.RTMP : Target.Scheme.RTMPS;
    String host = parts.group(2);
    int port = parts.group(3) == null ? scheme.defaultPort() : Integer.parseInt(parts.group(3));
    return Optional.of(
        new Target(
            scheme,
            host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
            port,
            parts.group(4),
            Optional.ofNullable(parts.group(5))));
  }
}
