package dev.wildstream.linux;

import java.nio.file.Path;

/**
 * A named pipe, held open for looking at it: never read from and never written to. Not blocking,
 * and open for reading, so a process at its other end is neither waited for nor disturbed.
 *
 * <p>Safe for use by several threads.
 */
public final class Fifo implements AutoCloseable {

  private final Path path;
  private int descriptor;

  private Fifo(Path path, int descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /**
   * Makes a named pipe that its owner alone may open (mode 0600).
   *
   * @throws CallFailed if the path exists, or its folder cannot be written
   */
  public static void make(Path path) throws CallFailed {
    CLibrary.mkfifo(path, 0600);
  }

  /**
   * Opens a named pipe for looking at it.
   *
   * @throws CallFailed if it cannot be opened
   */
  public static Fifo open(Path path) throws CallFailed {
    return new Fifo(
        path, CLibrary.open(path, CLibrary.O_RDONLY | CLibrary.O_NONBLOCK | CLibrary.O_CLOEXEC));
  }

  /**
   * How many bytes wait in it.
   *
   * @throws CallFailed if it is closed
   */
  public synchronized int waiting() throws CallFailed {
    return CLibrary.ioctl(descriptor, CLibrary.FIONREAD, path);
  }

  /**
   * How many bytes it holds.
   *
   * @throws CallFailed if it is closed
   */
  public synchronized int capacity() throws CallFailed {
    return CLibrary.fcntl(descriptor, CLibrary.F_GETPIPE_SZ, 0, path);
  }

  /**
   * Makes it hold at least {@code bytes}.
   *
   * @throws CallFailed if that is over what an ordinary user may have (EPERM), or less than what
   *     waits in it (EBUSY); it then stays as it is
   */
  public synchronized void resize(int bytes) throws CallFailed {
    CLibrary.fcntl(descriptor, CLibrary.F_SETPIPE_SZ, bytes, path);
  }

  /** Closes it; more than once is well. */
  @Override
  public synchronized void close() {
    if (descriptor < 0) {
      return;
    }
    try {
      CLibrary.close(descriptor);
    } catch (CallFailed alreadyGone) {
      // nothing is lost: nothing was written
    } finally {
      descriptor = -1;
    }
  }
}
