/**
 * The measures of a picture and of a sound that the file asks for, a probe finds, and a session is
 * remembered by.
 *
 * <p>Values that {@code desired}, {@code observed} and {@code memory} share. Imports the JDK alone.
 */
package dev.wildstream.media;
