package dev.wildstream.rules.offenders.media;

/** Breaks rules on purpose. */
public class SeesObserved {
  dev.wildstream.rules.offenders.observed.SeesDesired other;
}
