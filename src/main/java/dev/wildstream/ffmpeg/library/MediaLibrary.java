package dev.wildstream.ffmpeg.library;

import dev.wildstream.desired.StreamName;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.ffmpeg.card.CardMaker;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Media;
import dev.wildstream.loop.ProbedMedia;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up playlists and probes items, so that the loop need not. Each stream's files are looked at
 * on a thread of its own; a file system that does not answer holds up none of them for longer than
 * two seconds ({@link Reach}, {@link Prober}).
 */
public final class MediaLibrary implements Media, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MediaLibrary.class);

  private final Clock clock;
  private final Wake wake;
  private final ProbedMedia kept;
  private final KnownFacts known = new KnownFacts();
  private final CardMaker cards;
  private final Reach reach;
  private final Admission admission;
  private final Prober prober;
  private final Map<StreamName, Desk> desks = new ConcurrentHashMap<>();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("media-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("media-timer").factory());

  /**
   * Looks at nothing until something is wanted.
   *
   * @param runtime the folder that holds one run folder per stream, absolute
   * @param roots folders outside of which nothing is played; empty list = no such limit
   * @param kept what the hub before has probed, and for the next one what this one has: good for as
   *     long as a file's size and time are as they were, as within one hub
   */
  public MediaLibrary(
      Path runtime, ToolSearch tools, List<Path> roots, ProbedMedia kept, Clock clock, Wake wake) {
    this(runtime, tools, roots, FileCalls.real(), Reach.PATIENCE, kept, clock, wake);
  }

  MediaLibrary(
      Path runtime,
      ToolSearch tools,
      List<Path> roots,
      FileCalls calls,
      Duration patience,
      ProbedMedia kept,
      Clock clock,
      Wake wake) {
    this.kept = kept;
    this.clock = clock;
    this.wake = wake;
    this.cards = new CardMaker(runtime, tools, clock, wake);
    this.reach = new Reach(calls, patience, clock);
    this.admission = new Admission(reach, roots);
    this.prober =
        new Prober(
            tools, reach, admission, calls, known, patience, clock, this::isWanted, this::probed);
    kept.load()
        .forEach((source, facts) ->
            known.put(new KnownFacts.Question(source, facts.stamp()), facts, clock.steady()));
    timer.scheduleWithFixedDelay(() -> desks.values().forEach(this::begin), 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public MediaView view(StreamName stream) {
    Desk desk = desks.get(stream);
    MediaView files = desk == null ? MediaView.UNKNOWN : desk.media.view();
    return new MediaView(files.listing(), files.facts(), cards.view(stream));
  }

  @Override
  public void want(StreamName stream, Wants wants) {
    cards.want(stream, wants.card());
    if (wants.listing().isEmpty() && wants.facts().isEmpty()) {
      Desk left = desks.remove(stream);
      if (left != null) {
        left.media.want(Wants.NOTHING);
      }
      return;
    }
    Desk desk = desks.computeIfAbsent(stream, s -> new Desk(media()));
    Wants before = desk.media.wants();
    desk.media.want(wants);
    boolean changed =
        !before.listing().equals(wants.listing()) || !before.facts().equals(wants.facts());
    if (changed) {
      begin(desk);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    cards.close();
    prober.close();
    workers.shutdownNow();
    reach.close();
  }

  /** One stream's thread: at work or not, and whether more came meanwhile. */
  private static final class Desk {
    final StreamMedia media;
    final AtomicBoolean atWork = new AtomicBoolean();
    final AtomicBoolean more = new AtomicBoolean();

    Desk(StreamMedia media) {
      this.media = media;
    }
  }

  private void begin(Desk desk) {
    desk.more.set(true);
    if (desk.atWork.compareAndSet(false, true)) {
      workers.execute(() -> work(desk));
    }
  }

  private void work(Desk desk) {
    try {
      while (desk.more.getAndSet(false)) {
        desk.media.work(prober::ask, wake::wake);
      }
    } catch (RuntimeException bug) {
      LOG.error("Looking up media failed", bug);
    } finally {
      desk.atWork.set(false);
    }
    if (desk.more.get()) {
      begin(desk);
    }
  }

  private StreamMedia media() {
    PlaylistLookup lookup = new PlaylistLookup(clock, reach, admission);
    return new StreamMedia(lookup, reach, admission, known, clock);
  }

  private void probed() {
    desks.values().forEach(desk -> desk.media.refresh(wake::wake));
    kept.keep(known.playable());
  }

  private boolean isWanted(KnownFacts.Question question) {
    return desks.values().stream()
        .anyMatch(d -> d.media.wants().facts().contains(question.source()));
  }
}
