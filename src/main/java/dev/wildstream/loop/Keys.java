package dev.wildstream.loop;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.StreamName;
import dev.wildstream.observed.KeyView;
import java.util.Optional;

/** Stream keys, known by their digest alone. */
public interface Keys {

  KeyView view(StreamName stream);

  /**
   * Says which key of a stream is to be looked at, again and again; empty = none. Returns at once.
   */
  void want(StreamName stream, Optional<KeyReference> key);
}
