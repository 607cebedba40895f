package dev.wildstream.memory;

import java.time.Instant;

/**
 * The newest failure of a publisher.
 *
 * @param reason the metric label ({@code network}, {@code stall} …)
 * @param detail one line for people, secrets hidden
 * @param at by the steady clock
 * @param owner digest of the target and key it happened with; with others it may go well
 */
public record LastFailure(String reason, String detail, Instant at, String owner) {}
