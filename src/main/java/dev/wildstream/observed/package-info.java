/**
 * What is true now, as values: processes, keys, media, targets, as the adapters saw them last.
 *
 * <p>An observation is a level, not an event: it says how things stand, and says so again as long
 * as they do. Imports the JDK alone.
 */
package dev.wildstream.observed;
