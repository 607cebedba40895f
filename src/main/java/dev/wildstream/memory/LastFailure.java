package dev.wildstream.memory;

import java.time.Instant;
import java.util.Locale;

/**
 * The newest failure of a publisher.
 *
 * @param reason the metric label ({@code network}, {@code stall} …)
 * @param kind by which the next step was chosen; a stall may be the network's or FFmpeg's own
 * @param detail one line for people, secrets hidden
 * @param at by the steady clock
 * @param owner digest of the target and key it happened with; with others it may go well
 */
public record LastFailure(String reason, Kind kind, String detail, Instant at, String owner) {

  /** What follows: network and busy are waited out for ever, the others by numbered attempts. */
  public enum Kind {
    NETWORK,
    /** The network's too, but of a target that takes connections: nobody need look at its port. */
    NETWORK_BEHIND_OPEN_PORT,
    BUSY,
    REJECTED,
    INTERNAL;

    /** As users read it. */
    public String text() {
      return (this == NETWORK_BEHIND_OPEN_PORT ? NETWORK : this).name().toLowerCase(Locale.ROOT);
    }
  }
}
