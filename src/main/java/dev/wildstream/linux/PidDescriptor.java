package dev.wildstream.linux;

import java.time.Duration;

/**
 * A hold on a process that need not be our child: a signal sent through it never reaches another
 * process that was given the same number since, and its exit is seen within a millisecond.
 */
public final class PidDescriptor implements AutoCloseable {

  private final long pid;
  private int descriptor;

  private PidDescriptor(long pid, int descriptor) {
    this.pid = pid;
    this.descriptor = descriptor;
  }

  /**
   * Takes hold of a process.
   *
   * @throws CallFailed if there is none of that number (ESRCH)
   */
  public static PidDescriptor open(long pid) throws CallFailed {
    return new PidDescriptor(pid, CLibrary.pidfdOpen(pid));
  }

  public long pid() {
    return pid;
  }

  /**
   * Sends a signal.
   *
   * @throws CallFailed if the process is gone (ESRCH) or belongs to somebody else (EPERM)
   */
  public void signal(Signal signal) throws CallFailed {
    CLibrary.pidfdSendSignal(descriptor, signal.number(), pid);
  }

  /**
   * Waits for its end.
   *
   * @param atMost how long; up to 24 days
   * @return whether it has ended; a zombie has
   */
  public boolean awaitExit(Duration atMost) throws CallFailed {
    return CLibrary.pollReadable(descriptor, Math.toIntExact(atMost.toMillis()), "pid " + pid);
  }

  @Override
  public void close() {
    if (descriptor < 0) {
      return;
    }
    try {
      CLibrary.close(descriptor);
    } catch (CallFailed alreadyGone) {
      // nothing is lost
    } finally {
      descriptor = -1;
    }
  }
}
