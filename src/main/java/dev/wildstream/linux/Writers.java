package dev.wildstream.linux;

import java.nio.file.Path;

/**
 * Whether anybody has a file open for writing. The kernel tells by refusing a read lease (fcntl(2),
 * "Leases"), to the file's owner or root alone, and not on every file system.
 */
public enum Writers {
  SOME,
  NONE,
  /** The kernel does not tell us. */
  UNKNOWN;

  /** Asks the kernel; a missing file has none. */
  public static Writers of(Path file) {
    int descriptor;
    try {
      descriptor = CLibrary.open(file, CLibrary.O_NONBLOCK | CLibrary.O_CLOEXEC);
    } catch (CallFailed unreadable) {
      return UNKNOWN;
    }
    try {
      // who opens the file for writing while we hold the lease waits for us, and we are told of it
      // by a signal: by default one that ends a process
      CLibrary.fcntl(descriptor, CLibrary.F_SETSIG, CLibrary.SIGURG, file);
      CLibrary.fcntl(descriptor, CLibrary.F_SETLEASE, CLibrary.F_RDLCK, file);
      CLibrary.fcntl(descriptor, CLibrary.F_SETLEASE, CLibrary.F_UNLCK, file);
      return NONE;
    } catch (CallFailed refused) {
      return refused.errno() == CLibrary.EAGAIN ? SOME : UNKNOWN;
    } finally {
      close(descriptor);
    }
  }

  private static void close(int descriptor) {
    try {
      CLibrary.close(descriptor);
    } catch (CallFailed impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
