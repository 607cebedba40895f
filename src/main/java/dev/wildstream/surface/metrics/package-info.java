/**
 * The hub's time series. One {@link dev.wildstream.surface.metrics.HubMetrics} over the newest
 * Snapshot; nothing is counted here that memory does not count, so that a restart of the hub loses
 * nothing.
 *
 * <p>Imports the values, {@code loop} for Snapshot and Clock, {@code surface}, and Micrometer,
 * which no other room may.
 *
 * <p>Names: Micrometer adds {@code _total} to counters and the base unit to the rest, so a meter is
 * named without them; a dotted {@code ….info} keeps its {@code _info}.
 */
package dev.wildstream.surface.metrics;
