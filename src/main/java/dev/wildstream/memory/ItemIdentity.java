package dev.wildstream.memory;

import java.time.Duration;
import java.util.Optional;

/**
 * By which an item is found again in a list that was edited.
 *
 * @param path absolute, as text
 * @param start of the cut
 * @param end of the cut; empty = the file's end
 * @param occurrence which of several equal ones, from 0
 */
public record ItemIdentity(String path, Duration start, Optional<Duration> end, int occurrence) {}
