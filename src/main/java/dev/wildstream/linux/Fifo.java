package dev.wildstream.linux;

import java.nio.file.Path;

/**
 * A named pipe, held open for looking at it, and now and then for a word of our own to the process
 * that reads it. Not blocking, and open for both, so a process at its other end is neither waited
 * for nor disturbed.
 *
 * <p>Safe for use by several threads.
 */
public final class Fifo implements AutoCloseable {

  /** So much the kernel writes as one piece or not at all (PIPE_BUF, pipe(7)). */
  public static final int ONE_PIECE = 4096;

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
   * Opens a named pipe.
   *
   * @throws CallFailed if it cannot be opened
   */
  public static Fifo open(Path path) throws CallFailed {
    return new Fifo(
        path, CLibrary.open(path, CLibrary.O_RDWR | CLibrary.O_NONBLOCK | CLibrary.O_CLOEXEC));
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

  /**
   * Puts bytes behind those that wait in it, all or none.
   *
   * @param bytes at most {@link #ONE_PIECE}
   * @return whether there was room
   * @throws CallFailed if it is closed
   */
  public synchronized boolean write(byte[] bytes) throws CallFailed {
    if (bytes.length > ONE_PIECE) {
      throw new IllegalArgumentException(
          bytes.length + " bytes; at most " + ONE_PIECE + " go in one piece");
    }
    return CLibrary.write(descriptor, bytes, 0, bytes.length, path) == bytes.length;
  }

  /**
   * Takes out all that waits in it, at once: no other reader comes between.
   *
   * @throws CallFailed if it is closed
   */
  public synchronized byte[] takeAll() throws CallFailed {
    return CLibrary.read(descriptor, capacity(), path);
  }

  /**
   * Puts back what was taken out of it, or a part of that, while nobody else writes.
   *
   * @return whether all of it found room
   * @throws CallFailed if it is closed
   */
  public synchronized boolean putBack(byte[] bytes) throws CallFailed {
    int put = 0;
    while (put < bytes.length) {
      int taken = CLibrary.write(descriptor, bytes, put, bytes.length - put, path);
      if (taken == 0) {
        return false;
      }
      put += taken;
    }
    return true;
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
      // nothing is lost: what was written is in the pipe
    } finally {
      descriptor = -1;
    }
  }
}
