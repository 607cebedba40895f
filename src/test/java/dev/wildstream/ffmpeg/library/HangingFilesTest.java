package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.ffmpeg.Until;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.observed.Listing.Listed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File systems that do not answer, and what goes on all the same. */
class HangingFilesTest {

  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private final HangingCalls calls = new HangingCalls();
  private final SettableClock clock = new SettableClock();
  private final Reach reach = new Reach(calls, PATIENCE, clock);
  private final PlaylistLookup lookup =
      new PlaylistLookup(clock, reach, new Admission(reach, List.of()));
  private Path folder;
  private Path dead;

  @BeforeEach
  void prepare() throws IOException {
    folder = temporary.toRealPath();
    dead = folder.resolve("dead");
    files("dead/a.mp4", "dead/b.mp4", "healthy/c.mp4");
    Files.createSymbolicLink(folder.resolve("healthy/link.mp4"), dead.resolve("a.mp4"));
    Files.createSymbolicLink(folder.resolve("healthy/sub"), Path.of("../dead"));
    calls.mount(dead, 2);
  }

  @AfterEach
  void end() {
    calls.goOn();
    reach.close();
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "abc");
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
  }

  private Look look(String name) {
    return reach.look(folder.resolve(name));
  }

  private List<Listed> listed(String... texts) {
    List<PlaylistEntry> entries = new ArrayList<>();
    for (String text : texts) {
      entries.add(new PlaylistEntry.Found(text, folder));
    }
    return lookup.look(entries);
  }

  private List<String> names(List<Listed> items) {
    return items.stream().map(i -> folder.relativize(Path.of(i.path())).toString()).toList();
  }

  @Test
  void howeverManyFilesLieOnADeadFileSystemItHoldsOneThread() {
    calls.hang(dead);
    List<Path> paths = new ArrayList<>(List.of(folder.resolve("healthy/c.mp4")));
    for (int i = 0; i < 1_000; i++) {
      paths.add(dead.resolve("folder-" + i).resolve("file.mp4"));
    }
    Map<Path, Look> looks = reach.look(paths);
    assertThat(looks.get(paths.getFirst()).isFile()).isTrue();
    assertThat(looks.values().stream().filter(Look::isUnanswered)).hasSize(1_000);
    assertThat(calls.waiting()).isEqualTo(1);
    calls.goOn();
    Until.holds(SOON, "it answers", () -> look("dead/a.mp4").isFile());
    assertThat(calls.waiting()).isZero();
  }

  @Test
  void behindASymbolicLinkTheFileSystemItLeadsToIsTheDeadOne() {
    calls.hang(dead);
    assertThat(look("healthy/link.mp4").isUnanswered()).isTrue();
    assertThat(look("healthy/sub/b.mp4").isUnanswered()).isTrue();
    assertThat(look("healthy/sub/../dead/b.mp4").isUnanswered()).isTrue();
    assertThat(look("healthy/c.mp4").isFile()).isTrue();
    assertThat(calls.waiting()).isEqualTo(1);
  }

  @Test
  void linksAreFollowedAsTheKernelDoes() throws IOException {
    assertThat(look("healthy/link.mp4").found().real()).isEqualTo(dead.resolve("a.mp4"));
    assertThat(look("healthy/sub/b.mp4").found().real()).isEqualTo(dead.resolve("b.mp4"));
    assertThat(look("healthy/sub/../healthy/c.mp4").isFile()).isTrue();
    assertThat(look("healthy/c.mp4/x")).isInstanceOf(Look.Failed.class);
    assertThat(((Look.Failed) look("gone")).why()).isInstanceOf(NoSuchFileException.class);
    Files.createSymbolicLink(folder.resolve("circle"), Path.of("circle"));
    assertThat(((Look.Failed) look("circle")).why())
        .isInstanceOf(java.nio.file.FileSystemLoopException.class);
    assertThat(reach.look(Path.of("/")).isFolder()).isTrue();
  }

  @Test
  void aFolderThatHangsKeepsItsFilesAndTheOthersAreRead() throws IOException {
    assertThat(names(listed("dead", "healthy/*.mp4")))
        .containsExactly("dead/a.mp4", "dead/b.mp4", "healthy/c.mp4", "healthy/link.mp4");
    calls.hang(dead);
    files("healthy/d.mp4");
    List<Listed> items = listed("dead", "dead/a*", "healthy/*.mp4");
    assertThat(names(items))
        .containsExactly(
            "dead/a.mp4",
            "dead/b.mp4",
            "dead/a*",
            "healthy/c.mp4",
            "healthy/d.mp4",
            "healthy/link.mp4");
    assertThat(items.get(0).trouble()).isEmpty();
    assertThat(items.get(2).trouble()).contains("its file system does not answer");
    assertThat(items.get(5).trouble()).contains("its file system does not answer");
    files("dead/e.mp4");
    calls.goOn();
    Until.holds(SOON, "it is listed", () -> names(listed("dead")).size() == 3);
  }

  @Test
  void aListOfFilesAndAFileThatHangAreInTroubleAndTheOthersAreNot() throws IOException {
    Files.writeString(folder.resolve("list.m3u"), "dead/a.mp4\nhealthy/c.mp4\n");
    Files.setLastModifiedTime(folder.resolve("list.m3u"), FileTime.from(Instant.EPOCH));
    calls.hang(dead);
    List<Listed> items = listed("list.m3u", "dead/b.mp4", "healthy/c.mp4");
    assertThat(items.stream().map(item -> item.trouble().isPresent()))
        .containsExactly(true, false, true, false);
    assertThat(items.get(2).trouble()).contains("its file system does not answer");
  }

  @Test
  void aLongRowOfSlowCallsIsNoHang() throws IOException {
    for (int i = 0; i < 300; i++) {
      files("large/" + i + ".mp4");
    }
    calls.slow(() -> LockSupport.parkNanos(2_000_000));
    assertThat(listed("large")).hasSize(300).allMatch(item -> item.trouble().isEmpty());
  }

  @Test
  void oneThatFailsAfterALongTimeIsWellAgainOnceItAnswersInTime() {
    calls.hang(dead);
    assertThat(look("dead/a.mp4").isUnanswered()).isTrue();
    List<Integer> tries = java.util.Collections.synchronizedList(new ArrayList<>());
    calls.slow(() -> {
      tries.add(1);
      clock.pass(PATIENCE);
      LockSupport.parkNanos(1_000_000);
    });
    calls.goOn();
    Until.holds(SOON, "it is tried by itself", () -> tries.size() > 5);
    calls.slow(() -> {});
    Until.holds(SOON, "it answers", () -> look("dead/a.mp4").isFile());
  }

  @Test
  void whatIsMountedAnewInItsPlaceIsAskedWhileTheOldOneHangsOn() throws IOException {
    files("dead/new/a.mp4");
    calls.mount(dead.resolve("new"), 3);
    calls.hang(dead.resolve("new"));
    assertThat(look("dead/new/a.mp4").isUnanswered()).isTrue();
    calls.hang(dead.resolve("nowhere"));
    calls.mount(dead.resolve("new"), 4);
    clock.pass(Duration.ofSeconds(1));
    assertThat(look("dead/new/a.mp4").isUnanswered()).isTrue();
    assertThat(calls.waiting()).as("asked, and hangs too").isEqualTo(2);
  }

  @Test
  void ofFortyDeadFileSystemsThirtyTwoHoldAThreadAndHealthyOnesInUseAreRead() throws IOException {
    assertThat(look("healthy/c.mp4").isFile()).isTrue();
    for (int i = 0; i < 40; i++) {
      files("many/" + i + "/x.mp4");
      calls.mount(folder.resolve("many/" + i), 100 + i);
      calls.hang(folder.resolve("many/" + i));
    }
    clock.pass(Duration.ofSeconds(1));
    Reach hasty = new Reach(calls, Duration.ofMillis(40), clock);
    assertThat(hasty.look(folder.resolve("healthy/c.mp4")).isFile()).isTrue();
    for (int i = 0; i < 40; i++) {
      assertThat(hasty.look(folder.resolve("many/" + i + "/x.mp4")).isUnanswered()).isTrue();
    }
    assertThat(calls.waiting()).isEqualTo(32);
    assertThat(hasty.look(folder.resolve("healthy/c.mp4")).isFile()).isTrue();
    calls.goOn();
    Until.holds(SOON, "all", () -> hasty.look(folder.resolve("many/39/x.mp4")).isFile());
  }

  @Test
  void aMountPointsNameMayHoldBlanks() {
    Mounts mounts =
        Mounts.of(
            List.of(
                "1 0 0:1 / / rw - ext4 a rw",
                "7 1 0:2 / /a\\040b rw,x shared:1 - nfs host:/ rw",
                "9 1 0:2 / /a\\040b/d\\303\\244 rw - nfs host:/ rw"));
    assertThat(mounts.of(Path.of("/a b/c")).number()).isEqualTo("7");
    assertThat(mounts.of(Path.of("/a bc")).number()).isEqualTo("1");
    assertThat(mounts.isPoint(Path.of("/a b"))).isTrue();
    assertThat(mounts.of(Path.of("/a b/d\u00e4")).number()).isEqualTo("9");
  }
}
