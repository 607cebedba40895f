package dev.wildstream.desired;

import java.util.Optional;

/**
 * One mistake in the desired-state file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1, in characters
 * @param path where in the document ({@code streams.wild-tv.target}); empty for the document itself
 * @param wrong what is wrong
 * @param remedy what to do
 * @param excerpt the offending line, what may be a secret hidden
 */
public record Problem(
    String file,
    int line,
    int column,
    String path,
    String wrong,
    String remedy,
    Optional<Excerpt> excerpt) {

  /**
   * The offending line.
   *
   * @param text without its line end, what may be a secret replaced
   * @param caret how many characters stand before the caret
   */
  public record Excerpt(String text, int caret) {}

  /** {@code FILE:LINE:COLUMN: PATH: what is wrong; what to do}, on one line. */
  public String headline() {
    String where = path.isEmpty() ? "" : path + ": ";
    return file + ":" + line + ":" + column + ": " + where + wrong + "; " + remedy;
  }

  /** The headline, and under it the line with a caret. */
  public String text() {
    return excerpt
        .map(e -> headline() + "\n  " + e.text() + "\n  " + " ".repeat(e.caret()) + "^")
        .orElse(headline());
  }
}
