package dev.wildstream.world;

import dev.wildstream.desired.StreamName;
import dev.wildstream.observed.Failure;
import dev.wildstream.reconcile.Step;
import java.time.Duration;
import java.util.Optional;

/** The FFmpeg process that reads an item. It lives on the machine, whatever becomes of the hub. */
final class SimulatedFeeder {

  /** What may have been written after the last report of one that was killed. */
  private static final Duration UNREPORTED = Duration.ofMillis(500);

  private static final long REPORT = 200_000_000L;

  /** No session gets older. */
  private static final Duration WITHOUT_END = Duration.ofDays(25);

  private final StreamName stream;
  private final Step.StartFeeder step;
  private final SimulatedFifo fifo;
  private final Optional<MediaFile> file;

  /** When it last became fast enough again. */
  long slowUntil = Long.MIN_VALUE / 2;

  boolean writes;
  boolean hangs;
  int rate;

  /** How often its end was reckoned; only the newest counts. */
  long looks;

  private long endedAt = Agenda.NEVER;
  private boolean noted;
  private Optional<Failure> failure = Optional.empty();
  private long writtenAtEnd;

  /**
   * A feeder that has written nothing yet.
   *
   * @param file as it was when the feeder opened it
   * @param rate how fast it writes, in thousandths of real time
   */
  SimulatedFeeder(
      StreamName stream,
      Step.StartFeeder step,
      SimulatedFifo fifo,
      Optional<MediaFile> file,
      int rate) {
    this.stream = stream;
    this.step = step;
    this.fifo = fifo;
    this.file = file;
    this.rate = rate;
  }

  StreamName stream() {
    return stream;
  }

  Step.StartFeeder step() {
    return step;
  }

  SimulatedFifo fifo() {
    return fifo;
  }

  Flow flow() {
    return fifo.flow();
  }

  /** Whether it shows the standby picture. */
  boolean isStandby() {
    return isStandby(step);
  }

  static boolean isStandby(Step.StartFeeder step) {
    return step.input().manner() != Step.Manner.AHEAD;
  }

  Optional<MediaFile> file() {
    return file;
  }

  boolean isAlive() {
    return endedAt == Agenda.NEVER;
  }

  long begin() {
    return step.timeline().toNanos();
  }

  /** How much of the item it will write; never negative. */
  Duration span() {
    Duration readable = file.map(MediaFile::readable).orElse(Duration.ZERO);
    if (step.input().manner() == Step.Manner.LIVE_WITHOUT_END && !readable.isZero()) {
      return WITHOUT_END;
    }
    Duration end = step.to().filter(to -> to.compareTo(readable) < 0).orElse(readable);
    Duration span = end.minus(step.from());
    return span.isNegative() ? Duration.ZERO : span;
  }

  /** How much it has written. */
  Duration written() {
    if (!isAlive()) {
      return Duration.ofNanos(writtenAtEnd);
    }
    return writes ? Duration.ofNanos(Math.max(0, flow().written() - begin())) : Duration.ZERO;
  }

  /** As its progress file says. */
  Optional<Duration> reported() {
    long whole = written().toNanos() / REPORT * REPORT;
    return whole == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(whole));
  }

  /** It ended by itself, and noted where what it wrote ends. */
  void ended(long now, Optional<Failure> why) {
    writtenAtEnd = written().toNanos();
    noted = true;
    failure = why;
    endedAt = now;
  }

  /** It was killed before it noted anything. */
  void wasKilled(long now) {
    writtenAtEnd = written().toNanos();
    failure = Optional.of(new Failure.Internal("killed by signal 9"));
    endedAt = now;
  }

  long endedAt() {
    return endedAt;
  }

  Optional<Failure> failure() {
    return failure;
  }

  Optional<Duration> videoEnd() {
    return end(Duration.ZERO);
  }

  Optional<Duration> audioEnd() {
    Duration shorter =
        step.silence().isPresent()
            ? Duration.ZERO
            : file.map(MediaFile::soundShorter).orElse(Duration.ZERO);
    return end(shorter);
  }

  /** Better a small gap after what was reckoned than an overlap. */
  private Optional<Duration> end(Duration shorter) {
    if (writtenAtEnd == 0) {
      return Optional.empty();
    }
    Duration written = Duration.ofNanos(writtenAtEnd);
    if (!noted) {
      return Optional.of(written.plus(UNREPORTED));
    }
    return Optional.of(written.compareTo(shorter) > 0 ? written.minus(shorter) : written);
  }

  @Override
  public String toString() {
    return "feeder " + stream + "/" + step.session() + "/" + step.number();
  }
}
