package dev.wildstream.keys;

import java.io.IOException;

/**
 * A key that cannot be used now. Its message is for people: it names the reference, what is wrong
 * with it and what to do, never the content.
 */
public final class KeyUnusable extends IOException {

  private static final long serialVersionUID = 1;

  KeyUnusable(String message) {
    super(message);
  }
}
