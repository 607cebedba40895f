package dev.wildstream.ffmpeg.library;

import dev.wildstream.desired.Playlist;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.loop.Clock;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What is in playlists and files, asked once and waited for: for somebody who looks, where no
 * stream waits. Files are looked up and probed as the {@link MediaLibrary} does it.
 *
 * <p>No file is waited for longer than forty seconds; a file system that does not answer costs two
 * seconds in all.
 */
public final class MediaSurvey implements AutoCloseable {

  private final ToolSearch tools;
  private final Clock clock;
  private final Reach reach;
  private final Admission admission;
  private final ExecutorService workers;
  private final ExecutorService readers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("reader-", 0).factory());

  /** Is told how far it is, from any thread. */
  public interface Progress {
    void probed(int done, int all);
  }

  /**
   * Asks nothing yet.
   *
   * @param roots folders outside of which nothing is played; empty list = no such limit
   * @param atOnce how many files are probed at the same time, at least 1
   */
  public MediaSurvey(ToolSearch tools, List<Path> roots, int atOnce, Clock clock) {
    this.tools = tools;
    this.clock = clock;
    this.reach = new Reach(FileCalls.real(), Reach.PATIENCE, clock);
    this.admission = new Admission(reach, roots);
    this.workers =
        Executors.newFixedThreadPool(
            atOnce, Thread.ofPlatform().daemon().name("survey-", 0).factory());
  }

  /** The files that a playlist stands for; those that changed just now too. */
  public Listing list(Playlist playlist) {
    PlaylistLookup lookup = new PlaylistLookup(clock, reach, admission, Settling.Newcomers.JOIN);
    return new Listing("", lookup.look(playlist.entries()), clock.steady());
  }

  /**
   * What ffprobe says of files; of one that is not there, that.
   *
   * @throws IllegalStateException where there is no ffprobe
   */
  public Map<MediaView.Source, MediaFacts> probe(
      Collection<MediaView.Source> sources, Progress progress) throws InterruptedException {
    List<MediaView.Source> all = sources.stream().distinct().toList();
    if (all.isEmpty()) {
      return Map.of();
    }
    Path ffprobe =
        tools
            .ffprobe()
            .orElseThrow(() ->
                new IllegalStateException(
                    "ffprobe not found: install it (apt install ffmpeg) or give --ffprobe PATH"));
    Tally tally = new Tally(progress, all.size());
    List<Callable<MediaFacts>> questions = new ArrayList<>();
    for (MediaView.Source source : all) {
      questions.add(() -> {
        MediaFacts facts = facts(ffprobe, source);
        tally.one();
        return facts;
      });
    }
    List<Future<MediaFacts>> answers = workers.invokeAll(questions);
    Map<MediaView.Source, MediaFacts> found = new LinkedHashMap<>();
    for (int i = 0; i < answers.size(); i++) {
      found.put(all.get(i), answer(answers.get(i)));
    }
    return found;
  }

  /** How many are done. */
  private static final class Tally {
    private final Progress progress;
    private final int all;
    private int done;

    Tally(Progress progress, int all) {
      this.progress = progress;
      this.all = all;
    }

    synchronized void one() {
      progress.probed(++done, all);
    }
  }

  private MediaFacts facts(Path ffprobe, MediaView.Source source)
      throws IOException, InterruptedException {
    Path path;
    try {
      path = Path.of(source.path());
    } catch (InvalidPathException odd) {
      return new MediaFacts.Unplayable(Optional.empty(), "is no path");
    }
    return switch (admission.round().judge(reach.look(path))) {
      case Admission.Answer.Refused(String why) -> new MediaFacts.Unplayable(Optional.empty(), why);
      case Admission.Answer.Admitted(FileStamp stamp) ->
          new Probe(readers).ask(ffprobe, source, stamp);
    };
  }

  private static MediaFacts answer(Future<MediaFacts> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException failed) {
      throw switch (failed.getCause()) {
        case IOException e ->
            new UncheckedIOException("ffprobe cannot be started: " + e.getMessage(), e);
        case RuntimeException e -> e;
        case Throwable e -> new IllegalStateException(e);
      };
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
    readers.shutdownNow();
    reach.close();
  }
}
