/**
 * What the desired-state file asks for, as values: a {@link dev.wildstream.desired.Revision} holds
 * one {@link dev.wildstream.desired.StreamSpec} per stream, with every default filled in.
 *
 * <p>Imports the JDK alone, since everything else imports this. How the file is written is the
 * business of {@code desired.yaml}; what is true at the moment stands in {@code observed}.
 */
package dev.wildstream.desired;
