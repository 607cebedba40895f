package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.StreamName;
import dev.wildstream.ffmpeg.Samples;
import dev.wildstream.ffmpeg.Tools;
import dev.wildstream.ffmpeg.Until;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.memory.json.JsonProbedMedia;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.real.HangingMount;
import dev.wildstream.reconcile.Wants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that really hangs, in the kernel, where nothing can be killed. */
class HangingMountIT {

  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final Duration SOON = Duration.ofSeconds(20);

  /** What an item on a healthy disk may be late: the patience, and as much for a busy machine. */
  private static final Duration LATE = Duration.ofSeconds(4);

  /** Within this all is well again. */
  private static final Duration BACK = Duration.ofSeconds(10);

  @TempDir Path folder;

  private final RealClock clock = new RealClock();
  private HangingMount mount;
  private MediaLibrary library;

  @BeforeEach
  void mount() throws Exception {
    Path shown = Files.createDirectories(folder.resolve("shown"));
    Path healthy = Files.createDirectories(folder.resolve("healthy"));
    Samples samples = new Samples(shown);
    for (String name : List.of("a.mp4", "b.mp4", "c.mp4", "d.mp4")) {
      Path file = samples.make(name, 2, 2);
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
      Files.copy(file, healthy.resolve(name));
      Files.setLastModifiedTime(healthy.resolve(name), FileTime.from(Instant.EPOCH));
    }
    mount = new HangingMount(folder.resolve("mount"), shown);
    library =
        new MediaLibrary(
            folder.resolve("run"),
            Tools.broughtAlong().search(),
            List.of(),
            new JsonProbedMedia(folder),
            clock,
            Wake.real());
  }

  @AfterEach
  void unmount() {
    library.close();
    mount.close();
  }

  private MediaView.Source source(String file) {
    return new MediaView.Source(folder.resolve(file).toString(), Duration.ZERO);
  }

  private List<MediaView.Source> all(String place) {
    return List.of(
        source(place + "/a.mp4"),
        source(place + "/b.mp4"),
        source(place + "/c.mp4"),
        source(place + "/d.mp4"));
  }

  private void want(List<MediaView.Source> facts, String... entries) {
    List<PlaylistEntry> found = new ArrayList<>();
    for (String entry : entries) {
      found.add(new PlaylistEntry.Found(entry, folder));
    }
    Playlist playlist = new Playlist(found, Playlist.Order.LISTED, new Playlist.Laps.Forever());
    String digest = String.join(" ", entries);
    library.want(
        STREAM,
        new Wants(
            Optional.empty(),
            Optional.of(new Wants.ListingRequest(digest, playlist, clock.steady())),
            facts,
            Optional.empty(),
            Optional.empty()));
  }

  private boolean arePlayable(List<MediaView.Source> sources) {
    return sources.stream()
        .allMatch(s -> library.view(STREAM).facts().get(s) instanceof MediaFacts.Playable);
  }

  private boolean areSilent(List<MediaView.Source> sources) {
    return sources.stream()
        .allMatch(s ->
            library.view(STREAM).facts().get(s)
                    instanceof MediaFacts.Unplayable(var stamp, String why)
                && why.equals("its file system does not answer"));
  }

  private List<String> listed(Instant notBefore) {
    return library
        .view(STREAM)
        .listing()
        .filter(listing -> !listing.asOf().isBefore(notBefore))
        .map(Listing::items)
        .orElse(List.of())
        .stream()
        .map(item ->
            folder.relativize(Path.of(item.path()))
                + item.trouble().map(why -> ": " + why).orElse(""))
        .toList();
  }

