package dev.wildstream.world;

/** A promise that was not kept, as its sentence. */
final class BrokenPromise extends AssertionError {

  private static final long serialVersionUID = 1;

  BrokenPromise(String sentence) {
    super(sentence);
  }
}
