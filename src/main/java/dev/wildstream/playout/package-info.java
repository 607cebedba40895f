/**
 * What plays next: the playlist as it stands, the item that follows, the timeline on which feeders
 * write and its way back to an item and a second, what is left out for a while, and whether an item
 * fits a session.
 *
 * <p>Pure: a function of its arguments. Imports {@code desired}, {@code observed} and {@code
 * memory}.
 */
package dev.wildstream.playout;
