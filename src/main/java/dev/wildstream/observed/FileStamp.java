package dev.wildstream.observed;

import java.time.Instant;

/**
 * By which a changed file is told from an unchanged one.
 *
 * @param size in bytes
 * @param modified by the wall clock
 */
public record FileStamp(long size, Instant modified) {

  public FileStamp {
    if (size < 0) {
      throw new IllegalArgumentException("a size is not negative");
    }
  }
}
