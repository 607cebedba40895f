package dev.wildstream.memory;

import java.time.Instant;

/**
 * An item that failed and is left out for a while.
 *
 * @param stamp size and time of the file that failed, as text; another stamp is another file and is
 *     tried at once
 * @param failures in a row, at least 1
 * @param until when it is tried again (steady clock)
 * @param why one line for people
 */
public record SetAside(String stamp, int failures, Instant until, String why) {}
