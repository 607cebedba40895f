package dev.wildstream.ffmpeg;

import dev.wildstream.linux.BytesRead;
import dev.wildstream.linux.CallFailed;
import dev.wildstream.linux.Fifo;
import dev.wildstream.linux.TcpQueues;
import dev.wildstream.loop.Clock;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.PublisherView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One publisher from the moment it is asked for to its end. Its monitor guards everything but the
 * view, which is replaced whole and read without.
 */
final class LivePublisher {

  /** After output stood still this long, its going on is worth a look at once. */
  private static final Duration STOOD_STILL = Duration.ofSeconds(2);

  /** What Java makes of an end by SIGKILL. */
  static final int KILLED = 128 + 9;

  private final long session;
  private final Instant startedAt;
  private final boolean adopted;
  private final PublisherMeter meter;
  private final ConnectionMeter connection = new ConnectionMeter();
  private final CountDownLatch gone = new CountDownLatch(1);
  private Redactor redactor = Redactor.withoutKey();
  private Optional<FfmpegProcess> process = Optional.empty();
  private Optional<Fifo> fifo = Optional.empty();
  private Optional<LogTail> log = Optional.empty();
  private Optional<Instant> fifoEmptySince;
  private Optional<Instant> fifoSeenEmptyAt = Optional.empty();
  private Optional<Instant> fifoHalfFullAt = Optional.empty();
  private Optional<Instant> askedToEnd = Optional.empty();
  private Optional<Failure> complaint = Optional.empty();
  private Optional<byte[]> flush = Optional.empty();
  private boolean flushed;
  private Optional<byte[]> lastWord = Optional.empty();
  private boolean killed;
  private volatile PublisherView view;

  /** One that this hub is about to start. */
  static LivePublisher starting(long session, Clock clock, RunFolder run) {
    return new LivePublisher(session, clock, run, Optional.empty(), false);
  }

  /**
   * One that an earlier hub started.
   *
   * @param inputStart the first timestamp it read, where that hub knew it
   */
  static LivePublisher adopted(
      long session, Clock clock, RunFolder run, Optional<Duration> inputStart) {
    return new LivePublisher(session, clock, run, inputStart, true);
  }

  private LivePublisher(
      long session, Clock clock, RunFolder run, Optional<Duration> inputStart, boolean adopted) {
    this.session = session;
    this.startedAt = clock.steady();
    this.adopted = adopted;
    this.fifoEmptySince = Optional.of(startedAt);
    this.meter = new PublisherMeter(run.progress(Role.PUBLISHER), inputStart, clock);
    show();
  }

  long session() {
    return session;
  }

  PublisherView view() {
    return view;
  }

  synchronized Optional<Fifo> fifo() {
    return fifo;
  }

  /** How far its output is; empty until something was sent. */
  synchronized Optional<Duration> position() {
    return meter.output().map(PublisherView.Output::position);
  }

  synchronized Optional<Duration> inputStart() {
    return meter.inputStart();
  }

  /** Whether it runs or is being started. */
  boolean isLive() {
    return view instanceof PublisherView.Running;
  }

  /** Whether somebody asked for its end before it was even spawned. */
  synchronized boolean isUnwanted() {
    return killed || askedToEnd.isPresent();
  }

  /** Begins to watch its process. */
  synchronized void runs(
      FfmpegProcess started, Fifo itsFifo, LogTail itsLog, Redactor itsRedactor) {
    process = Optional.of(started);
    fifo = Optional.of(itsFifo);
    log = Optional.of(itsLog);
    redactor = itsRedactor;
    if (killed) {
      started.kill();
    } else if (askedToEnd.isPresent()) {
      started.terminate();
    }
    write();
    show();
  }

  /**
   * Asks it to end (SIGTERM). One that waits for something to read notices only when that comes, so
   * the end of its input is written for it.
   */
  synchronized void askToEnd(Instant now) {
    if (isLive() && askedToEnd.isEmpty()) {
      askedToEnd = Optional.of(now);
      lastWord = Optional.of(TailPacket.end());
      process.ifPresent(FfmpegProcess::terminate);
      write();
      show();
    }
  }

  /**
   * Makes it send all that it was fed, once for all that was fed until now.
   *
   * @param end where that ends, on the timeline
   */
  synchronized void flush(Duration end) {
    if (isLive() && !flushed) {
      flushed = true;
      flush = Optional.of(TailPacket.flush(end));
      write();
    }
  }

