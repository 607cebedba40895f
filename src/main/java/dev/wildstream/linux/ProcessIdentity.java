package dev.wildstream.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * By which a process is known for ever: numbers are given out again, and a start time by the wall
 * clock moves when the clock is set; these three together do neither.
 *
 * @param pid its number
 * @param startTicks when it started, in clock ticks since the machine's boot
 * @param bootId of the machine's boot
 */
public record ProcessIdentity(long pid, long startTicks, String bootId) {

  /** Fields of /proc/PID/stat after the name: state is the first of them, start ticks the 20th. */
  private static final int START_TICKS = 19;

  /** The identity of the process that has this number now; empty = none has, or it is a zombie. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      return startTicks(stat).map(ticks -> new ProcessIdentity(pid, ticks, presentBoot()));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** Whether this very process still lives. */
  public boolean isAlive() {
    return of(pid).filter(this::equals).isPresent();
  }

  /** The machine's boot: another text after every boot. */
  public static String presentBoot() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException notLinux) {
      return "unknown";
    }
  }

  /** The name stands in parentheses and may itself hold some, and blanks: the last one counts. */
  static Optional<Long> startTicks(String stat) {
    int nameEnds = stat.lastIndexOf(')');
    if (nameEnds < 0 || nameEnds + 2 > stat.length()) {
      return Optional.empty();
    }
    String[] fields = stat.substring(nameEnds + 2).strip().split(" ");
    if (fields.length <= START_TICKS || fields[0].equals("Z") || fields[0].equals("X")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(fields[START_TICKS]));
  }
}
