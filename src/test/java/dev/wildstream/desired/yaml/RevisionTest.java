package dev.wildstream.desired.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.media.FrameRate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All files of a revision together. */
class RevisionTest {

  private static SourceFile file(String name, String yaml) {
    return Fixtures.file(name, yaml.getBytes(StandardCharsets.UTF_8));
  }

  private static Revision accepted(SourceFile... files) {
    return Fixtures.accepted(DesiredStateReader.read(List.of(files)));
  }

  private static final String STREAM =
      "{ target: \"rtmp://h/app\", key: { file: k }, playlist: intro";

  @Test
  void aStreamsOwnKeyWinsAndMappingsMergeKeyByKey() {
    Revision revision =
        accepted(
            file(
                "a.yaml",
                """
                version: 1
                defaults:
                  resume: item
                  retry: { attempts: 9, delay: 7s, networkDelayMax: 70s }
                """),
            file(
                "b.yaml",
                """
                version: 1
                playlists: { intro: { items: [] } }
                streams:
                  own: %s, resume: start, retry: { delay: 1s, atOnce: false } }
                  plain: %s }
                """
                    .formatted(STREAM, STREAM)));
    StreamSpec own = revision.stream(new StreamName("own")).orElseThrow();
    assertThat(own.resume()).isEqualTo(Resume.START);
    assertThat(own.retry())
        .isEqualTo(
            new RetryPolicy(
                false,
                new RetryPolicy.Attempts.Limited(9),
                Duration.ofSeconds(1),
                Duration.ofSeconds(60),
                Duration.ofSeconds(70),
                Optional.empty()));
    StreamSpec plain = revision.stream(new StreamName("plain")).orElseThrow();
    assertThat(plain.resume()).isEqualTo(Resume.ITEM);
    assertThat(plain.retry().delay()).isEqualTo(Duration.ofSeconds(7));
    assertThat(plain.retry().atOnce()).isTrue();
  }

  @Test
  void aPlaylistOfAnotherFileCountsFromThatFilesFolder() {
    SourceFile lists =
        new SourceFile(
            "lists.yaml",
            Path.of("/srv/lists/lists.yaml"),
            "version: 1\nplaylists: { intro: { items: [ a.mp4 ] } }"
                .getBytes(StandardCharsets.UTF_8));
    StreamSpec stream =
        accepted(lists, file("s.yaml", "version: 1\nstreams: { a: " + STREAM + " } }"))
            .streams()
            .getFirst();
    assertThat(stream.playlist().entries())
        .containsExactly(new PlaylistEntry.Found("a.mp4", Path.of("/srv/lists")));
    assertThat(stream.key()).isEqualTo(new KeyReference.File(Path.of("/etc/wild-stream-hub/k")));
  }

  @Test
  void mediaMergesAlsoWithinPictureAndSound() {
    MediaPolicy media =
        accepted(
                file(
                    "a.yaml",
                    """
                    version: 1
                    defaults:
                      media:
                        mode: copy
                        video: { size: 1280x720, fps: 25 }
                        audio: { channels: 1 }
                    """),
                file(
                    "b.yaml",
                    """
                    version: 1
                    playlists: { intro: { items: [] } }
                    streams:
                      a: %s, media: { mode: transcode, video: { size: source, preset: fast } } }
                    """
                        .formatted(STREAM)))
            .streams()
            .getFirst()
            .media();
    assertThat(media.mode()).isEqualTo(MediaPolicy.Mode.TRANSCODE);
    assertThat(media.video().size()).as("its own word wins too").isEmpty();
    assertThat(media.video().rate()).contains(new FrameRate(25, 1));
    assertThat(media.video().preset()).isEqualTo("fast");
    assertThat(media.audio().channels()).isEqualTo(1);
    assertThat(media.audio().sampleRate()).isEqualTo(48_000);
  }

