package dev.wildstream.ffmpeg;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Secret;
import java.io.IOException;

/** Where a publisher's key comes from, at the moment it is started. */
@FunctionalInterface
public interface SecretSource {

  /**
   * Reads the key now.
   *
   * @throws IOException whose message says for people what is wrong, without the key
   */
  Secret read(KeyReference reference) throws IOException;
}
