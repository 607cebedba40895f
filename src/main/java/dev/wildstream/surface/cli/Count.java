package dev.wildstream.surface.cli;

/** Numbers of things, for people. */
final class Count {

  private Count() {}

  /** {@code 1 file}, {@code 2 files}. */
  static String of(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
