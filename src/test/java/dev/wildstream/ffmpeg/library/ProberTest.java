package dev.wildstream.ffmpeg.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.ffmpeg.Until;
import dev.wildstream.loop.RealClock;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be read, and how many of them are waited for. */
class ProberTest {

  private static final Duration PATIENCE = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path temporary;

  private final HangingCalls calls = new HangingCalls();
  private final RealClock clock = new RealClock();
  private final Reach reach = new Reach(calls, Duration.ofSeconds(10), clock);
  private final KnownFacts known = new KnownFacts();
  private final Prober prober =
      new Prober(
          new ToolSearch(
              Optional.of(Path.of("/bin/false")),
              Optional.of(Path.of("/bin/false")),
              Optional.empty(),
              "",
              ToolSearch.Preference.INSTALLED),
          reach,
          new Admission(reach, List.of()),
          calls,
          known,
          PATIENCE,
          clock,
          question -> true,
          () -> {});
  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = temporary.toRealPath();
    calls.mount(Files.createDirectories(folder.resolve("dead")), 2);
  }

  @AfterEach
  void end() {
    calls.goOn();
    prober.close();
    reach.close();
  }

  private KnownFacts.Question ask(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "abc");
    KnownFacts.Question question =
        new KnownFacts.Question(
            new MediaView.Source(file.toString(), Duration.ZERO), new FileStamp(3, Instant.EPOCH));
    prober.ask(question);
    return question;
  }

  private boolean isSilent(KnownFacts.Question question) {
    return known
        .of(question)
        .filter(facts ->
            facts instanceof MediaFacts.Unplayable(var stamp, String why)
                && why.equals(DoesNotAnswer.WHY))
        .isPresent();
  }

  @Test
  void ofOneFileSystemTwoFilesAreWaitedForWheneverTheyWereAsked() throws IOException {
    calls.hangReads(folder.resolve("dead"));
    KnownFacts.Question first = ask("dead/1.mp4");
    Until.holds(SOON, "the first is given up", () -> isSilent(first));
    KnownFacts.Question last = first;
    for (int i = 2; i <= 6; i++) { // two at a time begin while one is left aside
      last = ask("dead/" + i + ".mp4");
    }
    KnownFacts.Question healthy = ask("healthy/a.mp4");
    Until.holds(SOON, "the others go on", () -> known.of(healthy).isPresent());
    KnownFacts.Question sixth = last;
    Until.holds(
        SOON,
        "the last is told",
        () -> {
          prober.ask(sixth);
          return isSilent(sixth);
        });
    assertThat(calls.waiting()).isEqualTo(2);
  }

  @Test
  void aFileThatAnswersAfterAllIsAskedAgain() throws IOException {
    calls.hangReads(folder.resolve("dead"));
    KnownFacts.Question question = ask("dead/1.mp4");
    Until.holds(SOON, "it is given up", () -> isSilent(question));
    calls.goOn();
    Until.holds(
        SOON,
        "it is probed",
        () -> {
          prober.ask(question);
          return !isSilent(question);
        });
    assertThat(calls.waiting()).isZero();
  }
}
