package dev.wildstream.ffmpeg.library;

import dev.wildstream.observed.FileStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Size and time of a file as the file system tells them now. */
final class Stamps {
  private Stamps() {}

  /**
   * Reads them; may wait as long as the file system does.
   *
   * @throws IOException if there is no such file
   */
  static FileStamp of(Path file) throws IOException {
    return of(Files.readAttributes(file, BasicFileAttributes.class));
  }

  static FileStamp of(BasicFileAttributes attributes) {
    return new FileStamp(attributes.size(), attributes.lastModifiedTime().toInstant());
  }
}
