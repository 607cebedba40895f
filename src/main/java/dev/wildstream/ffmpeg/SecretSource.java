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
   * @param digest of the key that is expected; see {@link dev.wildstream.observed.KeyView.Readable}
   * @throws IOException if it cannot be read, or is another one by now; its message says for people
   *     what is wrong, without the key
   */
  Secret read(KeyReference reference, String digest) throws IOException;
}
