package dev.wildstream.loop;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The repository that the desired-state files are checked out from, if they are. */
public interface Commits {

  /** Id of the commit that is checked out now; empty = none, or it cannot be told. */
  Optional<String> checkedOut();

  /** Whether files are being checked out at this moment, so that some are new and some old. */
  boolean checkingOut();

  /**
   * More of the commit that is checked out now.
   *
   * @param files as they were read
   */
  Optional<Commit> of(List<SourceFile> files);

  /** Folders in which something happens when another commit is checked out. */
  Set<Path> foldersToWatch();
}
