package dev.wildstream.ffmpeg.library;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Real files, some of which lie on file systems that hang when a test says so. */
final class HangingCalls implements FileCalls {

  private final FileCalls real = FileCalls.real();
  private final List<String> mounts = new ArrayList<>(List.of("1 0 0:1 / / rw - ext4 a rw"));
  private final Set<Path> dead = new HashSet<>();
  private final Set<Path> unreadable = new HashSet<>();
  private int waiting;
  private volatile Runnable slowness = () -> {};

  /** From now on another file system begins there. */
  synchronized void mount(Path point, int number) {
    mounts.add(number + " 1 0:" + number + " / " + point + " rw - nfs b rw");
  }

  synchronized void hang(Path folder) {
    dead.add(folder);
  }

  /** What files there are is answered, but none can be read. */
  synchronized void hangReads(Path folder) {
    unreadable.add(folder);
  }

  synchronized void goOn() {
    dead.clear();
    unreadable.clear();
    notifyAll();
  }

  /** What each call does before it answers. */
  void slow(Runnable by) {
    slowness = by;
  }

  /** How many threads hang. */
  synchronized int waiting() {
    return waiting;
  }

  private synchronized void pass(Path path, Set<Path> silent) {
    waiting++;
    while (silent.stream().anyMatch(path::startsWith)) {
      try {
        wait();
      } catch (InterruptedException asInTheKernel) {
        // hangs on
      }
    }
    waiting--;
  }

  private void call(Path path) {
    slowness.run();
    pass(path, dead);
  }

  @Override
  public BasicFileAttributes attributes(Path path) throws IOException {
    call(path);
    return real.attributes(path);
  }

  @Override
  public Path target(Path link) throws IOException {
    call(link);
    return real.target(link);
  }

  @Override
  public void names(Path folder, Consumer<String> met) throws IOException {
    call(folder);
    real.names(folder, met);
  }

  @Override
  public byte[] read(Path file, int most, Runnable each) throws IOException {
    call(file);
    return real.read(file, most, each);
  }

  @Override
  public void touch(Path file) throws IOException {
    call(file);
    pass(file, unreadable);
    real.touch(file);
  }

  @Override
  public synchronized List<String> mounts() {
    return List.copyOf(mounts);
  }
}
