package dev.wildstream.rules.offenders.desired;

/** Breaks rules on purpose. */
public class SeesMemory {
  dev.wildstream.rules.offenders.memory.SeesALogger other;
}
