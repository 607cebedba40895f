/**
 * What must outlive the hub, as values: how far each stream has got, what it has tried, what
 * happened.
 *
 * <p>Imports the JDK alone. How it is kept on disk is the business of {@code memory.json}.
 */
package dev.wildstream.memory;
