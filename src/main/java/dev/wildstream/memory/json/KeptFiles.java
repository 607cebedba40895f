package dev.wildstream.memory.json;

import dev.wildstream.desired.SourceFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The revision that a state folder keeps, for a command that only reads. */
public final class KeptFiles {

  private KeptFiles() {}

  /**
   * Its files, with the names and paths they had; empty list = none is kept.
   *
   * @throws IOException if it cannot be read or is damaged; the message says what to do
   * @throws NewerFormatException where a newer hub wrote it
   */
  public static List<SourceFile> in(Path state) throws IOException {
    LastGood kept = new LastGood(state.toAbsolutePath().resolve("last-good"), Disk.real());
    try {
      if (!Files.exists(kept.index()) && !Files.notExists(kept.index())) {
        throw new AccessDeniedException(kept.index().toString());
      }
      return kept.read().files();
    } catch (AccessDeniedException e) {
      throw new IOException(
          kept.index() + " may not be read; ask to be put into the hub's group", e);
    } catch (DamagedException e) {
      throw new IOException(
          kept.index() + " is damaged (" + e.getMessage() + "); the next good edit mends it", e);
    }
  }
}
