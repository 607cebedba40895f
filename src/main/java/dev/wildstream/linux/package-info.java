/**
 * The few calls of Linux that Java lacks: named pipes and their size, processes that are not our
 * children, by what a process is known over time, what waits in the send queue of another one, and
 * whether a file is open for writing.
 *
 * <p>Goes through {@code java.lang.foreign} to the C library, or reads /proc. Imports the JDK alone
 * and knows nothing of streams; only {@code ffmpeg} and the composition root import it.
 */
package dev.wildstream.linux;
