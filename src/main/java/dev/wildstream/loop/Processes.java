package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.reconcile.Step;
import java.util.Optional;
import java.util.Set;

/** The FFmpeg processes of all streams. */
public interface Processes {

  /** How the publisher of a stream stands. */
  PublisherView publisher(StreamName stream);

  /** How the feeder of a stream stands. */
  FeederView feeder(StreamName stream);

  /** Streams that have a process, or whose last process is still told of. */
  Set<StreamName> known();

  /** What keeps all from being started, and what to do about it; empty = nothing. */
  Optional<String> obstacle();

  /** Begins a step; returns at once. The views tell of it from then on. */
  void perform(StreamName stream, Step step);

  /** Forgets a stream that is off, and removes its run folder. */
  void forget(StreamName stream);
}
