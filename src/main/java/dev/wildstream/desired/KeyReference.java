package dev.wildstream.desired;

import java.nio.file.Path;

/**
 * Where a stream key is found. The key itself is read where the publisher is started and nowhere
 * before.
 */
public sealed interface KeyReference {

  /** What may be shown and remembered of the reference; never the key. */
  String describe();

  /** The first line of a file holds the key. */
  record File(Path path) implements KeyReference {
    @Override
    public String describe() {
      return "file " + path;
    }
  }

  /**
   * The key stands in the desired-state file itself; only for a target on this machine's loopback.
   */
  record Plain(Secret key) implements KeyReference {
    @Override
    public String describe() {
      return "plain";
    }
  }
}
