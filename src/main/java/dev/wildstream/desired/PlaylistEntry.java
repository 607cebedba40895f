package dev.wildstream.desired;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One line of a playlist, as written; what it stands for is looked up in the file system later. */
public sealed interface PlaylistEntry {

  /**
   * A bare text: an existing path is taken literally (a file, a folder, an M3U list), else it is a
   * glob.
   *
   * @param text as written, for messages
   * @param folder what a relative text counts from: the folder of the file that holds it
   */
  record Found(String text, Path folder) implements PlaylistEntry {}

  /**
   * A mapping with {@code path}: always literal.
   *
   * @param path absolute
   * @param times how often the cut is played in a row, at least 1
   */
  record Literal(Path path, Cut cut, int times) implements PlaylistEntry {}

  /**
   * The part of a file that is played.
   *
   * @param start from the file's begin, not negative
   * @param end from the file's begin, after start; empty = to the file's end
   */
  record Cut(Duration start, Optional<Duration> end) {
    /** The whole file. */
    public static final Cut WHOLE = new Cut(Duration.ZERO, Optional.empty());
  }
}
