package dev.wildstream.rules.offenders.surface.metrics;

/** Breaks rules on purpose. */
public class SeesAnotherSurface {
  dev.wildstream.rules.offenders.surface.cli.SeesAnotherSurface other;
}
