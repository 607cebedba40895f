package dev.wildstream.desired.yaml;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** A path that the file names; it counts from the folder of the file that holds it. */
final class FilePath {

  private FilePath() {}

  static Path folder(Value value) {
    Path file = value.place().source().file().path();
    return Optional.ofNullable(file.getParent()).orElse(file);
  }

  /**
   * Absolute, and not normalized: behind a symbolic link, {@code ..} is another folder. Empty where
   * the locale of this process has no bytes for a character of it.
   */
  static Optional<Path> resolve(Value.Scalar written) {
    try {
      return Optional.of(folder(written).resolve(written.text()));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }
}
