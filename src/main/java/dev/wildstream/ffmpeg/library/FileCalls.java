package dev.wildstream.ffmpeg.library;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is asked of file systems, one call to the kernel each or a row of them. Any may never
 * return. A port, so that a test can make it hang.
 */
interface FileCalls {

  /** Of a symbolic link: its own. */
  BasicFileAttributes attributes(Path path) throws IOException;

  /** Where a symbolic link leads to, as it says. */
  Path target(Path link) throws IOException;

  /** Tells each name in a folder, in no order. */
  void names(Path folder, Consumer<String> met) throws IOException;

  /**
   * The begin of a file.
   *
   * @param each is run between one part and the next
   */
  byte[] read(Path file, int most, Runnable each) throws IOException;

  /** Opens a file and reads its first byte and its last, as every reader of media does. */
  void touch(Path file) throws IOException;

  /** The lines of {@code /proc/self/mountinfo}, which never hangs. */
  List<String> mounts() throws IOException;

  /** Those of the machine. */
  static FileCalls real() {
    return new FileCalls() {

      private static final int PART = 1 << 16;

      @Override
      public BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      }

      @Override
      public Path target(Path link) throws IOException {
        return Files.readSymbolicLink(link);
      }

      @Override
      public void names(Path folder, Consumer<String> met) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
          for (Path entry : entries) {
            met.accept(entry.getFileName().toString());
          }
        } catch (DirectoryIteratorException broken) {
          throw broken.getCause();
        }
      }

      @Override
      public byte[] read(Path file, int most, Runnable each) throws IOException {
        byte[] bytes = new byte[PART];
        int length = 0;
        try (InputStream in = Files.newInputStream(file)) {
          while (length < most) {
            each.run();
            bytes = length == bytes.length ? Arrays.copyOf(bytes, 2 * length) : bytes;
            int read = in.read(bytes, length, Math.min(bytes.length, most) - length);
            if (read < 0) {
              break;
            }
            length += read;
          }
        }
        return Arrays.copyOf(bytes, length);
      }

      @Override
      public void touch(Path file) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
          channel.read(one, 0);
          channel.read(one.clear(), Math.max(0, channel.size() - 1));
        }
      }

      @Override
      public List<String> mounts() throws IOException {
        return Files.readAllLines(
            Path.of("/proc/self/mountinfo"), java.nio.charset.StandardCharsets.ISO_8859_1);
      }
    };
  }
}
