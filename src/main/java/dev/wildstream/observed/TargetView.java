package dev.wildstream.observed;

import java.time.Instant;

/** Whether a host and port may be sent to, and answer a bare TCP connect. */
public sealed interface TargetView {

  /** Not probed, or not answered yet. */
  record Unknown() implements TargetView {}

  /**
   * It accepts connections.
   *
   * @param since when it was first seen to, after it had been closed or unknown (steady clock)
   */
  record Open(Instant since) implements TargetView {}

  /**
   * This host's rules do not allow it; it is not asked.
   *
   * @param why one line for people: which host, and what to do
   */
  record Forbidden(String why) implements TargetView {}

  /** It refuses, or does not answer. */
  record Closed(Instant since) implements TargetView {}
}
