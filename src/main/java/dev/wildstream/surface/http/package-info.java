/**
 * Read-only pages over the newest Snapshot, on this machine's loopback alone.
 *
 * <p>Imports {@code loop} for Snapshot and Clock, {@code surface}, and the JDK's own HTTP server.
 * What {@code /metrics} answers is handed in. No request changes anything, and a request that came
 * by another name than loopback's, or through a proxy, is refused: a page in a browser of this
 * machine, or a careless proxy, must not read what is on the air.
 */
package dev.wildstream.surface.http;
