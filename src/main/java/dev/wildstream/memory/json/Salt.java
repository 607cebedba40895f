package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** This host's own random bytes, so that a digest of a key says nothing to another host. */
final class Salt {

  private static final int BYTES = 32;

  private Salt() {}

  /**
   * Reads it, or makes it. Kept in every folder that takes it: whichever is lost, what is on the
   * air is known by it. One that cannot be kept at all lasts as long as the hub.
   *
   * @param folders the lasting one first
   */
  static byte[] of(List<Path> folders, Disk disk) {
    byte[] salt = folders.stream().flatMap(Salt::read).findFirst().orElseGet(Salt::random);
    folders.forEach(folder -> keep(folder, salt, disk));
    return salt;
  }

  private static Stream<byte[]> read(Path folder) {
    Path file = file(folder);
    try {
      boolean whole = Files.isRegularFile(file) && Files.size(file) == BYTES;
      return whole ? Stream.of(Files.readAllBytes(file)) : Stream.empty();
    } catch (IOException unreadable) {
      return Stream.empty();
    }
  }

  private static void keep(Path folder, byte[] salt, Disk disk) {
    Path file = file(folder);
    if (Files.isRegularFile(file) && read(folder).anyMatch(kept -> Arrays.equals(kept, salt))) {
      return;
    }
    Path temporary = Disk.temporary(file);
    try {
      disk.makeFolder(folder);
      disk.create(temporary, salt, Disk.OWNER);
      disk.sync(temporary);
      disk.replace(temporary, file);
      disk.syncFolder(folder);
    } catch (IOException e) {
      // then the others have it
    }
  }

  private static Path file(Path folder) {
    return folder.resolve("salt");
  }

  private static byte[] random() {
    byte[] salt = new byte[BYTES];
    new SecureRandom().nextBytes(salt);
    return salt;
  }
}
