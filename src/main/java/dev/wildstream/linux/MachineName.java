package dev.wildstream.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How this machine calls itself; the network is not asked. */
public final class MachineName {

  private MachineName() {}

  /** As {@code hostname} prints it; what no name of a host may have in it is a dash. */
  public static String now() {
    try {
      String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
      return name.isEmpty() ? "localhost" : name.replaceAll("[^A-Za-z0-9._-]", "-");
    } catch (IOException unreadable) {
      return "localhost"; // as the kernel has it where nobody named the machine
    }
  }
}
