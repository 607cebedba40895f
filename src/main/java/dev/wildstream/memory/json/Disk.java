package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The few things done to a disk, one by one, so that a test sees their order and fails any. */
interface Disk {

  /** Holds what no other user may read. */
  Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

  /** Holds what the hub's group may read: {@code status} and {@code events} do. */
  Set<PosixFilePermission> GROUP = PosixFilePermissions.fromString("rw-r-----");

  Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwxr-x---");

  /** Makes a folder with its parents where it is missing. */
  default void makeFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
      Files.setPosixFilePermissions(folder, FOLDER);
    }
  }

  /** Writes a new file, or over an old one. */
  default void create(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
    Files.deleteIfExists(file);
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(mode))) {
      Files.setPosixFilePermissions(file, mode);
      writeAll(channel, content);
    }
  }

  /** Waits until a file's content is on the disk. */
  default void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Waits until what was renamed and deleted in a folder is on the disk. */
  default void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Puts a file in another's place at one stroke. */
  default void replace(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Deletes a file if it is there. */
  default void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Adds to a file; one that fails midway leaves the file as it was where it can. */
  default void append(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(mode))) {
      long before = channel.size();
      channel.position(before);
      try {
        writeAll(channel, content);
      } catch (IOException e) {
        channel.truncate(before);
        throw e;
      }
    }
  }

  /** The machine's own. */
  static Disk real() {
    return new Disk() {};
  }

  /** The temporary name of a file that is being written: hidden, and never a stream's. */
  static Path temporary(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".tmp");
  }

  private static void writeAll(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(content);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }
}
