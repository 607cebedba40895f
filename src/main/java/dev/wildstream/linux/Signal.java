package dev.wildstream.linux;

import java.util.Optional;

/** Signals by the numbers they have on x86_64 and aarch64. */
public enum Signal {
  SIGHUP(1),
  SIGINT(2),
  SIGQUIT(3),
  SIGILL(4),
  SIGTRAP(5),
  SIGABRT(6),
  SIGBUS(7),
  SIGFPE(8),
  SIGKILL(9),
  SIGUSR1(10),
  SIGSEGV(11),
  SIGUSR2(12),
  SIGPIPE(13),
  SIGALRM(14),
  SIGTERM(15),
  SIGXCPU(24),
  SIGXFSZ(25),
  SIGSYS(31);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  public static Optional<Signal> of(int number) {
    for (Signal signal : values()) {
      if (signal.number == number) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  /** {@code signal 9 (SIGKILL)}, or the number alone where it has no name here. */
  public static String describe(int number) {
    return "signal " + number + of(number).map(s -> " (" + s.name() + ")").orElse("");
  }
}
