package dev.wildstream.rules.offenders.playout;

/** Breaks rules on purpose. */
public class SeesReconcile {
  dev.wildstream.rules.offenders.reconcile.SeesLoop other;
}
