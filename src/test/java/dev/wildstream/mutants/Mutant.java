package dev.wildstream.mutants;

/**
 * A deliberate bug.
 *
 * @param does what it does, in words
 * @param file below the main sources' root package
 * @param text that stands there exactly once
 */
record Mutant(String does, String file, String text, String instead) {}
