package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a log as it grows, in whole lines: FFmpeg writes one line in several pieces. Keeps the file
 * and what is kept of it in bounds. Not safe for use by several threads.
 */
final class LogTail {

  /** A log over this is cut to nothing; FFmpeg, which appends, goes on at its begin. */
  static final long LARGEST = 1 << 20;

  /** Nor is a log over this kept for the sake of what was not read yet. */
  private static final long MOST_ON_DISK = 4 * LARGEST;

  /** A longer line is cut: a file full of bytes without a line end must not fill the memory. */
  private static final int LONGEST_LINE = 2_000;

  /** More than any FFmpeg says between its trouble and its end. */
  private static final int MOST_LINES = 200;

  private static final int READ_AT_ONCE = 256 << 10;

  private final Path file;
  private long offset;
  private final StringBuilder unfinished = new StringBuilder();
  private boolean withinLine;
  private final List<String> kept = new ArrayList<>();

  private LogTail(Path file, long from) {
    this.file = file;
    this.offset = from;
  }

  /** Reads what is written to {@code file} from now on. */
  static LogTail fromNow(Path file) throws IOException {
    return new LogTail(file, Files.exists(file) ? Files.size(file) : 0);
  }

  /** Reads what was written to {@code file} from a byte on; from its begin if it was cut since. */
  static LogTail from(Path file, long offset) {
    return new LogTail(file, offset);
  }

  /** Where in the file it reads on. */
  long offset() {
    return offset;
  }

  /** The lines that were finished since the last call. */
  List<String> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> finished = new ArrayList<>();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() < offset) {
        offset = 0; // somebody cut it
      }
      if (channel.size() - offset > LARGEST) { // comes faster than it is read
        skipTo(channel.size() - READ_AT_ONCE);
      }
      ByteBuffer buffer =
          ByteBuffer.allocate((int) Math.min(channel.size() - offset, READ_AT_ONCE));
      while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) > 0) {
        // reads until the buffer is full or the file ends
      }
      offset += buffer.position();
      buffer.flip();
      take(StandardCharsets.UTF_8.decode(buffer), finished);
      // of a file that never stops growing the newest lines are lost with the rest
      boolean read = offset >= channel.size() || channel.size() > MOST_ON_DISK;
      if (offset > LARGEST && read) {
        channel.truncate(0);
        offset = 0;
      }
    }
    keep(finished);
    return finished;
  }

  /** What the process left unfinished, as a line; for when it has ended. */
  List<String> readToEnd() throws IOException {
    List<String> finished = new ArrayList<>(read());
    List<String> more = read();
    while (!more.isEmpty()) {
      finished.addAll(more);
      more = read();
    }
    if (!unfinished.isEmpty()) {
      List<String> last = List.of(unfinished.toString());
      unfinished.setLength(0);
      keep(last);
      finished.addAll(last);
    }
    return finished;
  }

  /** The newest lines, oldest first, at most 200. */
  List<String> lines() {
    return List.copyOf(kept);
  }

  /** Leaves out what is too much, and the rest of the line within which that ends. */
  private void skipTo(long place) {
    offset = place;
    unfinished.setLength(0);
    withinLine = true;
  }

  private void take(CharSequence text, List<String> finished) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (withinLine) {
        withinLine = c != '\n';
      } else if (c == '\n' || c == '\r') {
        if (!unfinished.isEmpty()) {
          finished.add(unfinished.toString());
          unfinished.setLength(0);
        }
      } else if (unfinished.length() < LONGEST_LINE && c != 0) {
        unfinished.append(c);
      }
    }
  }

  private void keep(List<String> lines) {
    kept.addAll(lines);
    if (kept.size() > MOST_LINES) {
      kept.subList(0, kept.size() - MOST_LINES).clear();
    }
  }
}
