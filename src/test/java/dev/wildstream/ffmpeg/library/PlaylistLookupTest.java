package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing.Listed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaylistLookupTest {

  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  @TempDir Path temporary;
  private Path folder;
  private final SettableClock clock = new SettableClock();
  private PlaylistLookup lookup;

  @BeforeEach
  void prepare() throws IOException {
    folder = temporary.toRealPath();
    lookup = lookup(List.of());
  }

  @Test
  void numbersInNamesCountByTheirValue() {
    List<String> wanted =
        List.of(
            "a/1.mp4",
            "a b/1.mp4",
            "Ep1.mp4",
            "ep01.mp4",
            "ep2.mp4",
            "EP10.mp4",
            "ep10b.mp4",
            "ep99999999999999999999.mp4",
            "ep100000000000000000000.mp4",
            "x.mp4");
    List<String> shuffled = new ArrayList<>(wanted);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.sort(NaturalOrder.OF_PATHS);
    assertThat(shuffled).isEqualTo(wanted);
  }

  @Test
  void aFolderIsItsMediaFilesInNaturalOrder() throws IOException {
    files("d/ep10.mp4", "d/ep2.MKV", "d/.hidden.mp4", "d/notes.txt", "d/sub/deep.mp4");
    files("d/ep1.mp4");
    assertThat(names(look("d"))).containsExactly("d/ep1.mp4", "d/ep2.MKV", "d/ep10.mp4");
    assertThat(look("d").getFirst().stamp()).contains(new FileStamp(3, LONG_AGO));
  }

  @Test
  void aFolderHasItsSoundsAndAPictureIsPlayedWhereItIsNamedOrMatched() throws IOException {
    files("d/1.mp3", "d/2.M4A", "d/3.flac", "d/4.opus", "d/5.wav", "d/6.mka", "d/7.ogg");
    files("d/cover.jpg", "d/picture.png", "d/notes.txt");
    assertThat(names(look("d")))
        .containsExactly(
            "d/1.mp3", "d/2.M4A", "d/3.flac", "d/4.opus", "d/5.wav", "d/6.mka", "d/7.ogg");
    assertThat(names(look("d/*.png", "d/cover.jpg")))
        .containsExactly("d/picture.png", "d/cover.jpg");
  }

  @Test
  void anOrderThatWasFoundOnceIsKeptAndNewFilesFindTheirPlaceInIt() throws IOException {
    files("d/ep3.mp4", "d/ep20.mp4", "d/ep100.mp4");
    look("d");
    files("d/ep1.mp4", "d/ep21.mp4", "d/ep4.mp4");
    Files.delete(folder.resolve("d/ep20.mp4"));
    assertThat(names(look("d")))
        .containsExactly("d/ep1.mp4", "d/ep3.mp4", "d/ep4.mp4", "d/ep21.mp4", "d/ep100.mp4");
  }

  @Test
  void patternsMeetNamesFoldersAndRangesAndNothingHidden() throws IOException {
    files("m/a1.mp4", "m/a2.mp4", "m/b.mov", "m/.h.mp4", "m/x/c.mp4", "m/x/y/d.mp4", "m/.z/e.mp4");
    assertThat(names(look("m/*.mp4"))).containsExactly("m/a1.mp4", "m/a2.mp4");
    assertThat(names(look("m/a[2-9].mp4"))).containsExactly("m/a2.mp4");
    assertThat(names(look("m/a[!2].mp4"))).containsExactly("m/a1.mp4");
    assertThat(names(look("m/?.m*"))).containsExactly("m/b.mov");
    assertThat(names(look("m/**/*.mp4")))
        .containsExactly("m/a1.mp4", "m/a2.mp4", "m/x/c.mp4", "m/x/y/d.mp4");
    assertThat(names(look("*/x/*.mp4"))).containsExactly("m/x/c.mp4");
    assertThat(names(look(folder + "/m/x/../*.mov"))).containsExactly("m/b.mov");
    assertThat(names(look("m/**"))).hasSize(5);
  }

  @Test
  void anExistingPathIsTakenLiterallyEvenWithBrackets() throws IOException {
    files("a[1].mp4", "a1.mp4", "what?.mp4");
    assertThat(names(look("a[1].mp4"))).containsExactly("a[1].mp4");
    assertThat(names(look("what?.mp4"))).containsExactly("what?.mp4");
    Files.delete(folder.resolve("a[1].mp4"));
    assertThat(names(look("a[1].mp4"))).containsExactly("a1.mp4");
  }

  @Test
  void aListOfFilesIsReadAsPlayersWriteIt() throws IOException {
    files("l/one.mp4", "l/zwei \u00e4.mp4");
    String text =
        "\uFEFF#EXTM3U\r\n#EXTINF:12,One\r\none.mp4\r\n\r\n  zwei \u00e4.mp4\r\n"
            + folder
            + "/l/one.mp4\r\nhttp://host/secret?x=y\r\ngone.mp4";
    Files.writeString(folder.resolve("l/list.m3u8"), text);
    List<Listed> items = look("l/list.m3u8");
    assertThat(names(items.subList(0, 3)))
        .containsExactly("l/one.mp4", "l/zwei \u00e4.mp4", "l/one.mp4");
    assertThat(items.get(3).path()).isEqualTo("http://***");
    assertThat(items.get(3).trouble()).contains("is a network address; only files can be played");
    assertThat(items.get(4).trouble()).contains("no such file");
    Files.write(
        folder.resolve("l/old.m3u"), "zwei \u00e4.mp4".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(names(look("l/old.m3u"))).containsExactly("l/zwei \u00e4.mp4");
    Files.writeString(folder.resolve("l/hls.m3u8"), "#EXTM3U\n#EXT-X-VERSION:3\nx.ts");
    assertTrouble(
        "l/hls.m3u8", "is an HLS playlist, not a list of files; name the files themselves");
    Files.writeString(folder.resolve("l/none.m3u"), "#EXTM3U\n");
    assertTrouble("l/none.m3u", "the list names no file");
  }

  @Test
  void whatIsNotThereSaysWhichAndWhy() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertTrouble("empty", "the folder has no media file");
    assertTrouble("empty/*.mp4", "no file matches");
    assertTrouble("gone.mp4", "no such file");
    assertTrouble("gone/*.mp4", "no such file");
    PlaylistEntry.Cut cut =
        new PlaylistEntry.Cut(Duration.ofSeconds(5), Optional.of(Duration.ofSeconds(9)));
    Listed literal =
        lookup.look(List.of(new PlaylistEntry.Literal(folder.resolve("*.mp4"), cut, 3))).getFirst();
    assertThat(literal)
        .isEqualTo(
            new Listed(
                folder + "/*.mp4",
                cut.start(),
                cut.end(),
                3,
                Optional.empty(),
                Optional.of("no such file")));
    assertThat(
            lookup
                .look(List.of(new PlaylistEntry.Literal(folder.resolve("empty"), cut, 1)))
                .getFirst()
                .trouble())
        .contains("is a folder");
  }

  @Test
  void aFileThatWasFoundJoinsOnceItHasNotChangedForTenSeconds() throws IOException {
    files("d/old.mp4");
    Path fresh = Files.writeString(folder.resolve("d/fresh.mp4"), "abc");
    Files.setLastModifiedTime(fresh, FileTime.from(clock.wall.minusSeconds(3)));
    assertThat(names(look("d"))).containsExactly("d/old.mp4");
    assertThat(names(look("d/fresh.mp4"))).containsExactly("d/fresh.mp4"); // named: at once
    pass(6);
    assertThat(names(look("d"))).containsExactly("d/old.mp4");
    pass(1);
    assertThat(names(look("d"))).containsExactly("d/fresh.mp4", "d/old.mp4");
    Files.setLastModifiedTime(fresh, FileTime.from(clock.wall));
    assertThat(names(look("d"))).containsExactly("d/fresh.mp4", "d/old.mp4"); // joined, stays
  }

  @Test
  void whoAsksWhatTheListWillBeIsToldOfFreshFilesToo() throws IOException {
    files("d/old.mp4");
    Path fresh = Files.writeString(folder.resolve("d/fresh.mp4"), "abc");
    Files.setLastModifiedTime(fresh, FileTime.from(clock.wall.minusSeconds(3)));
    Reach reach = new Reach(FileCalls.real(), Duration.ofSeconds(30), new RealClock());
    lookup =
        new PlaylistLookup(clock, reach, new Admission(reach, List.of()), Settling.Newcomers.JOIN);
    assertThat(names(look("d"))).containsExactly("d/fresh.mp4", "d/old.mp4");
  }

  @Test
  void aFileFromTheFutureJoinsOnceItWasSeenUnchangedForTenSeconds() throws IOException {
    files("d/future.mp4", "old.mp4");
    Files.setLastModifiedTime(
        folder.resolve("d/future.mp4"), FileTime.from(clock.wall.plus(Duration.ofDays(1))));
    assertThat(look("old.mp4", "d").getLast().trouble())
        .contains("its file was changed just now; they join once they have not changed for 10 s");
    pass(9);
    assertThat(look("old.mp4", "d").getLast().trouble()).isPresent();
    pass(1);
    assertThat(names(look("old.mp4", "d"))).containsExactly("old.mp4", "d/future.mp4");
  }

  @Test
  void whereAllFilesAreFreshTheFirstLookTakesThem() throws IOException {
    Files.createDirectories(folder.resolve("d"));
    Path fresh = Files.writeString(folder.resolve("d/fresh.mp4"), "abc");
    Files.setLastModifiedTime(fresh, FileTime.from(clock.wall.minusSeconds(3)));
    assertThat(names(look("d"))).containsExactly("d/fresh.mp4");
    Path later = Files.writeString(folder.resolve("d/later.mp4"), "abc");
    Files.setLastModifiedTime(later, FileTime.from(clock.wall));
    assertThat(names(look("d"))).containsExactly("d/fresh.mp4");
  }

  @Test
  void aFolderThatCannotBeReachedKeepsItsFiles() throws IOException {
    files("d/a.mp4", "d/b.mp4", "single.mp4");
    assertThat(names(look("d", "d/*.mp4", "single.mp4"))).hasSize(5);
    Files.move(folder.resolve("d"), folder.resolve("away"));
    Files.delete(folder.resolve("single.mp4"));
    for (int i = 0; i < 3; i++) {
      List<Listed> items = look("d", "d/*.mp4", "single.mp4");
      assertThat(names(items))
          .containsExactly("d/a.mp4", "d/b.mp4", "d/a.mp4", "d/b.mp4", "single.mp4");
      assertThat(items.getLast().trouble()).contains("no such file");
    }
    Files.move(folder.resolve("away"), folder.resolve("d"));
    Files.delete(folder.resolve("d/a.mp4"));
    assertThat(names(look("d", "d/*.mp4"))).containsExactly("d/b.mp4", "d/b.mp4");
  }

  @Test
  void outsideOfTheMediaRootsNothingIsPlayed() throws IOException {
    files("in/a.mp4", "out/b.mp4");
    Files.createSymbolicLink(folder.resolve("in/link.mp4"), folder.resolve("out/b.mp4"));
    lookup = lookup(List.of(folder.resolve("in"), folder.resolve("missing-root")));
    List<Listed> items = look("in", "out/b.mp4");
    assertThat(names(items)).containsExactly("in/a.mp4", "in/link.mp4", "out/b.mp4");
    assertThat(items.get(0).trouble()).isEmpty();
    for (Listed outside : items.subList(1, 3)) {
      assertThat(outside.trouble()).contains("is outside of the folders that --media-root allows");
    }
  }

  @Test
  void outsideOfTheMediaRootsNoNameAndNoLineIsTold() throws IOException {
    files("in/a.mp4", "in/sub/c.mp4", "out/b.mp4");
    Files.writeString(folder.resolve("out/list.m3u"), "secret.mp4\n");
    Files.writeString(folder.resolve("in/list.m3u"), "a.mp4\n../out/b.mp4\n/etc/passwd\n");
    Files.createSymbolicLink(folder.resolve("in/link.m3u"), folder.resolve("out/list.m3u"));
    Files.createSymbolicLink(folder.resolve("in/away"), folder.resolve("out"));
    lookup = lookup(List.of(folder.resolve("in")));
    String outside = "is outside of the folders that --media-root allows";
    for (String entry :
        List.of(
            "out",
            "out/*.mp4",
            "out/**",
            "in/../out/b.mp4",
            "in/../out/*.mp4",
            "out/list.m3u",
            "in/link.m3u",
            "in/away",
            "in/away/*",
            "in/away/b.mp4",
            "/etc/passwd")) {
      List<Listed> items = look(entry);
      assertThat(items).as(entry).hasSize(1);
      assertThat(items.getFirst().trouble()).as(entry).contains(outside);
      assertThat(items.getFirst().path()).as(entry).doesNotContain("secret");
    }
    List<Listed> listed = look("in/list.m3u");
    assertThat(listed.get(0).trouble()).isEmpty();
    assertThat(listed.subList(1, 3)).allSatisfy(i -> assertThat(i.trouble()).contains(outside));
    List<Listed> literal =
        lookup.look(
            List.of(
                new PlaylistEntry.Literal(
                    folder.resolve("in/../out/b.mp4"), PlaylistEntry.Cut.WHOLE, 1),
                new PlaylistEntry.Literal(
                    folder.resolve("in/sub/../a.mp4"), PlaylistEntry.Cut.WHOLE, 1)));
    assertThat(literal.get(0).trouble()).contains(outside);
    assertThat(literal.get(1).trouble()).isEmpty();
    assertThat(names(look("*/*.mp4").stream().filter(i -> i.trouble().isEmpty()).toList()))
        .as("a pattern that begins above a root finds what is inside")
        .containsExactly("in/a.mp4");
  }

  @Test
  void whatOnlyALinkCallsAListTellsNoneOfItsLines() throws IOException {
    Files.writeString(folder.resolve("key"), "aaaa-bbbb-cccc\n");
    Files.createSymbolicLink(folder.resolve("list.m3u8"), folder.resolve("key"));
    assertTrouble("list.m3u8", "is a list by its name alone, and a link to a file of another kind");
  }

  private PlaylistLookup lookup(List<Path> roots) {
    Reach reach = new Reach(FileCalls.real(), Duration.ofSeconds(30), new RealClock());
    return new PlaylistLookup(clock, reach, new Admission(reach, roots));
  }

  private void pass(int seconds) {
    clock.pass(Duration.ofSeconds(seconds));
  }

  private List<Listed> look(String... texts) {
    return lookup.look(
        Arrays.stream(texts)
            .map(text -> (PlaylistEntry) new PlaylistEntry.Found(text, folder))
            .toList());
  }

  private List<String> names(List<Listed> items) {
    return items.stream().map(i -> folder.relativize(Path.of(i.path())).toString()).toList();
  }

  private void assertTrouble(String entry, String why) {
    List<Listed> items = look(entry);
    assertThat(items).hasSize(1);
    assertThat(items.getFirst().path()).isEqualTo(folder + "/" + entry);
    assertThat(items.getFirst().trouble()).contains(why);
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "abc");
      Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }
  }
}
