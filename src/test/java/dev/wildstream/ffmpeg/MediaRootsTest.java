package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The last look before an item is read. */
class MediaRootsTest {

  @TempDir Path folder;

  @Test
  void aLinkThatLeadsElsewhereSinceItWasListedIsNotRead() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("in"));
    Path item = inside.resolve("item.mp4");
    Path film = Files.writeString(inside.resolve("film.mp4"), "film");
    Path secret = Files.writeString(folder.resolve("secret.mp4"), "secret");
    MediaRoots roots = new MediaRoots(List.of(folder.resolve("none"), inside));
    Files.createSymbolicLink(item, film);
    assertThatCode(() -> roots.admit(item, Runnable::run)).doesNotThrowAnyException();
    Files.delete(item);
    Files.createSymbolicLink(item, secret);
    assertThatThrownBy(() -> roots.admit(item, Runnable::run))
        .isInstanceOf(MediaRoots.Outside.class)
        .hasMessage(MediaRoots.OUTSIDE);
    assertThatThrownBy(() -> roots.admit(inside.resolve("../secret.mp4"), Runnable::run))
        .hasMessage(MediaRoots.OUTSIDE);
    Files.delete(item);
    assertThatThrownBy(() -> roots.admit(item, Runnable::run))
        .hasMessageStartingWith("cannot be found: ");
    assertThatCode(() -> MediaRoots.ANYWHERE.admit(secret, Runnable::run))
        .doesNotThrowAnyException();
  }

  @Test
  void aFileSystemThatDoesNotAnswerIsNotWaitedForForEver() {
    MediaRoots roots = new MediaRoots(List.of(folder));
    assertThatThrownBy(() -> roots.admit(folder.resolve("a.mp4"), never -> {}))
        .hasMessage("is on a file system that does not answer");
  }
}
