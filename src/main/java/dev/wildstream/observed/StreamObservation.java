package dev.wildstream.observed;

import java.util.Optional;

/**
 * All that is true of one stream now.
 *
 * @param obstacle what keeps every FFmpeg of this machine from being started, and what to do about
 *     it: a program that is missing, a runtime folder that is full; empty = nothing
 */
public record StreamObservation(
    PublisherView publisher,
    FeederView feeder,
    KeyView key,
    MediaView media,
    TargetView target,
    Optional<String> obstacle) {

  /** Nothing runs and nothing is known. */
  public static final StreamObservation NOTHING =
      new StreamObservation(
          new PublisherView.Absent(),
          new FeederView.Absent(),
          new KeyView.Unknown(),
          MediaView.UNKNOWN,
          new TargetView.Unknown(),
          Optional.empty());
}
