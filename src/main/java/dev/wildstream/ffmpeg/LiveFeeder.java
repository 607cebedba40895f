package dev.wildstream.ffmpeg;

import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One feeder from the moment it is asked for to its end. Its monitor guards everything but the
 * view, which is replaced whole and read without.
 */
final class LiveFeeder {

  static final String ENDED_BY_HUB = "ended by the hub";

  /** In which one that is not stuck ends in good order. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /** What a feeder that was killed may have written after its last report. */
  private static final Duration UNREPORTED = Duration.ofMillis(500);

  /**
   * A process that does not go within this of SIGKILL hangs in the kernel, mostly in a dead network
   * file system. It will never write again, so the next need not wait for it.
   */
  private static final Duration DEAD_ENOUGH = Duration.ofSeconds(2);

  private final FeederWork work;
  private final RunFolder run;
  private final Instant startedAt;
  private final ProgressFile progress;
  private Optional<FfmpegProcess> process = Optional.empty();
  private Optional<LogTail> log = Optional.empty();
  private Optional<Duration> written = Optional.empty();
  private boolean toldItsEnd;
  private Instant advancedAt;
  private Optional<Instant> askedAt = Optional.empty();
  private String askedWhy = "";
  private Optional<Instant> killedAt = Optional.empty();
  private Optional<FeederView.Ended> end = Optional.empty();
  private boolean cutting;
  private final CountDownLatch gone = new CountDownLatch(1);
  private volatile FeederView view;

  LiveFeeder(FeederWork work, Instant startedAt, RunFolder run) {
    this.work = work;
    this.run = run;
    this.startedAt = startedAt;
    this.advancedAt = startedAt;
    this.progress = new ProgressFile(run.progress(Role.FEEDER));
    show();
  }

  long session() {
    return work.session();
  }

  long number() {
    return work.number();
  }

  synchronized Optional<Long> pid() {
    return process.map(FfmpegProcess::pid);
  }

  FeederView view() {
    return view;
  }

  /** Whether it runs or is being started. */
  boolean isLive() {
    return gone.getCount() > 0;
  }

  synchronized boolean isUnwanted() {
    return killedAt.isPresent();
  }

  /** Begins to watch its process. */
  synchronized void runs(FfmpegProcess started, LogTail itsLog) {
    process = Optional.of(started);
    log = Optional.of(itsLog);
    if (killedAt.isPresent()) {
      started.kill();
    }
    show();
  }

  /**
   * Asks it to end (SIGTERM), so that it notes where what it wrote ends; ends it (SIGKILL) where it
   * has not within half a second, as one that waits for room in the fifo.
   *
   * @param why of the item, for people: "it …"
   */
  synchronized void askToEnd(Instant now, String why) {
    if (process.isEmpty()) {
      kill(now);
    } else if (isLive() && askedAt.isEmpty()) {
      askedAt = Optional.of(now);
      askedWhy = why;
      process.get().terminate();
    }
  }

  /** Ends it at once (SIGKILL). */
  synchronized void kill(Instant now) {
    if (isLive() && killedAt.isEmpty()) {
      killedAt = Optional.of(now);
    }
    process.ifPresent(FfmpegProcess::kill);
  }

  /**
   * Ends it at once, to be followed by {@link #cut}; until then it is shown as one that runs, since
   * where it ended is not where the next one begins.
   */
  synchronized void beginCut(Instant now) {
    kill(now);
    cutting = true;
    show();
  }

  /** What of it the publisher had not read was thrown away. */
  synchronized void cut(Instant at, Duration reached) {
    view = new FeederView.Cut(session(), number(), at, reached);
  }

  /** Waits for its end. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return gone.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Where on the timeline its work begins. */
  Duration begin() {
    return work.timeline();
  }

  /** Until where on the timeline it wrote, or a little more; empty where nothing is known of it. */
  synchronized Optional<Duration> writtenUntil() {
    Optional<Duration> video = end.flatMap(FeederView.Ended::videoEnd);
    Optional<Duration> audio = end.flatMap(FeederView.Ended::audioEnd);
    return Stream.of(video, audio)
        .flatMap(Optional::stream)
        .max(Duration::compareTo)
        .map(work.timeline()::plus);
  }

  /** Looks at its files; true where the loop should know of what they say. */
  synchronized boolean poll(Instant now) throws IOException {
    if (!isLive() || process.isEmpty()) {
      return false;
    }
    log.orElseThrow().read();
    readProgress(now);
    if (askedAt.isPresent() && killedAt.isEmpty() && askedAt.get().plus(GRACE).isBefore(now)) {
      kill(now);
    }
    if (killedAt.isPresent() && killedAt.get().plus(DEAD_ENOUGH).isBefore(now)) {
      end(now, new Failure.Starved("hangs in its file system and does not end"));
      return true;
    }
    show();
    return false;
  }

