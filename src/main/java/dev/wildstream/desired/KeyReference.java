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
   * An environment variable of the hub holds the key.
   *
   * @param name all of it
   */
  record Env(String name) implements KeyReference {
    @Override
    public String describe() {
      return "env " + name;
    }
  }

  /**
   * A credential that systemd hands to the hub holds the key.
   *
   * @param name as the unit calls it; one part of a path, no folder
   */
  record Credential(String name) implements KeyReference {
    @Override
    public String describe() {
      return "credential " + name;
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
