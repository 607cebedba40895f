package dev.wildstream.ffmpeg;

import dev.wildstream.reconcile.Step;
import java.time.Duration;

/**
 * What of a feeder's work its end is judged by.
 *
 * @param session the publisher's session that it feeds
 * @param number counted within the session, from 1
 * @param timeline where on the session's timeline its input's begin is
 * @param nudge by how much its output times lie before their place in the item
 * @param silent whether it adds the sound, which then lasts as long as the picture
 */
record FeederWork(long session, long number, Duration timeline, Duration nudge, boolean silent) {

  static FeederWork of(Step.StartFeeder step) {
    return new FeederWork(
        step.session(),
        step.number(),
        step.timeline(),
        SeekPoint.of(step).nudge(),
        step.silence().isPresent());
  }
}
