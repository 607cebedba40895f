package dev.wildstream.memory;

import java.time.Duration;

/**
 * Where in the playlist a stream is.
 *
 * @param item which item
 * @param repetition which of its {@code times}, from 0
 * @param offset from the cut's start, not negative
 * @param lap which run through the list, from 0
 */
public record Position(ItemIdentity item, int repetition, Duration offset, int lap) {}
