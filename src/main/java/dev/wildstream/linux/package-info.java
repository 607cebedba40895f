/**
 * The few calls of Linux that Java lacks: named pipes and their size, processes that are not our
 * children, and by what a process is known over time.
 *
 * <p>Goes through {@code java.lang.foreign} to the C library. Imports the JDK alone and knows
 * nothing of streams; only {@code ffmpeg} and {@code Main} import it.
 */
package dev.wildstream.linux;
