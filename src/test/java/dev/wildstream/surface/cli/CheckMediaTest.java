package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.StreamName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What check --media shows, and what it tells the shell. */
class CheckMediaTest extends CommandLineFixture {

  private static Commands.ItemReport item(String path, Commands.Fate fate, String why) {
    return new Commands.ItemReport(path, fate, why, List.of());
  }

  private static Commands.MediaReport report(Commands.ItemReport... items) {
    return new Commands.MediaReport(
        List.of(new StreamName("wild"), new StreamName("forest")),
        "640x360 at 30 fps, aac 48000 Hz 2 ch",
        List.of(items));
  }

  @Test
  void eachItemStandsInATableWithWhatBecomesOfItAndHowItIsMended() {
    Commands.ItemReport misfit =
        new Commands.ItemReport(
            "/b it's.mkv",
            Commands.Fate.TRANSCODED,
            "its picture is hevc and not h264",
            List.of("ffmpeg", "-i", "file:/b it's.mkv", "file:/b it's.fits.mp4"));
    media = List.of(report(item("/a.mp4", Commands.Fate.COPIED, ""), misfit), report(misfit));
    assertThat(execute("check", "--media", folder.toString())).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            wild, forest: 640x360 at 30 fps, aac 48000 Hz 2 ch
              copied      /a.mp4
              transcoded  /b it's.mkv: its picture is hevc and not h264

            wild, forest: 640x360 at 30 fps, aac 48000 Hz 2 ch
              transcoded  /b it's.mkv: its picture is hevc and not h264

            To have them copied from now on, run these, and put each NAME.fits.mp4 in the place of\
             its item:

            ffmpeg -i 'file:/b it'\\''s.mkv' 'file:/b it'\\''s.fits.mp4'

            2 files, 3 streams, 3 items (1 copied, 2 transcoded, 0 skipped): good
            """);
    assertThat(err.toString()).isEmpty();
    assertThat(called).containsExactly(folder, "3 streams");
  }

  @Test
  void anItemThatWouldBeSkippedIsAProblem() {
    media = List.of(report(item("/gone\u001b[2J", Commands.Fate.SKIPPED, "no such file")));
    assertThat(execute("check", "--media", folder.toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains("  skipped     /gone?[2J: no such file")
        .endsWith("2 files, 3 streams, 1 item (0 copied, 0 transcoded, 1 skipped)\n");
    assertThat(err.toString()).isEqualTo("1 item would be skipped\n");
  }

  @Test
  void anEmptyListIsNone() {
    media = List.of(report());
    assertThat(execute("check", "--media", folder.toString())).isZero();
    assertThat(out.toString()).contains("  the list is empty\n");
  }

  @Test
  void whatIsRefusedIsToldAllTheSame() {
    checked =
        new Commands.Checked(
            1,
            List.of(),
            List.of(new Problem("s.yaml", 3, 5, "", "wrong", "mend it", Optional.empty())));
    assertThat(execute("check", "--media", "-")).isEqualTo(1);
    assertThat(err.toString()).isEqualTo("s.yaml:3:5: wrong; mend it\n1 problem\n");
    assertThat(called).containsExactly("-", "0 streams");
  }

  @Test
  void withoutMediaNoMediaIsLookedAt() {
    assertThat(execute("check", folder.toString())).isZero();
    assertThat(called).containsExactly(folder);
    assertThat(execute("check", "--ffprobe", "/usr/bin/ffprobe")).isEqualTo(2);
    assertThat(err.toString()).startsWith("wild-stream-hub: --ffprobe is for --media\n");
  }

  @Test
  void anotherFfprobeCanBeNamed() {
    assertThat(execute("check", "--media", "--ffprobe", "/opt/ffprobe", folder.toString()))
        .isZero();
    assertThat(called).containsExactly(folder, "3 streams", Path.of("/opt/ffprobe"));
  }

  @Test
  void theFoldersOfTheHostCountHereToo() {
    assertThat(execute("check", "--media", "--media-root", "/srv", folder.toString())).isZero();
    assertThat(called).containsExactly(folder, "3 streams", Path.of("/srv"));
  }

  @Test
  void onATerminalItIsSeenHowFarItIsAndGoneWhenItIsDone() {
    progress = ProgressBar.Seen.SEEN;
    ink = Ink.COLOURED;
    media = List.of(report(item("/a.mp4", Commands.Fate.COPIED, "")));
    assertThat(execute("check", "--media", folder.toString())).isZero();
    assertThat(err.toString())
        .isEqualTo("\r\u001b[Kprobing [###############---------------] 1 of 2\r\u001b[K");
    assertThat(out.toString()).contains("\u001b[32mcopied      \u001b[0m/a.mp4");
  }
}
