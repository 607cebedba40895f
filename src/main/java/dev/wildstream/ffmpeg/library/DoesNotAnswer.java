package dev.wildstream.ffmpeg.library;

import java.io.IOException;

/** A file system was asked and is silent, as one on a network disk whose server is gone. */
final class DoesNotAnswer extends IOException {
  private static final long serialVersionUID = 1;

  /** For people. */
  static final String WHY = "its file system does not answer";

  DoesNotAnswer() {
    super(WHY);
  }
}
