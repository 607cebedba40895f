package dev.wildstream.ffmpeg.library;

import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.loop.Clock;
import dev.wildstream.observed.MediaFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Probes files, at most two at a time, since a probe may cost a core. A file that does not answer
 * is given up and takes nobody's turn: its thread, and an ffprobe that hangs in the kernel and
 * cannot be killed, are left aside until the file answers, few for each file system.
 */
final class Prober implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Prober.class);

  private static final int AT_ONCE = 2;

  /** Left aside, of one file system: a disk with a bad spot may have many files that answer. */
  private static final int MOST_ASIDE = 2;

  /** Left aside in all: three threads and a process each. */
  private static final int MOST_ASIDE_IN_ALL = 32;

  /** From the kill of an ffprobe to the end of what it says, many times over. */
  private static final Duration GOING = Duration.ofSeconds(1);

  private final ToolSearch tools;
  private final Reach reach;
  private final Admission admission;
  private final FileCalls calls;
  private final KnownFacts known;
  private final Duration patience;
  private final Clock clock;
  private final Predicate<KnownFacts.Question> wanted;
  private final Runnable changed;
  private final Set<KnownFacts.Question> asked = new HashSet<>();
  private final Deque<KnownFacts.Question> waiting = new ArrayDeque<>();
  private final Set<Turn> begun = new HashSet<>();
  private int atWork;
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("probe-", 0).factory());
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("probe-timer").factory());

  /**
   * Probes nothing until it is asked.
   *
   * @param patience with a file that is touched
   * @param wanted whether a question that had to wait is still one
   * @param changed is run whenever something new is known
   */
  Prober(
      ToolSearch tools,
      Reach reach,
      Admission admission,
      FileCalls calls,
      KnownFacts known,
      Duration patience,
      Clock clock,
      Predicate<KnownFacts.Question> wanted,
      Runnable changed) {
    this.tools = tools;
    this.reach = reach;
    this.admission = admission;
    this.calls = calls;
    this.known = known;
    this.patience = patience;
    this.clock = clock;
    this.wanted = wanted;
    this.changed = changed;
  }

  /** How far a file is. */
  private enum Stage {
    /** Its first answer is waited for. */
    TOUCHED,
    /** FFprobe reads it. */
    PROBED,
    /** For longer than the patience: it may be large, or hang. It takes nobody's turn. */
    SLOW,
    /** It did not answer. */
    SILENT,
    /** It is known, or was given up for good. */
    ENDED
  }

  /** One file at work, or left aside. */
  private static final class Turn {
    final KnownFacts.Question question;
    Optional<Mounts.Mount> mount = Optional.empty();
    Stage stage = Stage.TOUCHED;
    boolean takesTurn = true;

    Turn(KnownFacts.Question question) {
      this.question = question;
    }

    boolean isOn(Mounts.Mount other) {
      return mount.equals(Optional.of(other));
    }
  }

  /** Asks once, however often it is told to while that goes on. */
  void ask(KnownFacts.Question question) {
    synchronized (this) {
      if (!asked.add(question)) {
        return;
      }
      waiting.addLast(question);
    }
    next();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  private synchronized void next() {
    Iterator<KnownFacts.Question> questions = waiting.iterator();
    while (atWork < AT_ONCE && questions.hasNext() && !workers.isShutdown()) {
      Turn turn = new Turn(questions.next());
      questions.remove();
      atWork++;
      workers.execute(() -> run(turn));
    }
  }

  private void run(Turn turn) {
    KnownFacts.Question question = turn.question;
    Optional<Readers> hanging = Optional.empty();
    try {
      Optional<Path> ffprobe = tools.ffprobe();
      if (ffprobe.isPresent() && wanted.test(question)) {
        hanging = probe(ffprobe.get(), turn);
      }
    } catch (IOException notNow) {
      LOG.warn(
          "ffprobe cannot be started file={} why={}",
          question.source().path(),
          notNow.getMessage());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RejectedExecutionException closed) {
      LOG.debug("The hub ends, not probed file={}", question.source().path());
    } catch (RuntimeException bug) {
      LOG.error("Probing failed file={}", question.source().path(), bug);
    } finally {
      hanging.ifPresentOrElse(readers -> readers.whenEnded(() -> end(turn)), () -> end(turn));
    }
  }

  /** What of it hangs, left aside; empty = nothing. */
  private Optional<Readers> probe(Path ffprobe, Turn turn)
      throws IOException, InterruptedException {
    KnownFacts.Question question = turn.question;
    Path path = Path.of(question.source().path());
    if (!(reach.look(path) instanceof Look.Found file)) {
      return Optional.empty(); // gone, or silent: told by whoever looks at its stamp
    }
    if (admission.round().judge(file).refused().isPresent()) {
      return Optional.empty(); // a link that leads elsewhere since: told likewise
    }
    switch (room(turn, reach.mount(file))) {
      case FREE -> {}
      case LATER -> {
        return Optional.empty(); // asked again within seconds
      }
      case NONE -> {
        give(question, unanswered(question));
        return Optional.empty();
      }
    }
    Future<?> givenUp =
        timer.schedule(() -> giveUp(turn), patience.toMillis(), TimeUnit.MILLISECONDS);
    try {
      calls.touch(file.real());
    } catch (IOException unreadable) {
      // ffprobe says why
    }
    if (!passes(turn, Stage.TOUCHED, Stage.PROBED)) {
      return Optional.empty(); // it answers after all: asked again, in its turn
    }
    Readers readers = new Readers(workers);
    MediaFacts facts = new Probe(readers).ask(ffprobe, question.source(), question.stamp());
    givenUp.cancel(false);
    if (readers.awaitTermination(GOING.toMillis(), TimeUnit.MILLISECONDS)) {
      give(question, facts);
      return Optional.empty();
    }
    LOG.warn("ffprobe hangs, left aside file={}", question.source().path());
    if (passes(turn, Stage.PROBED, Stage.SILENT) || passes(turn, Stage.SLOW, Stage.SILENT)) {
      give(question, unanswered(question));
      next();
    }
    return Optional.of(readers);
  }

  /** After the patience it takes nobody's turn any more; where it has not answered, it is said. */
  private void giveUp(Turn turn) {
    if (passes(turn, Stage.TOUCHED, Stage.SILENT)) {
      give(turn.question, unanswered(turn.question));
    } else {
      passes(turn, Stage.PROBED, Stage.SLOW);
    }
    next();
  }

  /** From one stage to another; false where it is not in the one. */
  private synchronized boolean passes(Turn turn, Stage from, Stage to) {
    if (turn.stage != from) {
      return false;
    }
    turn.stage = to;
    boolean leaves =
        switch (to) {
          case TOUCHED, PROBED, ENDED -> false;
          case SLOW, SILENT -> true;
        };
    if (leaves) {
      yieldTurn(turn);
    }
    return true;
  }

  private synchronized void yieldTurn(Turn turn) {
    if (turn.takesTurn) {
      turn.takesTurn = false;
      atWork--;
    }
  }

  private synchronized void end(Turn turn) {
    turn.stage = Stage.ENDED;
    begun.remove(turn);
    yieldTurn(turn);
    asked.remove(turn.question);
    next();
  }

  /** Whether one more may begin that may have to be left aside. */
  private enum Room {
    FREE,
    /** Those before it may answer yet. */
    LATER,
    NONE
  }

  /** Takes the room too, if there is: whoever is at work may be left aside as those before it. */
  private synchronized Room room(Turn turn, Mounts.Mount mount) {
    List<Stage> there = begun.stream().filter(t -> t.isOn(mount)).map(t -> t.stage).toList();
    if (there.size() < MOST_ASIDE && begun.size() < MOST_ASIDE_IN_ALL) {
      turn.mount = Optional.of(mount);
      begun.add(turn);
      return Room.FREE;
    }
    boolean allSilent = there.stream().allMatch(stage -> stage == Stage.SILENT);
    return allSilent ? Room.NONE : Room.LATER;
  }

  private void give(KnownFacts.Question question, MediaFacts facts) {
    known.put(question, facts, clock.steady());
    changed.run();
  }

  private static MediaFacts unanswered(KnownFacts.Question question) {
    return new MediaFacts.Unplayable(Optional.of(question.stamp()), DoesNotAnswer.WHY);
  }
}
