package dev.wildstream.linux;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** How long the machine has been up. */
public final class Uptime {

  private Uptime() {}

  /**
   * Time since the machine's boot, suspended time included, in steps of 10 ms; zero where there is
   * no {@code /proc}.
   */
  public static Duration ofMachine() {
    try {
      return parse(Files.readString(Path.of("/proc/uptime")));
    } catch (IOException notLinux) {
      return Duration.ZERO;
    }
  }

  /** The first of two numbers is the time up, the second the time idle; both in seconds. */
  static Duration parse(String text) {
    return Duration.ofMillis(new BigDecimal(text.split(" ")[0]).movePointRight(3).longValue());
  }
}
