package dev.wildstream.rules.offenders.keys;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.watch.SeesAnotherAdapter other;
}
