package dev.wildstream.ffmpeg;

import java.time.Duration;

/** The clock of MPEG-TS: 90 kHz in 33 bits, so it begins anew every 26.5 hours. */
final class TsClock {

  private static final long HZ = 90_000;
  private static final long ROUND = 1L << 33;
  private static final long NANOS = 1_000_000_000L;

  /** Bytes of a written time. */
  static final int WRITTEN = 5;

  private TsClock() {}

  /** What the clock shows at a point of the timeline. */
  static long ticks(Duration point) {
    return Math.floorMod(total(point), ROUND);
  }

  /** The point of the timeline nearest to {@code near} at which the clock shows this. */
  static Duration point(long ticks, Duration near) {
    long away = Math.floorMod(ticks - total(near) + ROUND / 2, ROUND) - ROUND / 2;
    long total = total(near) + away;
    return Duration.ofSeconds(Math.floorDiv(total, HZ))
        .plusNanos(Math.floorMod(total, HZ) * NANOS / HZ);
  }

  /** As it stands in a PES header where it is the only time there. */
  static byte[] written(long ticks) {
    return new byte[] {
      (byte) (0x20 | (ticks >> 30 & 7) << 1 | 1),
      (byte) (ticks >> 22),
      (byte) ((ticks >> 15 & 0x7f) << 1 | 1),
      (byte) (ticks >> 7),
      (byte) ((ticks & 0x7f) << 1 | 1)
    };
  }

  /** The time that stands there. */
  static long read(byte[] bytes, int at) {
    return (bytes[at] >> 1 & 7L) << 30
        | (bytes[at + 1] & 0xffL) << 22
        | (bytes[at + 2] >> 1 & 0x7fL) << 15
        | (bytes[at + 3] & 0xffL) << 7
        | (bytes[at + 4] >> 1 & 0x7fL);
  }

  private static long total(Duration point) {
    return point.getSeconds() * HZ + point.getNano() * HZ / NANOS;
  }
}
