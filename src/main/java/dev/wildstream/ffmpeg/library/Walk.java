package dev.wildstream.ffmpeg.library;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The way to a file, name by name, as the kernel goes it: so that it is known which file system is
 * asked next, also behind a symbolic link. Used by one thread at a time.
 */
final class Walk {

  /** As many as the kernel follows. */
  private static final int MOST_LINKS = 40;

  private static final Path ROOT = Path.of("/");

  private final Path wanted;
  private final FileCalls calls;
  private final Deque<Path> names = new ArrayDeque<>();
  private Path reached;
  private Optional<BasicFileAttributes> attributes = Optional.empty();
  private int links;

  /**
   * Stands at the begin.
   *
   * @param from absolute, without symbolic links, a folder
   * @param names from there; of an absolute path, from the root
   */
  Walk(Path wanted, Path from, Path names, FileCalls calls) {
    this.wanted = wanted;
    this.reached = from;
    this.calls = calls;
    names.forEach(this.names::addLast);
  }

  /** What is asked next. */
  Path next() {
    return names.isEmpty() ? reached : reached.resolve(names.getFirst());
  }

  /**
   * Goes on as far as one file system reaches.
   *
   * @return what lies at the end of the way; empty where it leads to another file system
   * @throws IOException if it leads nowhere
   */
  Optional<Look.Found> go(Mounts.Mount mount, Mounts mounts, Lane.Beat beat) throws IOException {
    while (!names.isEmpty()) {
      if (!mounts.of(next()).equals(mount)) {
        return Optional.empty();
      }
      step(beat);
    }
    if (attributes.isEmpty()) {
      if (!mounts.of(reached).equals(mount)) {
        return Optional.empty();
      }
      beat.at(reached);
      attributes = Optional.of(calls.attributes(reached));
    }
    return Optional.of(new Look.Found(reached, attributes.get()));
  }

  private void step(Lane.Beat beat) throws IOException {
    Path next = next();
    String name = names.removeFirst().toString();
    if (name.isEmpty() || name.equals(".")) {
      return;
    }
    if (name.equals("..")) {
      reached = reached.equals(ROOT) ? ROOT : reached.getParent();
      attributes = Optional.empty();
      return;
    }
    beat.at(next);
    BasicFileAttributes here = calls.attributes(next);
    if (here.isSymbolicLink()) {
      follow(calls.target(next));
    } else if (!here.isDirectory() && !names.isEmpty()) {
      throw new FileSystemException(wanted.toString(), null, "Not a directory");
    } else {
      reached = next;
      attributes = Optional.of(here);
    }
  }

  private void follow(Path target) throws FileSystemLoopException {
    if (++links > MOST_LINKS) {
      throw new FileSystemLoopException(wanted.toString());
    }
    for (int i = target.getNameCount() - 1; i >= 0; i--) {
      names.addFirst(target.getName(i));
    }
    if (target.isAbsolute()) {
      reached = ROOT;
    }
    attributes = Optional.empty();
  }
}
