package dev.wildstream.rules.offenders.git;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.watch.SeesAnotherAdapter other;
}
