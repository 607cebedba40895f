package dev.wildstream.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Commit;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits of real repositories, in the ways in which git keeps them. */
class GitCommitsTest {

  @TempDir Path folder;

  private Optional<Commit> commitOf(Path config, Path... files) throws IOException {
    return commitOf(config, "git", files);
  }

  private static Optional<Commit> commitOf(Path config, String git, Path... files)
      throws IOException {
    List<SourceFile> sources = new java.util.ArrayList<>();
    for (Path file : files) {
      sources.add(new SourceFile(file.toString(), file, Files.readAllBytes(file)));
    }
    return new GitCommits(config, git, new RealClock()).of(sources);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha1", "sha256"})
  void itIsTheOneThatIsCheckedOutWithItsSubject(String format) throws IOException {
    WorkTree tree = WorkTree.init(folder.resolve("r"), "--object-format=" + format);
    tree.commit("First", "channels/a.yaml", "version: 1\n");
    String id = tree.commit("Add the night list\n\nFor the owls.", "channels/b.yaml", "x: ü\n");
    Path config = folder.resolve("r/channels");
    assertThat(commitOf(config, config.resolve("a.yaml"), config.resolve("b.yaml")))
        .contains(new Commit(id, Optional.of("Add the night list"), Commit.Files.AS_COMMITTED));
    assertThat(new GitCommits(config, "git", new RealClock()).checkedOut()).contains(id);
  }

  @Test
  void aFileAtTheTopOfTheRepositoryIsFoundToo() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    tree.commit("One", "streams.yaml", "streams: {}\n");
    Path file = folder.resolve("streams.yaml");
    assertThat(commitOf(file, file).orElseThrow().files()).isEqualTo(Commit.Files.AS_COMMITTED);
  }

