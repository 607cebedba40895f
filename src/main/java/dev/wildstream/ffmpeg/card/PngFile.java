package dev.wildstream.ffmpeg.card;

import dev.wildstream.media.FrameSize;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/** A picture as the bytes of a PNG file: some kilobytes where the pixels are megabytes. */
final class PngFile {

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

  /** Of each line only what differs from the one above is told. */
  private static final int FILTER_UP = 2;

  private PngFile() {}

  /**
   * Makes them.
   *
   * @param pixels red, green and blue, eight bits each, line by line
   */
  static byte[] of(FrameSize size, int[] pixels) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(file)) {
      out.write(SIGNATURE);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      try (DataOutputStream fields = new DataOutputStream(header)) {
        fields.writeInt(size.width());
        fields.writeInt(size.height());
        fields.write(new byte[] {8, 2, 0, 0, 0}); // eight bits of each colour, no alpha
      }
      chunk(out, "IHDR", header.toByteArray());
      chunk(out, "IDAT", deflated(size, pixels));
      chunk(out, "IEND", new byte[0]);
    } catch (IOException inMemory) {
      throw new UncheckedIOException(inMemory);
    }
    return file.toByteArray();
  }

  private static byte[] deflated(FrameSize size, int[] pixels) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] above = new byte[size.width() * 3];
    byte[] line = new byte[size.width() * 3];
    byte[] told = new byte[size.width() * 3];
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int y = 0; y < size.height(); y++) {
        for (int i = 0; i < line.length; i++) {
          int pixel = pixels[y * size.width() + i / 3];
          line[i] = (byte) (pixel >> 16 - 8 * (i % 3));
          told[i] = (byte) (line[i] - above[i]);
        }
        out.write(FILTER_UP);
        out.write(told);
        byte[] free = above;
        above = line;
        line = free;
      }
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String kind, byte[] content) throws IOException {
    byte[] name = kind.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) sum.getValue());
  }
}
