package dev.wildstream.reconcile;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * One thing to do to the processes of a stream. Performing a step never waits; what came of it is
 * observed.
 */
public sealed interface Step {

  /** Why, for the log. */
  String reason();

  /**
   * Make a fresh fifo and start a publisher on it.
   *
   * @param keyDigest of the key that this was decided by: one that is another by now may be another
   *     stream's
   * @param bitrate of the first item, bits per second: the fifo is made to hold about four seconds
   *     of it
   */
  record StartPublisher(
      long session, Target target, KeyReference key, String keyDigest, long bitrate, String reason)
      implements Step {}

  /** Ask the publisher to end (SIGTERM): the server sees an orderly end. */
  record EndPublisher(long session, String reason) implements Step {}

  /** End the publisher at once (SIGKILL), and the feeder with it. */
  record KillPublisher(long session, String reason) implements Step {}

  /**
   * Start a feeder.
   *
   * @param number counted within the session, from 1
   * @param path of the item
   * @param from where in the file reading starts
   * @param to where in the file it ends; empty = at its end
   * @param timeline where on the session's timeline {@code from} is
   * @param silence what sound to add; empty = the item has its own
   * @param bitrate of the item, bits per second
   */
  record StartFeeder(
      long session,
      long number,
      String path,
      Duration from,
      Optional<Duration> to,
      Duration timeline,
      Optional<Silence> silence,
      long bitrate,
      String reason)
      implements Step {}

  /** End the feeder at once (SIGKILL); the publisher goes on. */
  record KillFeeder(long session, long number, String reason) implements Step {}

  /**
   * Sound for an item that has none.
   *
   * @param codec of the session ({@code aac}, {@code mp3})
   * @param sampleRate in Hz
   * @param length of the picture from {@code from}; empty = unknown, then as long as the picture
   *     lasts
   */
  record Silence(String codec, int sampleRate, int channels, Optional<Duration> length) {}
}
