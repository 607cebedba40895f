package dev.wildstream.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A command is read by a shell as it was meant, whatever stands in it. */
class ShellTextTest {

  @Test
  void whatNeedsNoQuotesHasNone() {
    assertThat(ShellText.of(List.of("ffmpeg", "-b:v", "4500k", "file:/a/b-c_1.mp4")))
        .isEqualTo("ffmpeg -b:v 4500k file:/a/b-c_1.mp4");
    assertThat(ShellText.of(List.of("a b", "it's", ""))).isEqualTo("'a b' 'it'\\''s' ''");
    assertThat(ShellText.of(List.of("a\n'\\\u001b1"))).isEqualTo("$'a\\012\\'\\\\\\0331'");
  }

  @Test
  void aShellReadsEveryArgumentAsItWas() throws IOException, InterruptedException {
    String ascii = IntStream.range(1, 128).mapToObj(Character::toString).reduce("", String::concat);
    for (String argument :
        List.of(
            ascii,
            "-rf",
            "~",
            "*",
            "$(exit 7) `exit 7` ${HOME} !! \\n %s",
            "two\nlines",
            "\u001b]0;title\u00077",
            "ü Ωμέγα 日本 🎬",
            "\u202edrawkcab \u200b'",
            "'")) {
      String command = ShellText.of(List.of("printf", "%s", argument));
      assertThat(command.codePoints().noneMatch(Character::isISOControl)).isTrue();
      Process bash = new ProcessBuilder("bash", "-c", command).redirectErrorStream(true).start();
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bash.waitFor()).as(command).isZero();
      assertThat(said).as(command).isEqualTo(argument);
    }
  }
}
