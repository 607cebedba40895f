package dev.wildstream.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.real.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which the files change takes effect once, on a real file system. */
class RevisionWatcherTest {

  /** Generous, since the machine may be busy; the poll alone would take 5 s. */
  private static final Duration SOON = Duration.ofSeconds(4);

  @TempDir Path folder;

  private Watched watched;

  private void watch(Path path) {
    watched = new Watched(path);
  }

  private void awaitRead(String text) {
    Await.until(
        "it reads " + text, SOON, () -> newest().equals(text), () -> "read " + watched.read);
  }

  private String newest() {
    return watched.text();
  }

  @AfterEach
  void close() {
    watched.close();
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
    assertThat(watched.read.size()).isLessThan(8);
    int readings = watched.read.size();
    long looks = watched.newest().times();
    Files.writeString(file, "write 499");
    Await.until("it looked again", SOON, () -> watched.newest().times() > looks);
    assertThat(watched.read).hasSize(readings);
  }

  @Test
  void halfOfAFileIsNotWhatAStartFinds() throws Exception {
    Path file = folder.resolve("s.yaml");
    OutputStream writer = Files.newOutputStream(file);
    writer.write("ha".getBytes(StandardCharsets.UTF_8));
    Thread rest =
        Thread.ofPlatform()
            .start(() -> {
              Await.pass(Duration.ofMillis(300));
              try (writer) {
                writer.write("lf".getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    watch(file);
    rest.join();
    assertThat(watched.read).containsExactly("half");
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
