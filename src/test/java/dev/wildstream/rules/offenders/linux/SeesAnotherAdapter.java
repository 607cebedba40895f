package dev.wildstream.rules.offenders.linux;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.watch.SeesAnotherAdapter other;
}
