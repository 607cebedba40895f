/**
 * The one thread that owns all state. It waits for a wake-up or the nearest deadline, takes what is
 * desired, observed and remembered, decides for each stream, remembers, acts, and publishes one
 * immutable {@link dev.wildstream.loop.Snapshot}.
 *
 * <p>Declares the ports through which it acts and observes ({@link dev.wildstream.loop.Processes},
 * {@link dev.wildstream.loop.Media}, {@link dev.wildstream.loop.Keys}, {@link
 * dev.wildstream.loop.Targets}, {@link dev.wildstream.loop.Revisions}, {@link
 * dev.wildstream.loop.Store}, {@link dev.wildstream.loop.ProbedMedia}, {@link
 * dev.wildstream.loop.Clock}, {@link dev.wildstream.loop.Wake}); adapters import them, the loop
 * imports no adapter. No port may wait for anything slow: what takes time goes on elsewhere and
 * comes back as an observation and a wake-up that carries nothing.
 */
package dev.wildstream.loop;
