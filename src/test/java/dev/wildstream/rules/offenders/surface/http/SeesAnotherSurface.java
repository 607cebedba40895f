package dev.wildstream.rules.offenders.surface.http;

/** Breaks rules on purpose. */
public class SeesAnotherSurface {
  dev.wildstream.rules.offenders.surface.metrics.SeesAnotherSurface other;
}
