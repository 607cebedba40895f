package dev.wildstream.rules.offenders.target;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.watch.SeesAnotherAdapter other;
}
