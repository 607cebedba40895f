package dev.wildstream.rules.offenders.desired.yaml;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.keys.SeesAnotherAdapter other;
}
