package dev.wildstream.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.git.WorkTree;
import dev.wildstream.real.Await;
import dev.wildstream.real.RealParts;
import dev.wildstream.real.SampleMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in which people and programs change a file, with those programs: each takes effect,
 * once, and by an event; the poll would come later.
 */
class WaysToChangeIT {

  /** Generous, since the machine may be busy; less than the poll. */
  private static final Duration BY_AN_EVENT = RevisionWatcher.POLL.minusSeconds(1);

  @TempDir Path folder;

  private Watched watched;

  private void watch(Path path) {
    watched = new Watched(path);
    // an event of what was made before may still be on its way, and would bring on a look
    long looks = watched.newest().times();
    Await.until("it polls", Duration.ofSeconds(10), () -> watched.newest().times() > looks);
    watched.read.clear();
  }

  @AfterEach
  void close() {
    watched.close();
  }

  /** It was read, once, and nothing else was. */
  private void takesEffectOnce(String text) {
    Await.until(
        "it reads " + text,
        BY_AN_EVENT,
        () -> watched.text().equals(text),
        () -> "read " + watched.read);
    assertThat(watched.read).containsExactly(text);
    watched.read.clear();
  }

  private Path file(String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content + "\n");
  }

  private void shell(String script) {
    List<String> command = new ArrayList<>(List.of("sh", "-euc", "cd \"$0\"\n" + script));
    command.add(folder.toString());
    SampleMedia.run(command);
  }

  @Test
  void editorsAndStreamEditors() throws IOException {
    RealParts.program("vi");
    Path file = file("s.yaml", "one");
    watch(file);
    shell("echo two > s.yaml");
    takesEffectOnce("two");
    shell("sed -i s/two/three/ s.yaml");
    takesEffectOnce("three");
    shell("vi -es -u NONE -c '%s/three/four/' -c wq s.yaml");
    takesEffectOnce("four");
    shell("vi -es -u NONE -c 'set backupcopy=no' -c '%s/four/five/' -c wq s.yaml");
    takesEffectOnce("five");
    shell("echo six > .s.yaml.tmp; mv .s.yaml.tmp s.yaml");
    takesEffectOnce("six");
  }

  @Test
  void clocksThatGoBack() throws IOException {
    watch(file("s.yaml", "one"));
    shell("echo two > .new; touch -d 2001-01-01 .new; mv .new s.yaml");
    takesEffectOnce("two");
    shell("echo ten > .new; touch -d 2001-01-01 .new; mv .new s.yaml"); // as long, and as old
    takesEffectOnce("ten");
    shell("touch -d 1999-01-01 s.yaml");
    assertThat(watched.read).isEmpty();
  }

  @Test
  void aLinkThatIsTurned() throws IOException {
    file("v1/s.yaml", "one");
    file("v2/s.yaml", "two");
    shell("ln -s v1/s.yaml s.yaml");
    watch(folder.resolve("s.yaml"));
    shell("ln -sfn v2/s.yaml s.yaml");
    takesEffectOnce("two");
    shell("echo three > v2/s.yaml");
    takesEffectOnce("three");
  }

  @Test
  void aMountedConfigMap() throws IOException {
    file("m/..2026_11_22/s.yaml", "one");
    file("m/..2026_11_23/s.yaml", "two");
    shell("cd m; ln -s ..2026_11_22 ..data; ln -s ..data/s.yaml s.yaml");
    watch(folder.resolve("m"));
    shell("cd m; ln -s ..2026_11_23 ..data_tmp; mv -T ..data_tmp ..data; rm -r ..2026_11_22");
    takesEffectOnce("two");
  }

  @Test
  void gitSyncsWorkTree() {
    WorkTree main = WorkTree.init(folder.resolve("git"));
    main.commit("One", "channels/s.yaml", "one\n");
    main.git("worktree", "add", "-q", "--detach", "../worktrees/1");
    shell("ln -s worktrees/1 current");
    watch(folder.resolve("current/channels"));
    String id = main.commit("Two", "channels/s.yaml", "two\n");
    main.git("worktree", "add", "-q", "--detach", "../worktrees/2");
    shell("ln -s worktrees/2 .next; mv -T .next current");
    main.git("worktree", "remove", "--force", "../worktrees/1");
    takesEffectOnce("two");
    assertThat(watched.newest().commit().orElseThrow().id()).isEqualTo(id);
  }

  @Test
  void aPullOfManyFilesIsOneRevisionAndOfItsCommit() {
    WorkTree theirs = WorkTree.init(folder.resolve("theirs"));
    for (int i = 10; i < 60; i++) {
      theirs.commit("Add " + i, "c/" + i + ".yaml", "one\n");
    }
    shell("git clone -q theirs ours");
    WorkTree ours = new WorkTree(folder.resolve("ours"));
    watch(folder.resolve("ours/c"));
    shell("sed -i s/one/two/ theirs/c/*.yaml");
    theirs.git("commit", "-q", "-a", "-m", "All of them");
    ours.git("pull", "-q", "--ff-only");
    String two = String.join("+", java.util.Collections.nCopies(50, "two"));
    takesEffectOnce(two);
    awaitCommit(theirs.git("rev-parse", "HEAD"));

    ours.git("checkout", "-q", "HEAD~1");
    takesEffectOnce(two.replace("two", "one"));
    awaitCommit(theirs.git("rev-parse", "HEAD~1"));
    ours.git("checkout", "-q", "main");
    takesEffectOnce(two);

    theirs.commit("Another file", "README", "hello\n");
    ours.git("pull", "-q", "--ff-only");
    awaitCommit(theirs.git("rev-parse", "HEAD"));
    assertThat(watched.read).as("the same files, of another commit").isEmpty();
  }

  private void awaitCommit(String id) {
    Await.until(
        "it is commit " + id,
        BY_AN_EVENT,
        () -> watched.newest().commit().orElseThrow().id().equals(id));
  }

  @Test
  void aFolderThatIsRenamedAwayAndMadeAgain() throws IOException {
    file("c/s.yaml", "one");
    watch(folder.resolve("c"));
    shell("mv c old; mkdir c; echo two > c/s.yaml");
    takesEffectOnce("two");
    shell("echo three > c/s.yaml");
    takesEffectOnce("three");
    shell("rm -r c");
    Await.until("it is gone", BY_AN_EVENT, () -> watched.text().equals("the file does not exist"));
    shell("mkdir c; echo four > c/s.yaml");
    takesEffectOnce("four");
  }

  @Test
  void tenThousandOtherFilesBesideIt() throws IOException {
    Path file = file("s.yaml", "one");
    shell("seq -f 'other-%g.txt' 10000 | xargs touch");
    watch(file);
    shell("seq -f 'other-%g.txt' 10000 | xargs touch; echo two > s.yaml");
    takesEffectOnce("two");
  }

  @Test
  void aWriterThatPausesIsReadWhenItHasDone() throws IOException {
    watch(file("s.yaml", "one"));
    shell("exec 3> s.yaml; printf t >&3; sleep 0.4; printf w >&3; sleep 0.4; printf 'o\\n' >&3");
    takesEffectOnce("two");
  }
}
