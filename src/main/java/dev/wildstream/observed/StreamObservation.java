package dev.wildstream.observed;

import java.util.Optional;

/**
 * All that is true of one stream now.
 *
 * @param tools empty where FFmpeg and ffprobe are there; else what is missing and how to get it
 */
public record StreamObservation(
    PublisherView publisher,
    FeederView feeder,
    KeyView key,
    MediaView media,
    TargetView target,
    Optional<String> tools) {

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
