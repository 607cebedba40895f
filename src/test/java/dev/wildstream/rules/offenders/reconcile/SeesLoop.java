package dev.wildstream.rules.offenders.reconcile;

/** Breaks rules on purpose. */
public class SeesLoop {
  dev.wildstream.rules.offenders.loop.SeesAnAdapter other;
}
