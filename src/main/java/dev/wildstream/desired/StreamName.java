package dev.wildstream.desired;

import java.util.regex.Pattern;

/**
 * The name of a stream: a DNS label, since it becomes a folder's name, a metric's label and a path
 * of the API.
 *
 * @param text 1 to 63 characters, {@code a-z 0-9 -}, neither first nor last a dash (RFC 1123)
 */
public record StreamName(String text) implements Comparable<StreamName> {

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  public StreamName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a DNS label: " + text);
    }
  }

  /** Whether {@code text} may name a stream. */
  public static boolean isValid(String text) {
    return DNS_LABEL.matcher(text).matches();
  }

  @Override
  public int compareTo(StreamName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
