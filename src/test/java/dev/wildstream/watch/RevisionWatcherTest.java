package dev.wildstream.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.git.GitCommits;
import dev.wildstream.linux.Writers;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.real.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which the files change takes effect once, on a real file system. */
class RevisionWatcherTest {

  /** Generous, since the machine may be busy; the poll alone would take 5 s. */
  private static final Duration SOON = Duration.ofSeconds(4);

  @TempDir Path folder;

  private final List<String> read = new CopyOnWriteArrayList<>();
  private RevisionWatcher watcher;

  private static final Clock CLOCK = new RealClock();

  private void watch(Path path) {
    watcher =
        new RevisionWatcher(
            new ConfigurationFiles(path),
            this::reading,
            new GitCommits(path, "git", CLOCK),
            file -> Writers.of(file) == Writers.SOME,
            CLOCK,
            Wake.real());
    watcher.start();
    Await.until("it watches", SOON, watcher::watching);
  }

  private Reading reading(List<SourceFile> files) {
    String text =
        files.stream()
            .map(file -> new String(file.content(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("+"));
    read.add(text);
    return new Reading.Accepted(new Revision(text, List.of()));
  }

  private void awaitRead(String text) {
    Await.until("it reads " + text, SOON, () -> newest().equals(text), () -> "read " + read);
  }

  private String newest() {
    return switch (watcher.newest().orElseThrow().reading()) {
      case Reading.Accepted(Revision revision) -> revision.digest();
      case Reading.Refused refused ->
          refused.problems().stream().map(Problem::wrong).collect(Collectors.joining());
    };
  }

  @AfterEach
  void close() {
    watcher.close();
  }

  @Test
  void aWriteInPlaceARenameOverItAndADeleteAndCreateAllTakeEffect() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), "one");
    watch(file);
    assertThat(newest()).isEqualTo("one");
    Files.writeString(file, "two");
    awaitRead("two");
    Files.move(
        Files.writeString(folder.resolve(".s.tmp"), "three"), file, StandardCopyOption.ATOMIC_MOVE);
    awaitRead("three");
    Files.delete(file);
    awaitRead("the file does not exist");
    Files.writeString(file, "four");
    awaitRead("four");
  }

  @Test
  void aSymlinkThatIsSwappedTakesEffect() throws IOException {
    Path one = Files.writeString(Files.createDirectory(folder.resolve("v1")).resolve("s"), "one");
    Path two = Files.writeString(Files.createDirectory(folder.resolve("v2")).resolve("s"), "two");
    Path link = Files.createSymbolicLink(folder.resolve("s.yaml"), one);
    watch(link);
    Files.move(
        Files.createSymbolicLink(folder.resolve(".new"), two),
        link,
        StandardCopyOption.ATOMIC_MOVE);
    awaitRead("two");
    Files.writeString(two, "three"); // behind the link, in another folder
    awaitRead("three");
  }

  @Test
  void aFolderIsOneRevisionOfItsFilesInNameOrder() throws IOException {
    Files.writeString(folder.resolve("b.yml"), "b");
    Files.writeString(folder.resolve("a.yaml"), "a");
    Files.writeString(folder.resolve(".hidden.yaml"), "hidden");
    Files.writeString(folder.resolve("notes.txt"), "notes");
    watch(folder);
    assertThat(newest()).isEqualTo("a+b");
    Files.writeString(folder.resolve("c.yaml"), "c");
    awaitRead("a+b+c");
    Files.delete(folder.resolve("a.yaml"));
    awaitRead("b+c");
  }

  @Test
  void aBurstOfWritesIsOneReadingOrTwoAndTheSameContentNone() throws IOException {
    Path file = Files.writeString(folder.resolve("s.yaml"), "begin");
    watch(file);
    for (int i = 0; i < 500; i++) {
      Files.writeString(file, "write " + i);
    }
    awaitRead("write 499");
    assertThat(read.size()).isLessThan(8);
    int readings = read.size();
    long looks = watcher.newest().orElseThrow().times();
    Files.writeString(file, "write 499");
    Await.until("it looked again", SOON, () -> watcher.newest().orElseThrow().times() > looks);
    assertThat(read).hasSize(readings);
  }

  @Test
  void whatIsNoFileIsRefusedAndNeverWaitedFor() throws IOException {
    Path file = folder.resolve("s.yaml");
    watch(file);
    assertThat(newest()).isEqualTo("the file does not exist");
    Files.createDirectory(file);
    awaitRead("there is no *.yaml or *.yml file in this folder");
  }
}
