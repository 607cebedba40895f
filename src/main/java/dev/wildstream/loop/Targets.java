package dev.wildstream.loop;

import dev.wildstream.desired.Target;
import dev.wildstream.observed.TargetView;
import java.util.Set;

/**
 * Bare TCP connects to targets that were lost: one probe per host and port, however many streams
 * wait for it.
 */
public interface Targets {

  TargetView view(Target.Endpoint endpoint);

  /** Says which are to be probed; all others are no longer. Returns at once. */
  void want(Set<Target.Endpoint> endpoints);
}
