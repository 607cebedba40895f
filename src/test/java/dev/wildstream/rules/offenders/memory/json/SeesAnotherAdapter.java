package dev.wildstream.rules.offenders.memory.json;

/** Breaks rules on purpose. */
public class SeesAnotherAdapter {
  dev.wildstream.rules.offenders.keys.SeesAnotherAdapter other;
}
