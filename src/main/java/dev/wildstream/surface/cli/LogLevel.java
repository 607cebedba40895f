package dev.wildstream.surface.cli;

import java.util.Locale;

/** How much is logged. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG;

  /** As users write it, and as slf4j-simple does. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
