/**
 * The decisions: desired state, observed state and memory go in, the new memory and the steps to
 * take come out, each with its reason.
 *
 * <p>{@link dev.wildstream.reconcile.Edit} says what an edit costs the viewer, and {@link
 * dev.wildstream.reconcile.Plan} what a whole revision would do: the {@code plan} command asks what
 * the reconciler does, of the same functions.
 *
 * <p>Pure: no clock, no chance, no input or output, no log, no lock; time and dice are arguments.
 * Imports {@code desired}, {@code observed}, {@code memory} and {@code playout}, so that every test
 * of behaviour is a table of values.
 */
package dev.wildstream.reconcile;
