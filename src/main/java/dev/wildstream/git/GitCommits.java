package dev.wildstream.git;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Commits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The commit of the repository that the desired-state files lie in. */
public final class GitCommits implements Commits {

  /** A lock that is older was left by a git that was killed; a checkout of a clone takes less. */
  static final Duration STALE = Duration.ofSeconds(10);

  private static final int LONGEST_SUBJECT = 200;

  /** An entry of {@code ls-tree -z}: mode, type, id, a tab and the name. */
  private static final Pattern ENTRY = Pattern.compile("\\d+ blob ([0-9a-f]+)\\t(.*)");

  private final Path config;
  private final GitProgram git;
  private final Clock clock;

  /**
   * Reads nothing yet.
   *
   * @param config the desired-state file or folder; its repository is looked for at each question,
   *     since a link that is swapped may lead into another
   * @param git a path, or a name to be looked for on {@code PATH}
   */
  public GitCommits(Path config, String git, Clock clock) {
    this.config = config.toAbsolutePath();
    this.git = new GitProgram(git);
    this.clock = clock;
  }

  @Override
  public Optional<String> checkedOut() {
    return Repository.around(config).flatMap(Repository::head);
  }

  @Override
  public boolean checkingOut() {
    return Repository.around(config).map(Repository::indexLock).filter(this::isYoung).isPresent();
  }

  private boolean isYoung(Path lock) {
    try {
      Duration age =
          Duration.between(Files.getLastModifiedTime(lock).toInstant(), clock.wall()).abs();
      return age.compareTo(STALE) < 0;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public Optional<Commit> of(List<SourceFile> files) {
    return Repository.around(config)
        .flatMap(repository -> repository.head().map(id -> commit(repository, id, files)));
  }

  private Commit commit(Repository repository, String id, List<SourceFile> files) {
    Optional<String> subject = subject(repository, id);
    return new Commit(
        id, subject, subject.isPresent() ? files(repository, id, files) : Commit.Files.UNKNOWN);
  }

  private Optional<String> subject(Repository repository, String id) {
    return git.print(repository.gitFolder(), "cat-file", "commit", id)
        .map(commit -> new String(commit, StandardCharsets.UTF_8))
        .map(commit -> commit.substring(commit.indexOf("\n\n") + 1).strip())
        .flatMap(message -> message.lines().findFirst())
        .map(line -> line.substring(0, Math.min(line.length(), LONGEST_SUBJECT)));
  }

  private Commit.Files files(Repository repository, String id, List<SourceFile> files) {
    Map<Path, Map<String, String>> committed = new HashMap<>();
    for (SourceFile file : files) {
      try {
        Path real = file.path().toRealPath();
        if (!real.startsWith(repository.workTree())) {
          return Commit.Files.UNKNOWN; // a link leads out of the repository
        }
        Path folder = repository.workTree().relativize(real.getParent());
        if (!committed.containsKey(folder)) {
          Optional<byte[]> listed =
              git.print(repository.gitFolder(), "ls-tree", "-z", id + ":" + folder);
          if (listed.isEmpty()) {
            return Commit.Files.EDITED; // the commit has no such folder
          }
          committed.put(folder, entries(listed.get()));
        }
        String blob = committed.get(folder).get(real.getFileName().toString());
        if (!blob(id.length(), file.content()).equals(blob)) {
          return Commit.Files.EDITED;
        }
      } catch (IOException gone) {
        return Commit.Files.UNKNOWN;
      }
    }
    return Commit.Files.AS_COMMITTED;
  }

  private static Map<String, String> entries(byte[] listed) {
    Map<String, String> blobs = new HashMap<>();
    for (String entry : new String(listed, StandardCharsets.UTF_8).split("\0")) {
      Matcher blob = ENTRY.matcher(entry);
      if (blob.matches()) {
        blobs.put(blob.group(2), blob.group(1));
      }
    }
    return blobs;
  }

  /** The id that git gives to a file's content. */
  private static String blob(int digits, byte[] content) {
    try {
      MessageDigest sha = MessageDigest.getInstance(digits == 40 ? "SHA-1" : "SHA-256");
      sha.update(("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-1 and SHA-256", e);
    }
  }

  /** Where {@code HEAD} and the lock lie, and what git notes each time that {@code HEAD} moves. */
  @Override
  public Set<Path> foldersToWatch() {
    return Repository.around(config)
        .map(repository -> Set.of(repository.gitFolder(), repository.gitFolder().resolve("logs")))
        .orElse(Set.of());
  }
}
