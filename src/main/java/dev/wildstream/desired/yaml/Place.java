package dev.wildstream.desired.yaml;

import java.util.Comparator;

/**
 * A stretch of one file.
 *
 * @param start the first character's offset
 * @param end the offset behind the last character
 */
record Place(SourceText source, int start, int end) {

  /** By file, then from the file's begin to its end. */
  static final Comparator<Place> IN_READING_ORDER =
      Comparator.<Place>comparingInt(place -> place.source().order())
          .thenComparingInt(Place::start);

  /** From 1. */
  int line() {
    return source.lineOf(start) + 1;
  }

  /** From 1, in characters. */
  int column() {
    return start - source.lineStart(source.lineOf(start)) + 1;
  }

  /** {@code FILE:LINE:COLUMN}, for a message that names a second place. */
  String text() {
    return source.file().name() + ":" + line() + ":" + column();
  }
}
