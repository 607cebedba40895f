package dev.wildstream.rules.offenders.surface.notify;

/** Breaks rules on purpose. */
public class SeesReconcile {
  dev.wildstream.rules.offenders.reconcile.SeesLoop other;
}
