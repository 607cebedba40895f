package dev.wildstream.linux;

import java.io.IOException;

/** A call to the kernel that failed: its message names the call, what it was about, and why. */
public final class CallFailed extends IOException {

  private static final long serialVersionUID = 1;

  private final int errno;

  CallFailed(String call, String about, int errno, String reason) {
    super(call + " " + about + ": " + reason + " (errno " + errno + ")");
    this.errno = errno;
  }

  /** The kernel's number for the error ({@code errno.h}). */
  public int errno() {
    return errno;
  }
}
