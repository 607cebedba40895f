package dev.wildstream.rules.offenders.loop;

/** Breaks rules on purpose. */
public class SeesAnAdapter {
  dev.wildstream.rules.offenders.watch.SeesAnotherAdapter other;
}
