package dev.wildstream.ffmpeg;

import dev.wildstream.desired.StreamName;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Media;
import dev.wildstream.loop.ProbedMedia;
import dev.wildstream.loop.Wake;
import dev.wildstream.observed.MediaView;
import dev.wildstream.reconcile.Wants;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * on a thread of its own, at most one at a time: a mount that hangs holds up that stream's look-ups
 * and no other's. At most two files are probed at once, since a probe may cost a core.
 */
public final class MediaLibrary implements Media, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MediaLibrary.class);
  private static final int PROBES_AT_ONCE = 2;

  private final ToolSearch tools;
  private final List<Path> roots;
  private final Clock clock;
  private final Wake wake;
  private final ProbedMedia kept;
  private final KnownFacts known = new KnownFacts();
  private final CardMaker cards;
  private final Map<StreamName, Desk> desks = new ConcurrentHashMap<>();
  private final Set<KnownFacts.Question> asked = ConcurrentHashMap.newKeySet();
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("media-", 0).factory());
  private final ExecutorService probes =
      Executors.newFixedThreadPool(
          PROBES_AT_ONCE, Thread.ofPlatform().daemon().name("probe-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("media-timer").factory());
  private final Probe probe = new Probe(workers);

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
    this.tools = tools;
    this.cards = new CardMaker(runtime, tools, clock, wake);
    this.kept = kept;
    this.roots = List.copyOf(roots);
    this.clock = clock;
    this.wake = wake;
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
    Desk desk =
        desks.computeIfAbsent(
            stream, s -> new Desk(new StreamMedia(new PlaylistLookup(clock, roots), known, clock)));
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
    probes.shutdownNow();
    workers.shutdownNow();
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
        if (desk.media.work(this::ask)) {
          wake.wake();
        }
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

  private void ask(KnownFacts.Question question) {
    if (asked.add(question)) {
      probes.execute(() -> {
        try {
          answer(question);
        } catch (IOException notNow) {
          LOG.warn(
              "ffprobe cannot be started file={} why={}",
              question.source().path(),
              notNow.getMessage());
        } catch (InterruptedException stopped) {
          Thread.currentThread().interrupt();
        } catch (RuntimeException bug) {
          LOG.error("Probing failed file={}", question.source().path(), bug);
        } finally {
          asked.remove(question);
        }
      });
    }
  }

  private void answer(KnownFacts.Question question) throws IOException, InterruptedException {
    Optional<Path> ffprobe = tools.ffprobe();
    if (ffprobe.isEmpty() || !isWanted(question)) {
      return;
    }
    known.put(
        question, probe.ask(ffprobe.get(), question.source(), question.stamp()), clock.steady());
    boolean changed = false;
    for (Desk desk : desks.values()) {
      changed |= desk.media.refresh();
    }
    if (changed) {
      wake.wake();
    }
    kept.keep(known.playable());
  }

  private boolean isWanted(KnownFacts.Question question) {
    return desks.values().stream()
        .anyMatch(d -> d.media.wants().facts().contains(question.source()));
  }
}
