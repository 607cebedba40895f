package dev.wildstream.watch;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Commits;
import dev.wildstream.loop.Revisions;
import dev.wildstream.loop.Wake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the desired-state files at the start, whenever something near them changed, and every
 * {@link #POLL} besides. A burst of writes becomes one reading: it waits for {@link #QUIET}, but
 * not longer than {@link #LONGEST_BURST}.
 */
public final class RevisionWatcher implements Revisions, AutoCloseable {

  /** No write for so long is the end of a burst; an editor's save takes some milliseconds. */
  static final Duration QUIET = Duration.ofMillis(100);

  /** A burst that does not end is read all the same. */
  static final Duration LONGEST_BURST = Duration.ofSeconds(1);

  /** A file that somebody holds open, or a checkout, that does not end is read all the same. */
  static final Duration LONGEST_WRITE = Duration.ofSeconds(30);

  /** Finds what the kernel does not tell: network mounts, lost events. */
  static final Duration POLL = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger("watch");

  private final ConfigurationFiles files;
  private final Function<List<SourceFile>, Reading> reader;
  private final Commits commits;
  private final Predicate<Path> isBeingWritten;
  private final Clock clock;
  private final Wake wake;
  private final BlockingQueue<Boolean> hints = new ArrayBlockingQueue<>(1);
  private final AtomicReference<Optional<Read>> newest = new AtomicReference<>(Optional.empty());
  private final FolderEvents events = new FolderEvents(() -> hints.offer(true));
  private final Thread thread = Thread.ofPlatform().name("watch").daemon().unstarted(this::watch);
  private String digest = "";
  private Optional<String> checkedOut = Optional.empty();
  private Optional<Instant> hintedAt = Optional.empty();
  private volatile boolean closed;

  /**
   * Reads nothing yet.
   *
   * @param isBeingWritten whether somebody has a file open for writing, as far as the kernel tells
   */
  public RevisionWatcher(
      ConfigurationFiles files,
      Function<List<SourceFile>, Reading> reader,
      Commits commits,
      Predicate<Path> isBeingWritten,
      Clock clock,
      Wake wake) {
    this.files = files;
    this.reader = reader;
    this.commits = commits;
    this.isBeingWritten = isBeingWritten;
    this.clock = clock;
    this.wake = wake;
  }

  /**
   * Reads the files once, then goes on watching them. What is being written at this moment is
   * waited for, but no longer than for a burst: streams wait for it.
   *
   * @throws InterruptedException if interrupted while it waits
   */
  public void start() throws InterruptedException {
    awaitWriters(LONGEST_BURST);
    look();
    thread.start();
  }

  /** Reads the files now, as on SIGHUP. */
  public void reread() {
    hints.offer(true);
  }

  @Override
  public Optional<Read> newest() {
    return newest.get();
  }

  @Override
  public boolean watching() {
    return thread.isAlive() && events.alive();
  }

  private void watch() {
    try {
      while (!closed) {
        // watch first, look then: a change between the two is seen by one of them
        events.watch(folders());
        look();
        if (hints.poll(POLL.toMillis(), TimeUnit.MILLISECONDS) != null) {
          awaitQuiet();
        }
        awaitWriters(LONGEST_WRITE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      events.close();
    }
  }

  private Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>(files.foldersToWatch());
    folders.addAll(commits.foldersToWatch());
    return folders;
  }

  /** What git writes file by file is one revision, and what is half written is none. */
  private void awaitWriters(Duration atMost) throws InterruptedException {
    Instant end = clock.steady().plus(atMost);
    while (isUnfinished() && clock.steady().isBefore(end)) {
      if (hints.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) != null) {
        hintedAt = Optional.of(clock.steady());
      }
    }
  }

  private boolean isUnfinished() {
    return commits.checkingOut() || files.some(isBeingWritten);
  }

  private void awaitQuiet() throws InterruptedException {
    hintedAt = Optional.of(clock.steady());
    Instant end = clock.steady().plus(LONGEST_BURST);
    while (hints.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS) != null
        && clock.steady().isBefore(end)) {
      hintedAt = Optional.of(clock.steady()); // each hint begins the quiet anew
    }
  }

  private void look() {
    try {
      // the last write is what a change is as old as, not the end of the quiet after it
      Instant seen = hintedAt.orElseGet(clock::steady);
      hintedAt = Optional.empty();
      ConfigurationFiles.Content content = files.read();
      String found = digest(content);
      Optional<String> head = commits.checkedOut();
      Optional<Read> before = newest.get();
      boolean same = before.isPresent() && found.equals(digest);
      if (same && head.equals(checkedOut)) {
        newest.set(before.map(read -> read.again(read.commit())));
        return;
      }
      digest = found;
      checkedOut = head;
      if (same) {
        newest.set(before.map(read -> read.again(commits.of(read.files()))));
      } else {
        long times = before.map(Read::times).orElse(0L) + 1;
        newest.set(Optional.of(read(content, found, seen, times)));
      }
      wake.wake();
    } catch (RuntimeException e) {
      LOG.error("The desired-state files cannot be looked at detail={}", e.toString());
    }
  }

  private Read read(
      ConfigurationFiles.Content content, String digestOfContent, Instant seen, long times) {
    return switch (content) {
      case ConfigurationFiles.Content.Files(List<SourceFile> sources) ->
          new Read(reader.apply(sources), seen, sources, commits.of(sources), times);
      case ConfigurationFiles.Content.Unreadable(List<Problem> problems) ->
          new Read(
              new Reading.Refused(digestOfContent, problems),
              seen,
              List.of(),
              commits.of(List.of()),
              times);
    };
  }

  private static String digest(ConfigurationFiles.Content content) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      switch (content) {
        case ConfigurationFiles.Content.Files(List<SourceFile> sources) ->
            sources.forEach(source -> {
              sha.update(
                  (source.name() + "\0" + source.content().length + "\0")
                      .getBytes(StandardCharsets.UTF_8));
              sha.update(source.content());
            });
        case ConfigurationFiles.Content.Unreadable(List<Problem> problems) ->
            sha.update(problems.toString().getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
