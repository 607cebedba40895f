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
   * Start a feeder. Of a session that has no publisher yet, into the fifo that this publisher will
   * be given.
   *
   * @param number counted within the session, from 1
   * @param timeline where on the session's timeline the input's begin is
   * @param bitrate of what it writes, bits per second
   */
  record StartFeeder(
      long session,
      long number,
      Input input,
      Duration timeline,
      Recipe recipe,
      long bitrate,
      String reason)
      implements Step {

    public String path() {
      return input.path();
    }

    public Duration from() {
      return input.from();
    }

    public Optional<Duration> to() {
      return input.to();
    }

    /** What sound is added; empty = the item has its own. */
    public Optional<Recipe.Sound.Silence> silence() {
      return recipe.sound() instanceof Recipe.Sound.Silence added
          ? Optional.of(added)
          : Optional.empty();
    }
  }

  /**
   * What a feeder reads.
   *
   * @param from where in the file reading starts
   * @param to where in the file it ends; empty = at its end
   */
  record Input(String path, Duration from, Optional<Duration> to, Manner manner) {}

  /** How a feeder reads. */
  enum Manner {
    /** As fast as the fifo takes it. */
    AHEAD,
    /** As fast as it is shown, so that little is left of it when it is ended. */
    LIVE,
    /** Likewise, again and again until it is ended. */
    LIVE_WITHOUT_END
  }

  /** End the feeder (SIGTERM, then SIGKILL); the publisher goes on. */
  record KillFeeder(long session, long number, String reason) implements Step {}

  /**
   * End the feeder at once, and throw away what the publisher has not read yet: what follows is on
   * the air within a second.
   */
  record CutFeeder(long session, long number, String reason) implements Step {}

  /**
   * Nothing follows what was fed: make the publisher send it to the last frame. Without, it waits
   * for the frame after it.
   */
  record Flush(long session, String reason) implements Step {}
}
