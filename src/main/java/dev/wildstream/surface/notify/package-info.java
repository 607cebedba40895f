/**
 * Events told to a webhook. Holds nothing yet: {@code notify} in the file is refused as not
 * supported yet.
 *
 * <p>Will import {@code memory} (events), {@code desired} and the ports of {@code loop}, and
 * Jackson; it gets events from the loop's snapshots and can never act on a stream.
 */
package dev.wildstream.surface.notify;
