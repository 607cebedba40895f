package dev.wildstream.rules.offenders.watch;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.keys.SeesAnotherAdapter other;
}
