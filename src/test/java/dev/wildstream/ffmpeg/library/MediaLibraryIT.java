package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.StreamName;
import dev.wildstream.ffmpeg.Samples;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.ffmpeg.Tools;
import dev.wildstream.ffmpeg.Until;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Wake;
import dev.wildstream.memory.json.JsonProbedMedia;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real files, looked up and probed. */
class MediaLibraryIT {

  private static final StreamName STREAM = new StreamName("wild-tv");
  private static final RealClock CLOCK = new RealClock();
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path media;

  static List<Tools> tools() {
    return Tools.all();
  }

  @BeforeAll
  static void makeMedia() throws Exception {
    Samples samples = new Samples(media);
    samples.make("six.mp4", 6, 6);
    samples.copy("six.mp4", "six.mkv", 1);
    samples.copy("six.mp4", "six.ts", 1);
    samples.make("silent.mp4", 3, 3, "-an");
    samples.make("sound.mp4", 3, 3, "-vn");
    samples.cut("six.mp4", "moovless.mp4", 50);
    Files.writeString(media.resolve("text.mp4"), "this is no video");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void itemsAreLookedUpAndProbed(Tools tools, @TempDir Path folder) throws Exception {
    try (MediaLibrary library = library(tools.search(), folder)) {
      List<PlaylistEntry> entries =
          List.of(
              new PlaylistEntry.Found("six.*", media),
              new PlaylistEntry.Literal(
                  media.resolve("six.mp4"),
                  new PlaylistEntry.Cut(Duration.ofSeconds(3), Optional.empty()),
                  2));
      try (var files = Files.newDirectoryStream(media)) {
        for (Path file : files) {
          Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
        }
      }
      Playlist playlist = new Playlist(entries, Playlist.Order.LISTED, new Playlist.Laps.Forever());
      Wants.ListingRequest request = new Wants.ListingRequest("digest", playlist, CLOCK.steady());
      library.want(
          STREAM,
          new Wants(
              Optional.empty(),
              Optional.of(request),
              List.of(),
              Optional.empty(),
              Optional.empty()));
      Listing listing = Until.present(SOON, "a listing", () -> library.view(STREAM).listing());
      assertThat(listing.items())
          .extracting(i -> Path.of(i.path()).getFileName().toString())
          .containsExactly("six.mkv", "six.mp4", "six.ts", "six.mp4");

      List<MediaView.Source> sources = new ArrayList<>();
      for (String name :
          List.of(
              "six.mp4",
              "six.mkv",
              "six.ts",
              "silent.mp4",
              "sound.mp4",
              "moovless.mp4",
              "text.mp4",
              "gone.mp4")) {
        sources.add(new MediaView.Source(media.resolve(name).toString(), Duration.ZERO));
      }
      for (String name : List.of("six.mp4", "six.mkv", "six.ts")) {
        sources.add(new MediaView.Source(media.resolve(name).toString(), Duration.ofSeconds(3)));
      }
      library.want(
          STREAM,
          new Wants(
              Optional.empty(), Optional.of(request), sources, Optional.empty(), Optional.empty()));
      Until.holds(
          SOON, "all facts", () -> library.view(STREAM).facts().keySet().containsAll(sources));
      Map<MediaView.Source, MediaFacts> facts = library.view(STREAM).facts();

      assertThat(playable(facts, sources.get(0)).duration().orElseThrow())
          .isBetween(Duration.ofMillis(5_990), Duration.ofMillis(6_030));
      MediaFacts.Video video = playable(facts, sources.get(0)).video().orElseThrow();
      assertThat(video.codec() + video.size() + video.rate()).isEqualTo("h264320x18025");
      assertThat(video.lead()).isEqualTo(Duration.ofMillis(80));
      MediaFacts.Audio audio = playable(facts, sources.get(0)).audio().orElseThrow();
      assertThat(audio.codec() + audio.sampleRate() + audio.channels()).isEqualTo("aac480002");
      assertThat(audio.lead()).isBetween(Duration.ofMillis(20), Duration.ofMillis(22));
      assertThat(playable(facts, sources.get(1)).video().orElseThrow().lead())
          .isBetween(Duration.ofMillis(55), Duration.ofMillis(85));
      assertThat(playable(facts, sources.get(3)).audio()).isEmpty();
      assertThat(playable(facts, sources.get(4)).video()).isEmpty();
      assertThat(why(facts, sources.get(5)))
          .isEqualTo("moov atom not found: the file is incomplete or no MP4");
      assertThat(why(facts, sources.get(6))).contains("moov atom not found");
      assertThat(why(facts, sources.get(7))).isEqualTo("no such file");
      for (int i = 8; i < 11; i++) {
        assertThat(playable(facts, sources.get(i)).keyframe())
            .isBetween(Duration.ofMillis(2_000), Duration.ofMillis(2_030));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tools")
  void theNextHubProbesOnlyWhatChanged(Tools tools, @TempDir Path folder) throws Exception {
    Path same = Files.copy(media.resolve("six.mp4"), folder.resolve("same.mp4"));
    Path touched = Files.copy(media.resolve("six.mp4"), folder.resolve("touched.mp4"));
    List<MediaView.Source> sources =
        List.of(
            new MediaView.Source(same.toString(), Duration.ZERO),
            new MediaView.Source(same.toString(), Duration.ofSeconds(3)),
            new MediaView.Source(touched.toString(), Duration.ZERO));
    Map<MediaView.Source, MediaFacts> before = facts(tools.search(), folder, sources);
    assertThat(before.values()).hasOnlyElementsOfType(MediaFacts.Playable.class);
    Files.setLastModifiedTime(touched, FileTime.from(Instant.now().minusSeconds(60)));

    ToolSearch failing =
        new ToolSearch(
            Optional.of(tools.ffmpeg()),
            Optional.of(Path.of("/bin/false")),
            Optional.empty(),
            "",
            ToolSearch.Preference.INSTALLED);
    Map<MediaView.Source, MediaFacts> after = facts(failing, folder, sources);
    assertThat(after.get(sources.get(0))).isEqualTo(before.get(sources.get(0)));
    assertThat(after.get(sources.get(1))).isEqualTo(before.get(sources.get(1)));
    assertThat(after.get(sources.get(2))).isInstanceOf(MediaFacts.Unplayable.class);
  }

  /** What a hub with this runtime folder knows in the end. */
  private static Map<MediaView.Source, MediaFacts> facts(
      ToolSearch search, Path runtime, List<MediaView.Source> sources) throws Exception {
    try (MediaLibrary library = library(search, runtime)) {
      library.want(
          STREAM,
          new Wants(
              Optional.empty(), Optional.empty(), sources, Optional.empty(), Optional.empty()));
      Until.holds(
          SOON, "all facts", () -> library.view(STREAM).facts().keySet().containsAll(sources));
      Until.holds(
          SOON,
          "they are kept",
          () -> new JsonProbedMedia(runtime).load().size() >= sources.size() - 1);
      return library.view(STREAM).facts();
    }
  }

  private static MediaLibrary library(ToolSearch search, Path runtime) {
    return new MediaLibrary(
        runtime, search, List.of(), new JsonProbedMedia(runtime), CLOCK, Wake.real());
  }

  private static MediaFacts.Playable playable(
      Map<MediaView.Source, MediaFacts> facts, MediaView.Source source) {
    assertThat(facts.get(source)).isInstanceOf(MediaFacts.Playable.class);
    return (MediaFacts.Playable) facts.get(source);
  }

  private static String why(Map<MediaView.Source, MediaFacts> facts, MediaView.Source source) {
    return ((MediaFacts.Unplayable) facts.get(source)).why();
  }
}
