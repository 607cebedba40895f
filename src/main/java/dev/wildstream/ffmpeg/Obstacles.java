package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What keeps this machine from running any FFmpeg: a program that is missing, or a runtime folder
 * that takes no files, without which nobody would know how an FFmpeg fares. Safe for use by several
 * threads.
 */
final class Obstacles {

  /** What one stream writes at its start (options, notes, logs, reports), several times over. */
  private static final int ROOM = 256 << 10;

  private final Path runtime;
  private final ToolSearch tools;
  private volatile Optional<String> known;

  Obstacles(Path runtime, ToolSearch tools) {
    this.runtime = runtime;
    this.tools = tools;
    this.known = tools.missing(); // the folder is the hub's own since a moment ago
  }

  /** What there was at the last look, and what to do; empty = nothing. */
  Optional<String> known() {
    return known;
  }

  /** Looks anew; whether something changed. */
  synchronized boolean look() {
    Optional<String> before = known;
    known = tools.missing().or(this::noRoom);
    return !before.equals(known);
  }

  /**
   * By asking, and by writing a little: a folder may be full, read-only, without inodes, over a
   * quota, or gone. To write all that is asked for would at times take the last of it from FFmpeg.
   */
  private Optional<String> noRoom() {
    Path probe = runtime.resolve(".room");
    try {
      if (Files.getFileStore(runtime).getUsableSpace() < ROOM) {
        throw new IOException("No space left: less than " + (ROOM >> 10) + " KiB are free");
      }
      try {
        Files.write(probe, new byte[1]);
      } finally {
        Files.deleteIfExists(probe);
      }
      return Optional.empty();
    } catch (IOException e) {
      String why =
          e instanceof FileSystemException told && told.getReason() != null
              ? told.getReason()
              : e instanceof java.nio.file.NoSuchFileException
                  ? "it is gone"
                  : String.valueOf(e.getMessage());
      return Optional.of(
          "the runtime folder "
              + runtime
              + " cannot be written: "
              + why
              + "; make room there, or name another with --runtime");
    }
  }
}
