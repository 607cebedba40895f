package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** This host's own random bytes, so that a digest of a key says nothing to another host. */
final class Salt {

  private static final int BYTES = 32;

  private Salt() {}

  /** Reads it, or makes it; one that cannot be kept lasts as long as the hub. */
  static byte[] of(Path state, Disk disk) {
    Path file = state.resolve("salt");
    try {
      if (Files.isRegularFile(file) && Files.size(file) == BYTES) {
        return Files.readAllBytes(file);
      }
    } catch (IOException e) {
      return random();
    }
    byte[] salt = random();
    Path temporary = Disk.temporary(file);
    try {
      disk.create(temporary, salt, Disk.OWNER);
      disk.sync(temporary);
      disk.replace(temporary, file);
      disk.syncFolder(state);
    } catch (IOException e) {
      return salt;
    }
    return salt;
  }

  private static byte[] random() {
    byte[] salt = new byte[BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }
}
