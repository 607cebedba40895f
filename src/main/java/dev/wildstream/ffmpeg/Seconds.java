package dev.wildstream.ffmpeg;

import java.math.BigDecimal;
import java.time.Duration;

/** Seconds as FFmpeg prints them. */
public final class Seconds {
  private Seconds() {}

  /**
   * Reads seconds with a fraction, negative ones too.
   *
   * @throws NumberFormatException if it is none ({@code N/A})
   */
  public static Duration parse(String text) {
    return Duration.ofNanos(new BigDecimal(text).movePointRight(9).longValue());
  }
}
