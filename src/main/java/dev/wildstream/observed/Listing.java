package dev.wildstream.observed;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A playlist's entries, looked up in the file system: folders, globs and M3U lists replaced by the
 * files they stand for.
 *
 * @param playlist a digest of the entries that were looked up
 * @param items in the order of the list, natural order within a folder or a glob
 * @param asOf when the look-up was begun (steady clock)
 */
public record Listing(String playlist, List<Listed> items, Instant asOf) {

  public Listing {
    items = List.copyOf(items);
  }

  /**
   * One file of the list.
   *
   * @param path absolute, as text
   * @param start of the cut, from the file's begin
   * @param end of the cut; empty = the file's end
   * @param times in a row, at least 1
   * @param stamp empty where the file is not there
   * @param trouble why the entry cannot be played at all (missing, an empty folder, a pattern
   *     without a match)
   */
  public record Listed(
      String path,
      Duration start,
      Optional<Duration> end,
      int times,
      Optional<FileStamp> stamp,
      Optional<String> trouble) {}
}
