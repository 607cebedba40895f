package dev.wildstream.watch;

import dev.wildstream.desired.Problem;
import dev.wildstream.desired.Reading;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.SourceFile;
import dev.wildstream.git.GitCommits;
import dev.wildstream.linux.Writers;
import dev.wildstream.loop.RealClock;
import dev.wildstream.loop.Revisions;
import dev.wildstream.loop.Wake;
import dev.wildstream.real.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A watcher of real files, which takes each text for a revision. */
final class Watched implements AutoCloseable {

  /** Every text that was read, those of several files joined by a plus. */
  final List<String> read = new CopyOnWriteArrayList<>();

  private final RevisionWatcher watcher;

  Watched(Path path) {
    RealClock clock = new RealClock();
    watcher =
        new RevisionWatcher(
            new ConfigurationFiles(path),
            this::reading,
            new GitCommits(path, "git", clock),
            file -> Writers.of(file) == Writers.SOME,
            clock,
            Wake.real());
    try {
      watcher.start();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    Await.until("it watches", Duration.ofSeconds(10), watcher::watching);
  }

  private Reading reading(List<SourceFile> files) {
    String text =
        files.stream()
            .map(file -> new String(file.content(), StandardCharsets.UTF_8).strip())
            .collect(Collectors.joining("+"));
    read.add(text);
    return new Reading.Accepted(new Revision(text, List.of()));
  }

  Revisions.Read newest() {
    return watcher.newest().orElseThrow();
  }

  /** What the newest reading says, or why it is refused. */
  String text() {
    return switch (newest().reading()) {
      case Reading.Accepted(Revision revision) -> revision.digest();
      case Reading.Refused refused ->
          refused.problems().stream().map(Problem::wrong).collect(Collectors.joining());
    };
  }

  @Override
  public void close() {
    watcher.close();
  }
}
