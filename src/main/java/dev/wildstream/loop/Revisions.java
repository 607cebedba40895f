package dev.wildstream.loop;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The desired-state files, as they were read last. */
public interface Revisions {

  /** The newest reading; empty until the first is done. */
  Optional<Read> newest();

  /** Whether changes of the files are noticed as they happen. */
  boolean watching();

  /**
   * A reading.
   *
   * @param changedAt when its content was first seen (steady clock)
   * @param files that were read, for keeping them
   * @param commit that is checked out, if the files are of a repository
   * @param times how many readings there were, this one included, those that found nothing new too
   */
  record Read(
      Reading reading,
      Instant changedAt,
      List<SourceFile> files,
      Optional<Commit> commit,
      long times) {

    /** The same content, found once again, of the commit that is checked out now. */
    public Read again(Optional<Commit> now) {
      return new Read(reading, changedAt, files, now, times + 1);
    }
  }
}
