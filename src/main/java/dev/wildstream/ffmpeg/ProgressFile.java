package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads the end of a progress file and keeps the file in bounds. FFmpeg does not append: after a
 * cut it writes on where it was, and the file has a hole in front that takes no room. So its size
 * says nothing, only by how much it grew since the last cut. Not safe for use by several threads.
 */
final class ProgressFile {

  private static final long LARGEST = 1 << 20;
  private static final int TAIL = 4 << 10;

  private final Path file;
  private long cutAt;

  ProgressFile(Path file) {
    this.file = file;
  }

  /**
   * The newest report, and what its place in the file tells.
   *
   * @param writtenAt when the file was last written, by the wall clock
   * @param still whether the report before it said the same
   * @param last whether FFmpeg said that none would follow
   */
  record Told(ProgressReport report, Instant writtenAt, boolean still, boolean last) {}

  /** The newest report; empty while there is none. */
  Optional<ProgressReport> newest() throws IOException {
    return read().map(Told::report);
  }

  /** Likewise, with what its place tells. */
  Optional<Told> read() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // before the text: a report that comes between is then taken for older, never for younger
      Instant writtenAt = Files.getLastModifiedTime(file).toInstant();
      long size = channel.size();
      ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, TAIL));
      long from = size - tail.capacity();
      while (tail.hasRemaining() && channel.read(tail, from + tail.position()) > 0) {
        // reads until the buffer is full or the file ends
      }
      tail.flip();
      if (size - cutAt > LARGEST) {
        channel.truncate(0);
        cutAt = size;
      }
      return told(StandardCharsets.US_ASCII.decode(tail).toString(), writtenAt);
    }
  }

  private static Optional<Told> told(String text, Instant writtenAt) {
    Optional<ProgressReport> newest = ProgressReport.newestIn(text);
    String before = text.substring(0, Math.max(0, text.lastIndexOf("\nprogress=")));
    boolean still =
        newest.isPresent()
            && ProgressReport.newestIn(before)
                .map(ProgressReport::outTime)
                .equals(newest.map(ProgressReport::outTime));
    boolean last = text.stripTrailing().endsWith("progress=end");
    return newest.map(report -> new Told(report, writtenAt, still, last));
  }
}
