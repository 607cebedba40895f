package dev.wildstream.loop;

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
   * @param times how many readings there were, this one included, those that found nothing new too
   */
  record Read(Reading reading, Instant changedAt, List<SourceFile> files, long times) {}
}
