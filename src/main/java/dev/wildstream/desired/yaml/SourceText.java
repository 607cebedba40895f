package dev.wildstream.desired.yaml;

import dev.wildstream.desired.SourceFile;
import java.util.Arrays;

/**
 * The text of one file, addressed by character: YAML counts characters and not UTF-16 units, and so
 * do editors.
 */
final class SourceText {

  private final SourceFile file;
  private final int order;
  private final int[] characters;
  private final int[] lineStarts;

  /**
   * @param order how many files of the revision stand before this one
   */
  SourceText(SourceFile file, int order, String text) {
    this.file = file;
    this.order = order;
    this.characters = text.codePoints().toArray();
    this.lineStarts = lineStarts(characters);
  }

  private static int[] lineStarts(int[] characters) {
    int[] starts = new int[characters.length + 1];
    int lines = 1;
    for (int i = 0; i < characters.length; i++) {
      boolean feed = characters[i] == '\n';
      boolean oldReturn =
          characters[i] == '\r' && (i + 1 == characters.length || characters[i + 1] != '\n');
      if (feed || oldReturn) {
        starts[lines++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  SourceFile file() {
    return file;
  }

  int order() {
    return order;
  }

  int length() {
    return characters.length;
  }

  int character(int offset) {
    return characters[offset];
  }

  /** From 0. */
  int lineOf(int offset) {
    int found = Arrays.binarySearch(lineStarts, Math.min(offset, characters.length));
    return found >= 0 ? found : -found - 2;
  }

  int lineStart(int line) {
    return lineStarts[line];
  }

  /** The offset of the line's end, its line break left out. */
  int lineEnd(int line) {
    int end = line + 1 < lineStarts.length ? lineStarts[line + 1] : characters.length;
    while (end > lineStarts[line] && (characters[end - 1] == '\n' || characters[end - 1] == '\r')) {
      end--;
    }
    return end;
  }

  /** All of it, as Java's text. */
  String text() {
    return new String(characters, 0, characters.length);
  }

  /** A place in it; offsets beyond the end mean the end. */
  Place place(int start, int end) {
    int from = Math.clamp(start, 0, characters.length);
    return new Place(this, from, Math.clamp(end, from, characters.length));
  }
}
