package dev.wildstream.memory.json;

import dev.wildstream.memory.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What happened, one line of JSON each, in two files of 4 MiB at most: some ten thousand events,
 * which is weeks of a stream that breaks daily.
 */
final class EventFile {

  static final long MOST_BYTES = 4L * 1024 * 1024;

  private final Path newest;
  private final Path rotated;
  private final Disk disk;
  private final long mostBytes;

  EventFile(Path state, Disk disk, long mostBytes) {
    this.newest = state.resolve("events.jsonl");
    this.rotated = state.resolve("events.1.jsonl");
    this.disk = disk;
    this.mostBytes = mostBytes;
  }

  Path path() {
    return newest;
  }

  /** Adds all of them; how many were added before it failed is told by {@code added}. */
  void append(List<Event> events, Runnable added) throws IOException {
    long size = Files.exists(newest) ? Files.size(newest) : 0;
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    if (size > 0 && !endsWithLine()) {
      lines.write('\n');
    }
    int inLines = 0;
    for (Event event : events) {
      byte[] line = EventLines.write(event);
      if (size + lines.size() + line.length > mostBytes && size + lines.size() > 0) {
        flush(lines, inLines, added);
        inLines = 0;
        disk.replace(newest, rotated);
        size = 0;
      }
      lines.writeBytes(line);
      inLines++;
    }
    flush(lines, inLines, added);
  }

  private void flush(ByteArrayOutputStream lines, int count, Runnable added) throws IOException {
    if (lines.size() > 0) {
      disk.append(newest, lines.toByteArray(), Disk.GROUP);
      lines.reset();
      for (int i = 0; i < count; i++) {
        added.run();
      }
    }
  }

  /** A hub that was killed while it wrote leaves a torn line; the next one starts below it. */
  private boolean endsWithLine() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "r")) {
      file.seek(file.length() - 1);
      return file.read() == '\n';
    }
  }
}
