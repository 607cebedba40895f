package dev.wildstream.observed;

import java.time.Instant;

/** Whether a host and port answer a bare TCP connect. */
public sealed interface TargetView {

  /** Not probed, or not answered yet. */
  record Unknown() implements TargetView {}

  /**
   * It accepts connections.
   *
   * @param since when it was first seen to, after it had been closed or unknown (steady clock)
   */
  record Open(Instant since) implements TargetView {}

  /** It refuses, or does not answer. */
  record Closed(Instant since) implements TargetView {}
}
