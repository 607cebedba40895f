package dev.wildstream.ffmpeg.library;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** What a file system says of a path. */
sealed interface Look {

  /**
   * There is something.
   *
   * @param real where it lies, without symbolic links
   * @param attributes of what lies there
   */
  record Found(Path real, BasicFileAttributes attributes) implements Look {}

  /** There is nothing, or it is not told. */
  record Failed(IOException why) implements Look {}

  /**
   * What was found.
   *
   * @throws IOException if nothing was
   */
  default Found found() throws IOException {
    return switch (this) {
      case Found found -> found;
      case Failed(IOException why) -> throw why;
    };
  }

  default boolean isFolder() {
    return this instanceof Found found && found.attributes().isDirectory();
  }

  default boolean isFile() {
    return this instanceof Found found && found.attributes().isRegularFile();
  }

  /** Whether its file system is silent. */
  default boolean isUnanswered() {
    return this instanceof Failed(DoesNotAnswer silent);
  }
}
