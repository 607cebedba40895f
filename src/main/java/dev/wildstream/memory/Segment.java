package dev.wildstream.memory;

import java.time.Duration;
import java.util.Optional;

/**
 * A stretch of a session's timeline that one feeder writes.
 *
 * @param number the feeder's number
 * @param begin on the timeline, where {@code position} is shown
 * @param position the item, and where in it the feeder began
 * @param end on the timeline; empty while the feeder writes
 */
public record Segment(long number, Duration begin, Position position, Optional<Duration> end) {}