  private static List<MediaView.Source> both(
      List<MediaView.Source> some, List<MediaView.Source> others) {
    List<MediaView.Source> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  private long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("files-" + folder.resolve("mount")))
        .count();
  }

  @Test
  void theFilesOnItAreSilentAllOthersArePlayedAndItComesBackByItself() throws Exception {
    List<MediaView.Source> here = all("healthy");
    List<MediaView.Source> there = all("mount");
    want(both(there, here), "mount", "healthy");
    Until.holds(SOON, "all known", () -> arePlayable(both(here, there)));
    Until.holds(SOON, "all listed", () -> listed(Instant.MIN).size() == 8);

    mount.hang();
    Files.copy(folder.resolve("healthy/a.mp4"), folder.resolve("healthy/e.mp4"));
    Files.setLastModifiedTime(folder.resolve("healthy/e.mp4"), FileTime.from(Instant.EPOCH));
    Instant hung = clock.steady();
    List<MediaView.Source> later = new ArrayList<>(both(there, here));
    later.add(source("healthy/e.mp4"));
    want(later, "mount", "healthy", "mount/*.mkv");
    Until.holds(
        LATE,
        "the listing",
        () ->
            listed(hung)
                .equals(
                    List.of(
                        "mount/a.mp4",
                        "mount/b.mp4",
                        "mount/c.mp4",
                        "mount/d.mp4",
                        "healthy/a.mp4",
                        "healthy/b.mp4",
                        "healthy/c.mp4",
                        "healthy/d.mp4",
                        "healthy/e.mp4",
                        "mount/*.mkv: its file system does not answer")));
    Until.holds(LATE, "they are silent", () -> areSilent(there));
    Until.holds(LATE, "a new one is probed", () -> arePlayable(List.of(source("healthy/e.mp4"))));
    assertThat(arePlayable(here)).isTrue();
    for (int i = 0; i < 5; i++) {
      Instant now = clock.steady();
      want(later, "mount", "healthy", "mount/*.mkv");
      Until.holds(Duration.ofSeconds(1), "now at once", () -> listed(now).size() == 10);
    }
    assertThat(threads()).isEqualTo(1);

    mount.goOn();
    Until.holds(BACK, "all is well", () -> arePlayable(later));
    Instant back = clock.steady();
    want(later, "mount", "healthy", "mount/*.mkv");
    Until.holds(SOON, "listed", () -> listed(back).contains("mount/*.mkv: no file matches"));
  }

  @Test
  void aFileThatCannotBeReadIsSilentAndThoseAfterItAreProbed() {
    mount.hangReads();
    List<MediaView.Source> here = all("healthy");
    List<MediaView.Source> there = all("mount");
    want(both(there, here), "healthy");
    Until.holds(SOON, "the others", () -> arePlayable(here));
    Until.holds(SOON, "they are silent", () -> areSilent(there));
    assertThat(ffprobes()).isZero();
    mount.goOn();
    Until.holds(BACK, "all is well", () -> arePlayable(both(here, there)));
  }

  @Test
  void anFfprobeThatHangsInTheKernelIsLeftAsideAndNotStartedAgain() {
    mount.hangLargeReads();
    List<MediaView.Source> here = all("healthy");
    List<MediaView.Source> there = all("mount");
    want(both(there, here), "healthy");
    Until.holds(SOON, "the others", () -> arePlayable(here));
    Until.holds(Duration.ofSeconds(40), "they are silent", () -> areSilent(there));
    assertThat(ffprobes()).isEqualTo(2L);
    List<Long> before = ffprobePids();
    Instant now = clock.steady();
    Until.holds(SOON, "asked again meanwhile", () -> clock.steady().isAfter(now.plusSeconds(7)));
    assertThat(ffprobePids()).isEqualTo(before);
    mount.goOn();
    Until.holds(BACK, "all is well", () -> arePlayable(both(here, there)));
    Until.holds(SOON, "it is gone", () -> ffprobes() == 0);
  }

  private static long ffprobes() {
    return ffprobePids().size();
  }

  private static List<Long> ffprobePids() {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("ffprobe"))
        .map(ProcessHandle::pid)
        .sorted()
        .toList();
  }
}