  @Test
  void whatWasChangedOrNeverCommittedIsEdited() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    String id = tree.commit("One", "c/a.yaml", "version: 1\n");
    Path edited = Files.writeString(folder.resolve("c/a.yaml"), "version: 1 \n");
    Commit commit = commitOf(folder.resolve("c"), edited).orElseThrow();
    assertThat(commit.files()).isEqualTo(Commit.Files.EDITED);
    assertThat(commit.shortName()).isEqualTo(id.substring(0, 12) + "+edited");
    tree.git("checkout", "-q", ".");
    Path fresh = Files.writeString(folder.resolve("c/b.yaml"), "version: 1\n");
    assertThat(commitOf(folder.resolve("c"), edited, fresh).orElseThrow().files())
        .isEqualTo(Commit.Files.EDITED);
    Path other = Files.createDirectory(folder.resolve("d")).resolve("a.yaml");
    Files.writeString(other, "version: 1\n");
    assertThat(commitOf(folder.resolve("d"), other).orElseThrow().files())
        .isEqualTo(Commit.Files.EDITED);
  }

  @Test
  void packedRefsAndObjectsDetachedHeadsAndLinkedWorkTreesAreRead() throws IOException {
    WorkTree tree = WorkTree.init(folder.resolve("r"));
    String first = tree.commit("One", "s.yaml", "a\n");
    String second = tree.commit("Two", "s.yaml", "b\n");
    tree.git("branch", "feature/of-the-night", first);
    tree.git("pack-refs", "--all");
    tree.git("gc", "-q");
    Path file = folder.resolve("r/s.yaml");
    assertThat(commitOf(file, file))
        .contains(new Commit(second, Optional.of("Two"), Commit.Files.AS_COMMITTED));
    tree.git("checkout", "-q", first);
    assertThat(commitOf(file, file))
        .contains(new Commit(first, Optional.of("One"), Commit.Files.AS_COMMITTED));
    tree.git("worktree", "add", "-q", folder.resolve("linked").toString(), "feature/of-the-night");
    Path linked = folder.resolve("linked/s.yaml");
    assertThat(commitOf(linked, linked))
        .contains(new Commit(first, Optional.of("One"), Commit.Files.AS_COMMITTED));
  }

  @Test
  void aLinkIsFollowedToTheRepositoryItLeadsTo() throws IOException {
    WorkTree tree = WorkTree.init(folder.resolve("checkout-1"));
    String id = tree.commit("One", "s.yaml", "a\n");
    Path link = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("checkout-1"));
    Path file = link.resolve("s.yaml");
    assertThat(commitOf(file, file))
        .contains(new Commit(id, Optional.of("One"), Commit.Files.AS_COMMITTED));
  }

  @Test
  void withoutTheProgramGitTheIdIsReadAllTheSame() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    String id = tree.commit("One", "s.yaml", "a\n");
    Path file = folder.resolve("s.yaml");
    assertThat(commitOf(file, "/nonexistent/git", file))
        .contains(new Commit(id, Optional.empty(), Commit.Files.UNKNOWN));
  }

  @Test
  void aGitThatHangsIsNotWaitedFor() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    String id = tree.commit("One", "s.yaml", "a\n");
    Path hangs = Files.writeString(folder.resolve("hangs"), "#!/bin/sh\nexec sleep 600\n");
    assertThat(hangs.toFile().setExecutable(true)).isTrue();
    Path file = folder.resolve("s.yaml");
    assertThat(commitOf(file, hangs.toString(), file))
        .contains(new Commit(id, Optional.empty(), Commit.Files.UNKNOWN));
  }

  @Test
  void whatTheRepositoryAsksToBeRunIsNotRun() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    tree.commit("One", ".gitattributes", "*.yaml filter=evil diff=evil\n");
    tree.commit("Two", "s.yaml", "a\n");
    Path proof = folder.resolve("proof");
    String evil = "touch " + proof;
    for (String key :
        List.of(
            "core.fsmonitor", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv")) {
      tree.git("config", key, evil);
    }
    tree.git("config", "core.pager", evil);
    Path file = folder.resolve("s.yaml");
    assertThat(commitOf(file, file).orElseThrow().files()).isEqualTo(Commit.Files.AS_COMMITTED);
    assertThat(proof).doesNotExist();
  }

  @Test
  void whereNothingIsCheckedOutThereIsNone() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), "a\n");
    assertThat(commitOf(file, file)).isEmpty();
    WorkTree.init(folder);
    assertThat(commitOf(file, file)).as("no commit yet").isEmpty();
    assertThat(commitOf(folder.resolve("missing/s.yaml"))).isEmpty();
    Files.writeString(folder.resolve(".git/HEAD"), "\0garbage");
    assertThat(commitOf(file, file)).isEmpty();
    Files.writeString(folder.resolve(".git/HEAD"), "ref: ../../../etc/passwd\n");
    assertThat(commitOf(file, file)).isEmpty();
  }

  @Test
  void aLockOfNowIsACheckoutAndOneLeftBehindIsNone() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    tree.commit("One", "s.yaml", "a\n");
    SettableClock clock = new SettableClock();
    GitCommits commits = new GitCommits(folder.resolve("s.yaml"), "git", clock);
    assertThat(commits.checkingOut()).isFalse();
    Path lock = Files.createFile(folder.resolve(".git/index.lock"));
    Files.setLastModifiedTime(lock, FileTime.from(clock.wall()));
    assertThat(commits.checkingOut()).isTrue();
    clock.pass(GitCommits.STALE);
    assertThat(commits.checkingOut()).isFalse();
  }

  @Test
  void whereAnotherCommitIsCheckedOutSomethingHappensInAWatchedFolder() throws IOException {
    WorkTree tree = WorkTree.init(folder);
    tree.commit("One", "s.yaml", "a\n");
    assertThat(new GitCommits(folder.resolve("s.yaml"), "git", new RealClock()).foldersToWatch())
        .containsExactlyInAnyOrder(folder.resolve(".git"), folder.resolve(".git/logs"))
        .allMatch(Files::isDirectory);
    assertThat(
            new String(
                Files.readAllBytes(folder.resolve(".git/logs/HEAD")), StandardCharsets.UTF_8))
        .contains("One");
  }
}
