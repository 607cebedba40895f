package dev.wildstream.memory.json;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real disk that notes what is done to it, and is full while told so. */
final class RecordingDisk implements Disk {

  final List<String> done = new CopyOnWriteArrayList<>();
  volatile boolean full;

  private void note(String what, Path path) throws IOException {
    done.add(what + " " + path.getFileName());
    if (full) {
      throw new FileSystemException(path.toString(), null, "No space left on device");
    }
  }

  @Override
  public void create(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
    note("create", file);
    Disk.super.create(file, content, mode);
  }

  @Override
  public void sync(Path file) throws IOException {
    note("sync", file);
    Disk.super.sync(file);
  }

  @Override
  public void syncFolder(Path folder) throws IOException {
    note("sync folder", folder);
    Disk.super.syncFolder(folder);
  }

  @Override
  public void replace(Path from, Path to) throws IOException {
    note("replace", to);
    Disk.super.replace(from, to);
  }

  @Override
  public void append(Path file, byte[] content, Set<PosixFilePermission> mode) throws IOException {
    note("append", file);
    Disk.super.append(file, content, mode);
  }
}
