package dev.wildstream.rules.offenders.surface;

/** Breaks rules on purpose. */
public class SeesASurface {
  dev.wildstream.rules.offenders.surface.cli.SeesAnotherSurface other;
}
