package dev.wildstream.ffmpeg.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.media.FrameSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test card shows. */
class CardPictureTest {

  private static final String LONG =
      "a-very-long-name-of-a-stream-that-is-sixtythree-characters-long";

  private static final int GROUND = 0xff12161d;

  @ParameterizedTest
  @CsvSource({
    "wild-tv,640,360",
    "wild-tv,1080,1920",
    LONG + ",640,360",
    LONG + ",1080,1920",
    "x,64,36"
  })
  void aCardHasTheSizeThatIsWantedAndAMarginAroundTheName(String name, int width, int height)
      throws IOException {
    BufferedImage image = card(name, width, height);
    assertThat(image.getWidth()).isEqualTo(width);
    assertThat(image.getHeight()).isEqualTo(height);
    int bars = Math.min(width, height) / 24;
    int shown = 0;
    for (int y = 0; y < height - bars; y++) {
      for (int x = 0; x < width; x++) {
        boolean margin = x < width / 20 || x >= width - width / 20 || y < height / 20;
        if (image.getRGB(x, y) != GROUND) {
          assertThat(margin).as("the ground at %d, %d", x, y).isFalse();
          shown++;
        }
      }
    }
    assertThat(shown).isGreaterThan(width * height / 200);
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < width; x++) {
      colours.add(image.getRGB(x, height - 1));
    }
    assertThat(colours).hasSize(7);
  }

  @Test
  void everyLetterOfANameIsDrawnAndNoneLikeAnother() throws IOException {
    Set<String> seen = new HashSet<>();
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789-";
    for (char letter : letters.toCharArray()) {
      assertThat(CardLetters.strokes(letter)).as("%s", letter).isNotEmpty();
      seen.add(CardLetters.strokes(letter).toString());
    }
    assertThat(seen).hasSize(letters.length());
    assertThat(CardLetters.strokes(' ')).isEmpty();
  }

  @Test
  void aNameIsBrokenAfterADashWhereTheLettersStayLarge() {
    assertThat(CardLines.fitting("wild-tv", 1600, 600, 24).lines()).containsExactly("wild-tv");
    assertThat(CardLines.fitting("birds-of-the-forest", 400, 600, 24).lines())
        .containsExactly("birds-", "of-the-", "forest");
    assertThat(CardLines.fitting("x".repeat(63), 1600, 600, 24).lines())
        .allMatch(line -> line.length() < 30);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "wild-tv", LONG, "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q-r-s-t-u-v-w-x"})
  void noLetterOfANameIsLostAndItsLinesFit(String name) {
    for (int width = 50; width < 2_000; width += 150) {
      for (int height = 50; height < 2_000; height += 150) {
        CardLines lines = CardLines.fitting(name, width, height, 30);
        assertThat(String.join("", lines.lines())).isEqualTo(name);
        double high = (lines.lines().size() - 1) * CardLines.LINE + CardLetters.HEIGHT;
        assertThat(high * lines.scale()).isLessThan(height + 0.001);
        for (String line : lines.lines()) {
          double wide = line.length() * CardLines.ADVANCE - 1;
          assertThat(wide * lines.scale()).isLessThan(width + 0.001);
        }
      }
    }
  }

  private static BufferedImage card(String name, int width, int height) throws IOException {
    FrameSize size = new FrameSize(width, height);
    return ImageIO.read(new ByteArrayInputStream(PngFile.of(size, CardPicture.draw(name, size))));
  }
}
