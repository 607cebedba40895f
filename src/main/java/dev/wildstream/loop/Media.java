package dev.wildstream.loop;

import dev.wildstream.desired.StreamName;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;

/** Playlists looked up in the file system, and items probed. */
public interface Media {

  MediaView view(StreamName stream);

  /** Says what of {@code wants} should be known of a stream; returns at once. */
  void want(StreamName stream, Wants wants);
}
