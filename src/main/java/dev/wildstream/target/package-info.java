/**
 * Targets from outside FFmpeg: whether a host and port that was lost answers again.
 *
 * <p>Imports the ports of {@code loop}, the value rooms and the JDK.
 */
package dev.wildstream.target;
