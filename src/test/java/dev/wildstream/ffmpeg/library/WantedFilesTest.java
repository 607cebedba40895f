package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.Until;
import dev.wildstream.loop.SettableClock;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose facts are wanted without a listing, as a standby file's are. */
class WantedFilesTest {

  private static final String OUTSIDE = "is outside of the folders that --media-root allows";

  @TempDir Path temporary;

  private final SettableClock clock = new SettableClock();
  private final HangingCalls calls = new HangingCalls();
  private final Reach reach = new Reach(calls, Duration.ofMillis(200), clock);
  private final KnownFacts known = new KnownFacts();
  private final List<KnownFacts.Question> asked = new ArrayList<>();
  private int changes;
  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = temporary.toRealPath();
    for (String name : List.of("in/a.mp4", "out/b.mp4", "in-side/c.mp4")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "abc");
    }
    Files.createSymbolicLink(folder.resolve("in/link.mp4"), folder.resolve("out/b.mp4"));
    Files.createSymbolicLink(folder.resolve("into"), folder.resolve("in"));
  }

  private StreamMedia media(Path... roots) {
    Admission admission = new Admission(reach, List.of(roots));
    PlaylistLookup lookup = new PlaylistLookup(clock, reach, admission);
    return new StreamMedia(lookup, reach, admission, known, clock);
  }

  private MediaView.Source source(String name) {
    return new MediaView.Source(folder.resolve(name).toString(), Duration.ZERO);
  }

  private Optional<String> why(StreamMedia media, String name) {
    media.want(
        new Wants(
            Optional.empty(),
            Optional.empty(),
            List.of(source(name)),
            Optional.empty(),
            Optional.empty()));
    media.work(asked::add, () -> changes++);
    return Optional.ofNullable(media.view().facts().get(source(name)))
        .map(facts -> ((MediaFacts.Unplayable) facts).why());
  }

  @Test
  void outsideOfTheMediaRootsNothingIsPlayedOrProbed() {
    StreamMedia media = media(folder.resolve("into"), folder.resolve("missing"));
    assertThat(why(media, "out/b.mp4")).contains(OUTSIDE);
    assertThat(why(media, "in/link.mp4")).contains(OUTSIDE);
    assertThat(why(media, "in-side/c.mp4")).contains(OUTSIDE);
    assertThat(why(media, "in/../out/b.mp4")).contains(OUTSIDE);
    assertThat(asked).isEmpty();
    assertThat(why(media, "in/a.mp4")).isEmpty();
    assertThat(why(media, "into/a.mp4")).isEmpty();
    assertThat(asked).hasSize(2);
  }

  @Test
  void whatIsNoFileIsNotProbed() {
    assertThat(why(media(), "in")).contains("is a folder");
    assertThat(why(media(), "gone.mp4")).contains("no such file");
    assertThat(why(media(), "/dev/null")).contains("is no file");
    assertThat(asked).isEmpty();
  }

  @Test
  void aRootThatDoesNotAnswerIsNotTakenForAnother() {
    calls.mount(folder.resolve("in"), 2);
    calls.hang(folder.resolve("in"));
    assertThat(why(media(folder.resolve("in")), "out/b.mp4"))
        .contains("its file system does not answer");
    calls.goOn();
    Until.holds(
        Duration.ofSeconds(20),
        "it answers",
        () -> why(media(folder.resolve("in")), "out/b.mp4").equals(Optional.of(OUTSIDE)));
  }

  @Test
  void aFileIsLookedAtOnceASecondAndAChangeIsTold() {
    StreamMedia media = media();
    List<Integer> looks = new ArrayList<>();
    assertThat(why(media, "gone.mp4")).isPresent();
    assertThat(changes).isEqualTo(1);
    calls.slow(() -> looks.add(1));
    clock.pass(Duration.ofMillis(999));
    assertThat(why(media, "gone.mp4")).isPresent();
    assertThat(looks).isEmpty();
    clock.pass(Duration.ofMillis(1));
    assertThat(why(media, "gone.mp4")).isPresent();
    assertThat(looks).isNotEmpty();
    assertThat(changes).isEqualTo(1);
  }
}