  /** Something follows what it was fed. */
  synchronized void isFed() {
    flushed = false;
    flush = Optional.empty();
  }

  /** Writes what is to be read behind all that waits in the fifo, once there is room for it. */
  private void write() {
    if (fifo.isEmpty() || process.isEmpty()) {
      return;
    }
    try {
      if (flush.isPresent() && fifo.get().write(flush.get())) {
        flush = Optional.empty();
      }
      if (lastWord.isPresent() && fifo.get().write(lastWord.get())) {
        lastWord = Optional.empty();
      }
    } catch (CallFailed closed) {
      // it has ended
    }
  }

  /** Ends it at once (SIGKILL). */
  synchronized void kill() {
    killed = true;
    process.ifPresent(FfmpegProcess::kill);
  }

  /** Looks at its files; true where the loop should know of what they say. */
  synchronized boolean poll(Instant now) throws IOException {
    if (!isLive() || process.isEmpty()) {
      return false;
    }
    Optional<PublisherView.Output> before = meter.output();
    Optional<Failure> complaintBefore = complaint;
    List<String> lines = log.orElseThrow().read();
    meter.readStart(lines);
    connection.readLog(lines);
    meter.read(now, BytesRead.by(process.get().pid()));
    if (complaint.isEmpty() && !lines.isEmpty()) {
      complaint = Diagnosis.complaint(log.orElseThrow().lines()).map(redactor::failure);
    }
    write();
    lookAtFifo(now);
    show();
    return complaint.isPresent() != complaintBefore.isPresent() || turned(before, meter.output());
  }

  /** Takes what the kernel says of its connection, right after a look at its files. */
  synchronized void lookAtConnection(Optional<TcpQueues.Queue> queue, Instant now) {
    if (isLive()) {
      connection.take(now, queue, meter.output());
      show();
    }
  }

  /** It ended: reads the rest of what it said, and says why. */
  synchronized void ended(Instant at, Optional<Integer> exitCode) {
    List<String> lines;
    try {
      log.orElseThrow().readToEnd();
      lines = log.orElseThrow().lines();
      meter.readStart(lines);
      meter.read(at, Optional.empty());
    } catch (IOException unreadable) {
      lines = List.of("its log cannot be read: " + unreadable);
    }
    // one that ended by itself just before it was killed tells why itself
    boolean killedByUs = killed && exitCode.map(code -> code == KILLED).orElse(true);
    boolean byUs = killedByUs || askedToEnd.isPresent();
    Failure failure =
        byUs
            ? complaint.orElse(new Failure.Internal(LiveFeeder.ENDED_BY_HUB))
            : Diagnosis.publisher(lines, exitCode);
    end(new PublisherView.Ended(session, at, exitCode, redactor.failure(failure), meter.output()));
  }

  /** It never came to life. */
  synchronized void failedToStart(Instant at, Failure why) {
    if (process.isPresent()) { // it did: then its end is told of when it comes
      process.get().kill();
      return;
    }
    end(
        new PublisherView.Ended(
            session, at, Optional.empty(), redactor.failure(why), Optional.empty()));
  }

  /** Waits for its end. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return gone.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void end(PublisherView.Ended told) {
    fifo.ifPresent(Fifo::close);
    view = told;
    gone.countDown();
  }

  private void lookAtFifo(Instant now) {
    try {
      int waiting = fifo.orElseThrow().waiting();
      boolean empty = waiting == 0;
      if (2 * waiting >= fifo.orElseThrow().capacity()) {
        fifoHalfFullAt = Optional.of(now);
      }
      fifoEmptySince = empty ? fifoEmptySince.or(() -> Optional.of(now)) : Optional.empty();
      fifoSeenEmptyAt = empty ? Optional.of(now) : fifoSeenEmptyAt;
    } catch (CallFailed unknown) {
      fifoEmptySince = Optional.empty();
    }
  }

  private static boolean turned(
      Optional<PublisherView.Output> before, Optional<PublisherView.Output> after) {
    if (after.isEmpty() || before.equals(after)) {
      return false;
    }
    return before
        .map(b -> b.advancedAt().plus(STOOD_STILL).isBefore(after.get().advancedAt()))
        .orElse(true);
  }

  private void show() {
    view =
        new PublisherView.Running(
            session,
            process.map(FfmpegProcess::pid),
            startedAt,
            meter.output(),
            fifoEmptySince,
            fifoSeenEmptyAt,
            fifoHalfFullAt,
            askedToEnd,
            complaint,
            connection.connection(),
            adopted);
  }
}