  /** It ended while no hub was there. */
  synchronized void endedBefore(LogTail itsLog) {
    log = Optional.of(itsLog);
  }

  /** It ended: reads where what it wrote ends, and why it did. */
  synchronized void ended(Instant at, Optional<Integer> exitCode) throws IOException {
    if (!isLive()) {
      return; // given up before
    }
    log.orElseThrow().readToEnd();
    readProgress(at);
    if (askedAt.isPresent()) {
      end(at, new Failure.Starved(askedWhy + " and was ended by the hub"));
      return;
    }
    if (killedAt.isPresent() && !exitCode.equals(Optional.of(0))) {
      end(at, new Failure.Internal(ENDED_BY_HUB));
      return;
    }
    Redactor redactor = Redactor.withoutKey();
    boolean cutOff = exitCode.isEmpty() && !hasNotedEnds();
    Optional<Failure> failure =
        Diagnosis.feeder(redactor.lines(log.orElseThrow().lines()), exitCode)
            .or(() ->
                cutOff
                    ? Optional.of(new Failure.Internal("it was killed, nobody knows by whom"))
                    : Optional.empty())
            .map(f ->
                switch (f) {
                  case Failure.Internal(String d) -> new Failure.Internal(redactor.detail(d));
                  default -> new Failure.Media(redactor.detail(f.detail()));
                });
    if (failure.isEmpty() && !hasNotedEnds()) {
      // it says at its end that no report follows, unless it could not write
      Optional<Duration> nothing = toldItsEnd ? Optional.of(Duration.ZERO) : Optional.empty();
      tell(new FeederView.Ended(session(), number(), at, nothing, nothing, failure));
      return;
    }
    tell(new FeederView.Ended(session(), number(), at, videoEnd(), audioEnd(), failure));
  }

  /** It never came to life. */
  synchronized void failedToStart(Instant at, String why) {
    neverRan(at, new Failure.Internal(Redactor.withoutKey().detail(why)));
  }

  /** Its item may not be read. */
  synchronized void refused(Instant at, String why) {
    neverRan(at, new Failure.Media(Redactor.withoutKey().detail(why)));
  }

  private void neverRan(Instant at, Failure why) {
    tell(
        new FeederView.Ended(
            session(), number(), at, Optional.empty(), Optional.empty(), Optional.of(why)));
  }

  private void tell(FeederView.Ended told) {
    end = Optional.of(told);
    if (!cutting) {
      view = told;
    }
    gone.countDown();
  }

  /** One that is killed has no time to. */
  private boolean hasNotedEnds() throws IOException {
    return WrittenEnd.in(run.videoEnd()).isPresent() || WrittenEnd.in(run.audioEnd()).isPresent();
  }

  private void end(Instant at, Failure failure) throws IOException {
    tell(
        new FeederView.Ended(
            session(), number(), at, videoEnd(), audioEnd(), Optional.of(failure)));
  }

  private Optional<Duration> videoEnd() throws IOException {
    Optional<Duration> noted = WrittenEnd.in(run.videoEnd()).map(work.nudge()::plus);
    return noted.isPresent() || WrittenEnd.in(run.audioEnd()).isPresent() ? noted : reckonedEnd();
  }

  private Optional<Duration> audioEnd() throws IOException {
    if (work.silent()) {
      return videoEnd(); // silence lasts as long as the picture
    }
    Optional<Duration> noted = WrittenEnd.in(run.audioEnd()).map(work.nudge()::plus);
    return noted.isPresent() || WrittenEnd.in(run.videoEnd()).isPresent() ? noted : reckonedEnd();
  }

  /** Killed before it noted the ends: better a small gap after it than an overlap. */
  private Optional<Duration> reckonedEnd() {
    return written.map(UNREPORTED::plus);
  }

  private void readProgress(Instant now) throws IOException {
    Optional<ProgressFile.Told> told = progress.read();
    toldItsEnd = toldItsEnd || told.filter(ProgressFile.Told::last).isPresent();
    Optional<Duration> newest = told.map(t -> t.report().outTime()).map(work.nudge()::plus);
    if (newest.isPresent() && newest.get().compareTo(written.orElse(Duration.ZERO)) > 0) {
      written = newest;
      advancedAt = now;
    }
  }

  private void show() {
    view =
        new FeederView.Running(
            session(), number(), process.map(FfmpegProcess::pid), startedAt, written, advancedAt);
  }
}
