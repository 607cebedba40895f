package dev.wildstream.ffmpeg;

import dev.wildstream.linux.CallFailed;
import dev.wildstream.linux.Fifo;

/** How large a stream's fifo should be: what hides the start of the next feeder from the viewer. */
final class FifoSize {

  private static final int SMALLEST = 16 << 10;
  private static final int LARGEST = 8 << 20;

  /** What an ordinary user may have of one pipe. */
  private static final int ORDINARY = 1 << 20;

  private FifoSize() {}

  /**
   * About four seconds: the media with a tenth for MPEG-TS and 60 kbit/s for its tables, in the
   * nearest power of two, since the kernel knows no other size.
   *
   * @param bitrate bits per second
   */
  static int of(long bitrate) {
    double bytes = 4 * (Math.max(bitrate, 1) * 1.1 + 60_000) / 8;
    double exponent = Math.round(Math.log(bytes) / Math.log(2));
    return (int) Math.clamp(Math.pow(2, exponent), SMALLEST, LARGEST);
  }

  /** Gives a new fifo the size for this bit rate, as near as this user may. */
  static void set(Fifo fifo, long bitrate) {
    int wanted = of(bitrate);
    if (!tried(fifo, wanted) && wanted > ORDINARY) {
      tried(fifo, ORDINARY);
    }
  }

  /** Widens a fifo in use where this bit rate needs more; never narrows it. */
  static void widen(Fifo fifo, long bitrate) {
    try {
      if (fifo.capacity() < of(bitrate)) {
        set(fifo, bitrate);
      }
    } catch (CallFailed closed) {
      // its session has ended
    }
  }

  /** A smaller fifo than wished for only costs a pause between items on a slow machine. */
  private static boolean tried(Fifo fifo, int bytes) {
    try {
      fifo.resize(bytes);
      return true;
    } catch (CallFailed refused) {
      return false;
    }
  }
}
