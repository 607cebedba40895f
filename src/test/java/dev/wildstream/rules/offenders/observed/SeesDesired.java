package dev.wildstream.rules.offenders.observed;

/** Breaks rules on purpose. */
public class SeesDesired {
  dev.wildstream.rules.offenders.desired.SeesMemory other;
}
