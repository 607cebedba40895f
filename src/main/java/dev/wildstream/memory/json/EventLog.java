package dev.wildstream.memory.json;

import dev.wildstream.memory.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened, as a hub wrote it to its state folder; for reading while that hub runs on, by
 * another process.
 */
public final class EventLog {

  private EventLog() {}

  /**
   * All that is kept, oldest first; torn lines and events of a newer hub are passed over.
   *
   * @param state the state folder; a missing one holds no events
   * @param stream only of this stream; empty = all
   * @throws UncheckedIOException where a file is there and cannot be read; names the path
   */
  public static List<Event> read(Path state, Optional<String> stream) {
    return new Follower(state, stream).poll();
  }

  /** Tells what is new each time it is asked; not for two threads at once. */
  public static final class Follower {

    /** What is read at once, in bytes. */
    private static final int PIECE = 64 * 1024;

    private final Path newest;
    private final Path rotated;
    private final Optional<String> stream;
    private Optional<Object> file = Optional.empty();
    private long offset;
    private boolean begun;

    /** Begins with all that is kept. */
    public Follower(Path state, Optional<String> stream) {
      this.newest = state.resolve("events.jsonl");
      this.rotated = state.resolve("events.1.jsonl");
      this.stream = stream;
    }

    /**
     * What was added since the last poll, oldest first; the first poll gives all that is kept.
     *
     * @throws UncheckedIOException where a file is there and cannot be read; names the path
     */
    public List<Event> poll() {
      List<Event> found = new ArrayList<>();
      Optional<Object> now = key(newest);
      if (!begun) {
        read(rotated, 0, found);
      } else if (!now.equals(file)) {
        if (file.isPresent() && key(rotated).equals(file)) {
          read(rotated, offset, found);
        }
        offset = 0;
      }
      begun = true;
      file = now;
      offset = read(newest, offset, found);
      return found;
    }

    /** Whole lines from an offset on; where the last of them ends. */
    private long read(Path path, long from, List<Event> into) {
      try (RandomAccessFile open = new RandomAccessFile(path.toFile(), "r")) {
        long end = open.length() < from ? 0 : from;
        open.seek(end);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE];
        for (int got = open.read(piece); got > 0; got = open.read(piece)) {
          int begin = 0;
          for (int i = 0; i < got; i++) {
            if (piece[i] == '\n') {
              line.write(piece, begin, i - begin);
              end += line.size() + 1;
              take(line.toString(StandardCharsets.UTF_8), into);
              line.reset();
              begin = i + 1;
            }
          }
          line.write(piece, begin, got - begin);
        }
        return end;
      } catch (IOException e) {
        if (Files.notExists(path)) {
          return 0;
        }
        throw new UncheckedIOException(path + ": cannot be read: " + e.getMessage(), e);
      }
    }

    private void take(String line, List<Event> into) {
      EventLines.read(line)
          .filter(event -> stream.isEmpty() || event.stream().equals(stream))
          .ifPresent(into::add);
    }

    private static Optional<Object> key(Path path) {
      try {
        return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
      } catch (NoSuchFileException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(Trouble.of(path, e), e);
      }
    }
  }
}
