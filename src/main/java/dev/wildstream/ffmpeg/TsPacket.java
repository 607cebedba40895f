package dev.wildstream.ffmpeg;

import java.util.Arrays;

/**
 * MPEG-TS packets of our own making (ISO 13818-1, 2.4.3): what follows the header is short, and an
 * adaptation field of stuffing fills up the rest.
 */
final class TsPacket {

  /** Bytes of each. */
  static final int SIZE = 188;

  static final byte SYNC = 0x47;

  /** Where FFmpeg's muxer puts a program's first stream, in feeders the picture. */
  static final int FIRST_STREAM = 0x100;

  private static final int HEADER = 4;
  private static final int STARTS_UNIT = 0x40;
  private static final int FIELD_AND_PAYLOAD = 0x30;
  private static final int DISCONTINUITY = 0x80;
  private static final byte STUFFING = (byte) 0xff;

  private TsPacket() {}

  /**
   * One that begins a unit.
   *
   * @param stream its PID, 0 to 8191
   * @param payload 1 to 182 bytes
   */
  static byte[] of(int stream, byte[] payload) {
    byte[] packet = new byte[SIZE];
    Arrays.fill(packet, STUFFING);
    int field = SIZE - HEADER - 1 - payload.length; // without the byte that tells its length
    packet[0] = SYNC;
    packet[1] = (byte) (STARTS_UNIT | stream >> 8);
    packet[2] = (byte) stream;
    packet[3] = FIELD_AND_PAYLOAD;
    packet[4] = (byte) field;
    packet[5] = (byte) DISCONTINUITY; // its counter follows on nothing
    System.arraycopy(payload, 0, packet, SIZE - payload.length, payload.length);
    return packet;
  }

  /**
   * One that says nothing. Behind half a packet, as a feeder that was killed leaves one, the rest
   * of that is taken from this one, and what comes next is found by its sync byte: here there is no
   * second one.
   */
  static byte[] nothing() {
    byte[] packet = new byte[SIZE];
    Arrays.fill(packet, STUFFING);
    packet[0] = SYNC;
    packet[1] = 0x1f;
    packet[2] = (byte) 0xff;
    packet[3] = 0x10;
    return packet;
  }
}
