/**
 * Stream keys: a reference becomes a {@link dev.wildstream.desired.Secret} where a publisher is
 * started, and a digest where the loop asks whether it changed.
 *
 * <p>Imports the ports of {@code loop}, the value rooms, the JDK and slf4j. No message made here
 * holds a key or a part of one.
 */
package dev.wildstream.keys;