  @Test
  void aStandbyOfDefaultsCountsFromTheFolderOfTheFileThatSaysSo() {
    SourceFile defaults =
        new SourceFile(
            "defaults.yaml",
            Path.of("/srv/shared/defaults.yaml"),
            "version: 1\ndefaults: { standby: card.png }".getBytes(StandardCharsets.UTF_8));
    Revision revision =
        accepted(
            defaults,
            file(
                "s.yaml",
                "version: 1\nplaylists: { intro: { items: [] } }\nstreams:\n  a: "
                    + STREAM
                    + " }\n  b: "
                    + STREAM
                    + ", standby: card.png }\n  c: "
                    + STREAM
                    + ", standby: testcard }\n"));
    assertThat(revision.streams())
        .extracting(StreamSpec::standby)
        .containsExactly(
            new Standby.File(Path.of("/srv/shared/card.png")),
            new Standby.File(Path.of("/etc/wild-stream-hub/card.png")),
            new Standby.TestCard());
  }

  @Test
  void streamsStandInTheOrderOfTheFiles() {
    String list = "playlists: { intro: { items: [] } }\n";
    Revision revision =
        accepted(
            file("1.yaml", "version: 1\nstreams: { b: " + STREAM + " }, a: " + STREAM + " } }"),
            file("2.yaml", "version: 1\n" + list + "streams: { c: " + STREAM + " } }"));
    assertThat(revision.streams()).extracting(s -> s.name().text()).containsExactly("b", "a", "c");
  }

  @Test
  void theDigestChangesWithNamesAndContentsAndWithNothingElse() {
    String yaml = "version: 1\nstreams: {}\n";
    String digest = accepted(file("a.yaml", yaml)).digest();
    assertThat(digest).matches("[0-9a-f]{64}");
    assertThat(accepted(file("a.yaml", yaml)).digest()).isEqualTo(digest);
    assertThat(accepted(file("b.yaml", yaml)).digest()).isNotEqualTo(digest);
    assertThat(accepted(file("a.yaml", yaml + "\n")).digest()).isNotEqualTo(digest);
    Reading.Refused refused = (Reading.Refused) Fixtures.read("version: 2\nstreams: {}\n");
    assertThat(refused.digest()).matches("[0-9a-f]{64}").isNotEqualTo(digest);
  }

  @Test
  void noFileAtAllIsRefused() {
    assertThat(Fixtures.messages(DesiredStateReader.read(List.of())))
        .isEqualTo(
            "(no file):1:1: there is no file to read; write a file whose name ends in .yaml or"
                + " .yml\n");
  }

  @Test
  void problemsOfAllFilesAreToldAtOnceInTheirOrder() {
    List<Problem> problems =
        Fixtures.problems(
            DesiredStateReader.read(
                List.of(
                    file("z.yaml", "version: 1\nstreams: { A: }\nplaylists: []\n"),
                    file("a.yaml", "version: 2\nstreams: [\n"),
                    file("m.yaml", "streams: 5\n"))));
    assertThat(problems)
        .extracting(p -> p.file() + ":" + p.line() + ":" + p.column())
        .containsExactly(
            "z.yaml:2:12", "z.yaml:2:12", "z.yaml:3:12", "a.yaml:3:1", "m.yaml:1:1", "m.yaml:1:10");
  }

  @Test
  void aMistakeBehindAnAliasIsToldOnceWhereItIsWritten() {
    List<Problem> problems =
        Fixtures.problems(
            Fixtures.read(
                """
                version: 1
                x-retry: &retry { delay: 5 }
                streams:
                  a: { target: "rtmp://h/app", key: { file: k }, playlist: [], retry: *retry }
                  b: { target: "rtmp://h/app", key: { file: k }, playlist: [], retry: *retry }
                """));
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().line()).isEqualTo(2);
  }

  @Test
  void beyondAHundredProblemsTheRestIsTheirNumber() {
    StringBuilder yaml = new StringBuilder("version: 1\nstreams:\n");
    for (int i = 0; i < 130; i++) {
      yaml.append("  A").append(i).append(": {}\n");
    }
    List<Problem> problems = Fixtures.problems(Fixtures.read(yaml.toString()));
    // each has a wrong name and lacks three keys
    assertThat(problems).hasSize(101);
    assertThat(problems.getLast().headline())
        .isEqualTo("streams.yaml:28:3: and 420 more problems from here on; mend those above first");
  }

  @Test
  void whatMayBeMissingInAnUnreadableFileIsNotToldAsMissing() {
    assertThat(
            Fixtures.problems(
                DesiredStateReader.read(
                    List.of(
                        file("a.yaml", "version: 1\ndefaults: {}\n"), file("b.yaml", "x: [\n")))))
        .hasSize(1);
  }
}
