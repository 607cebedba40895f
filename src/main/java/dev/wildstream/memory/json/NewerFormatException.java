package dev.wildstream.memory.json;

import java.nio.file.Path;

/** A file was written by a newer hub, so that going on would lose what it knows. */
public final class NewerFormatException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Says which file, and what to do. */
  NewerFormatException(Path file, int format, int known) {
    super(
        file
            + ": written by a newer wild-stream-hub (format "
            + format
            + ", this one knows up to "
            + known
            + "); install the newer version again, or move this file away to begin afresh");
  }
}
