package dev.wildstream.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.time.Duration;

/**
 * What the hub itself writes into a fifo, so that the publisher does not wait for what will not
 * come.
 */
final class TailPacket {

  /** An access unit delimiter: where it stands, the picture before it has ended. */
  private static final byte[] DELIMITER = {0, 0, 0, 1, 9, (byte) 0xf0};

  /**
   * FFmpeg holds one picture in its demuxer until the next one begins, and one in its parser. A
   * delimiter is no picture: more of them show nothing.
   */
  private static final int HELD = 2;

  /** Of no feeder: 0x1f0 is FFmpeg's 241st stream. */
  private static final int NOBODYS_STREAM = 0x1f0;

  /** A PES of private data, with three bytes of header that say nothing. */
  private static final byte[] STRANGE = {0, 0, 1, (byte) 0xbd, 0, 3, (byte) 0x80, 0, 0};

  /**
   * The first makes the demuxer give the picture that it holds, the second makes the parsers do so,
   * and the third is the end; the rest are to spare.
   */
  private static final int STRANGERS = 6;

  private TailPacket() {}

  /**
   * Makes the publisher send the last picture that it holds. Sound that is due up to 0.2 s after it
   * (the publisher's {@code -max_interleave_delta}) is sent with what comes next, or at the end.
   *
   * <p>The picture that comes next, if one does, is taken to be due when these packets are.
   *
   * @param end where the picture ends, on the timeline
   */
  static byte[] flush(Duration end) {
    ByteArrayOutputStream packets = new ByteArrayOutputStream();
    packets.writeBytes(TsPacket.nothing());
    for (int i = 0; i < HELD; i++) {
      packets.writeBytes(TsPacket.of(TsPacket.FIRST_STREAM, delimiter(TsClock.ticks(end))));
    }
    return packets.toByteArray();
  }

  /**
   * Ends the publisher's input, after all that was written before: streams that it has no room for
   * ({@link PublisherCommand#STREAMS}) are an error to FFmpeg's demuxer, which FFmpeg takes for the
   * end of its input. It sends what it still holds and takes leave of the server.
   */
  static byte[] end() {
    ByteArrayOutputStream packets = new ByteArrayOutputStream();
    packets.writeBytes(TsPacket.nothing());
    for (int i = 0; i < STRANGERS; i++) {
      packets.writeBytes(TsPacket.of(NOBODYS_STREAM, STRANGE));
    }
    return packets.toByteArray();
  }

  /** A PES of unknown length, as those of pictures are, with a presentation time. */
  private static byte[] delimiter(long ticks) {
    ByteArrayOutputStream pes = new ByteArrayOutputStream();
    pes.writeBytes(new byte[] {0, 0, 1, (byte) 0xe0, 0, 0, (byte) 0x80, (byte) 0x80, 5});
    pes.writeBytes(TsClock.written(ticks));
    pes.writeBytes(DELIMITER);
    return pes.toByteArray();
  }
}
