package dev.wildstream.loop;

import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.util.Map;

/**
 * What was probed, kept for the next hub: one that is started while the fifo runs empty has no time
 * to probe what the one before it knew.
 */
public interface ProbedMedia {

  /** What is kept, the least used first; empty where that is nothing or damaged. */
  Map<MediaView.Source, MediaFacts.Playable> load();

  /** Keeps these alone. Where that cannot be done, the next hub probes. */
  void keep(Map<MediaView.Source, MediaFacts.Playable> probed);
}
