package dev.wildstream.ffmpeg.card;

import dev.wildstream.media.FrameSize;
import java.util.Arrays;
import java.util.List;

/**
 * The picture of a test card: the stream's name on a dark ground, below it that it will be back,
 * and colour bars along the lower edge, by which a viewer's set is seen to work.
 */
public final class CardPicture {

  /** Changed with the design, so that a card of an earlier hub is made anew. */
  static final String DESIGN = "1";

  private static final String BELOW = "back soon";

  private static final int GROUND = 0x12161d;
  private static final int NAME = 0xe9edf2;
  private static final int QUIET = 0x8a95a3;

  /** White, yellow, cyan, green, magenta, red, blue: the order of every test card, subdued. */
  private static final List<Integer> BARS =
      List.of(0xb9bec6, 0xb8a84a, 0x4aa3a8, 0x4f9a5b, 0x9a5a96, 0xa8524e, 0x4a66a8);

  /** Half the width of a stroke, in points of a letter. */
  private static final double BOLD = 0.44;

  private static final double LIGHT = 0.36;

  private final FrameSize size;
  private final int[] pixels;

  private CardPicture(FrameSize size) {
    this.size = size;
    this.pixels = new int[size.width() * size.height()];
  }

  /** Draws it: red, green and blue of each pixel, eight bits each, line by line. */
  static int[] draw(String name, FrameSize size) {
    CardPicture picture = new CardPicture(size);
    picture.fill(0, 0, size.width(), size.height(), GROUND);
    int bars = Math.max(1, Math.min(size.width(), size.height()) / 24);
    picture.bars(size.height() - bars, bars);
    picture.text(name, size.height() - bars);
    return picture.pixels;
  }

  private void bars(int top, int height) {
    for (int i = 0; i < BARS.size(); i++) {
      int left = size.width() * i / BARS.size();
      int right = size.width() * (i + 1) / BARS.size();
      fill(left, top, right - left, height, BARS.get(i));
    }
  }

  private void text(String name, int height) {
    double shorter = Math.min(size.width(), height);
    CardLines lines =
        CardLines.fitting(
            name, size.width() * 0.84, height * 0.6, shorter / 6 / CardLetters.HEIGHT);
    double small = Math.min(lines.scale() / 2, shorter / 22 / CardLetters.HEIGHT);
    double nameHeight =
        ((lines.lines().size() - 1) * CardLines.LINE + CardLetters.HEIGHT) * lines.scale();
    double gap = 7 * small + 3 * lines.scale();
    double top = (height - nameHeight - gap - CardLetters.HEIGHT * small) / 2;
    for (String line : lines.lines()) {
      write(line, top, lines.scale(), BOLD, NAME);
      top += CardLines.LINE * lines.scale();
    }
    top += gap - (CardLines.LINE - CardLetters.HEIGHT) * lines.scale();
    write(BELOW, top, small, LIGHT, QUIET);
  }

  /** A line in the middle. */
  private void write(String line, double top, double scale, double bold, int colour) {
    double left = (size.width() - (line.length() * CardLines.ADVANCE - 2) * scale) / 2;
    for (int i = 0; i < line.length(); i++) {
      List<CardLetters.Stroke> strokes = CardLetters.strokes(line.charAt(i));
      letter(strokes, left + i * CardLines.ADVANCE * scale, top + scale / 2, scale, bold, colour);
    }
  }

  private void letter(
      List<CardLetters.Stroke> strokes,
      double left,
      double top,
      double scale,
      double bold,
      int colour) {
    int endX = Math.min(size.width(), (int) Math.ceil(left + CardLetters.WIDTH * scale));
    int endY = Math.min(size.height(), (int) Math.ceil(top + CardLetters.HEIGHT * scale));
    for (int y = Math.max(0, (int) (top - scale)); y < endY; y++) {
      for (int x = Math.max(0, (int) (left - scale)); x < endX; x++) {
        double nearest = WIDEST;
        for (CardLetters.Stroke stroke : strokes) {
          nearest =
              Math.min(nearest, stroke.distance((x + 0.5 - left) / scale, (y + 0.5 - top) / scale));
        }
        // of a pixel on the edge a part is covered
        double covered = Math.clamp((bold - nearest) * scale + 0.5, 0.0, 1.0);
        if (covered > 0) {
          int at = y * size.width() + x;
          pixels[at] = mixed(pixels[at], colour, covered);
        }
      }
    }
  }

  /** Farther than any place of a letter's box is from its strokes. */
  private static final double WIDEST = 100;

  private static int mixed(int under, int over, double part) {
    int mixed = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double from = under >> shift & 0xff;
      double to = over >> shift & 0xff;
      mixed |= (int) Math.round(from + (to - from) * part) << shift;
    }
    return mixed;
  }

  private void fill(int left, int top, int width, int height, int colour) {
    for (int y = top; y < top + height; y++) {
      int begin = y * size.width() + left;
      Arrays.fill(pixels, begin, begin + width, colour);
    }
  }
}
