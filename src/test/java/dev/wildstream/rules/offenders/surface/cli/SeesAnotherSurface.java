package dev.wildstream.rules.offenders.surface.cli;

/** Breaks rules on purpose. */
public class SeesAnotherSurface {
  dev.wildstream.rules.offenders.surface.http.SeesAnotherSurface other;
}
