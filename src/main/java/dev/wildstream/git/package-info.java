/**
 * Which commit the desired-state files are at. Holds nothing yet: until it does, a revision is
 * named by the digest of its files.
 *
 * <p>Will import {@code desired} and the ports of {@code loop}, and run {@code git}; nothing else.
 */
package dev.wildstream.git;
