package dev.wildstream.desired;

import java.nio.file.Path;

/** What is shown while nothing of the playlist can be played. */
public sealed interface Standby {

  /** A still picture with the stream's name, and silence. */
  record TestCard() implements Standby {}

  /** Nothing: the stream is off the air. */
  record None() implements Standby {}

  /**
   * A media file, again and again.
   *
   * @param path absolute
   */
  record File(Path path) implements Standby {}
}
