package dev.wildstream.desired;

import java.util.List;

/**
 * How a machine calls itself, by which it knows its streams.
 *
 * @param text with its domain or without
 */
public record HostName(String text) {

  public HostName {
    if (text.length() > HostGlob.LONGEST || !text.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "'" + text + "' is no host name; use letters, digits, - and dots");
    }
  }

  /**
   * Whether one of {@code globs} means this host. One without a dot is held against the name up to
   * its first dot, one with a dot against all of it: so {@code web1} is this host whether or not it
   * calls itself by its domain too.
   */
  public boolean isAmong(List<HostGlob> globs) {
    String first = text.replaceFirst("\\..*", "");
    return globs.stream().anyMatch(glob -> glob.matches(glob.text().contains(".") ? text : first));
  }

  @Override
  public String toString() {
    return text;
  }
}
