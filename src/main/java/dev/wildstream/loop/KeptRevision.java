package dev.wildstream.loop;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import java.util.List;
import java.util.Optional;

/**
 * A revision as it is kept for the next hub.
 *
 * @param files empty list = none was kept
 * @param commit that they were checked out from, if they were
 */
public record KeptRevision(List<SourceFile> files, Optional<Commit> commit) {

  public static final KeptRevision NONE = new KeptRevision(List.of(), Optional.empty());

  public KeptRevision {
    files = List.copyOf(files);
  }
}
