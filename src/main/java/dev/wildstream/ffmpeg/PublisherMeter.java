package dev.wildstream.ffmpeg;

import dev.wildstream.loop.Clock;
import dev.wildstream.observed.PublisherView;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a publisher's output is, on the timeline that its feeders write: FFmpeg counts its output
 * from the first timestamp it read, and says at its start which that was.
 *
 * <p>An FFmpeg that once could not write its progress file, because the run folder was full, never
 * tries again, and is as well as before. So where its reports cease and it reads on, it is on the
 * air all the same: it paces what it reads, and reads no more than some seconds ahead of what it
 * sends. One that an older hub started reads 64 KiB at a time, which is 1.7 s of a stream of 300
 * kbit/s. Where its output is then is reckoned by the time.
 */
final class PublisherMeter {

  private static final Pattern INPUT_START =
      Pattern.compile("Duration: N/A, start: (-?\\d+\\.\\d+), bitrate");

  /**
   * FFmpeg reports five times a second, one that an older hub started twice; four reports that did
   * not come will not come.
   */
  private static final Duration SILENT = Duration.ofSeconds(2);

  /**
   * Output that stood still before this hub first looked did so for longer than a standstill is
   * shown after (3 s), and not for so long that it is ended before it was looked at twice.
   */
  private static final Duration STOOD_STILL = Duration.ofSeconds(4);

  private final ProgressFile progress;
  private final Clock clock;
  private final Speedometer speedometer = new Speedometer();
  private Optional<Duration> inputStart;
  private Optional<PublisherView.Output> output = Optional.empty();
  private Optional<Report> newest = Optional.empty();
  private long bytesRead;
  private Optional<Instant> readsOnSince = Optional.empty();
  private Optional<Instant> lookedAt = Optional.empty();

  /**
   * A report as it was found.
   *
   * @param at when FFmpeg wrote it
   * @param bytesRead by FFmpeg until then
   */
  private record Report(ProgressFile.Told told, Instant at, long bytesRead) {
    Duration outTime() {
      return told.report().outTime();
    }
  }

  /**
   * Nothing read yet.
   *
   * @param inputStart the first timestamp of its input, where it is known already
   */
  PublisherMeter(Path progress, Optional<Duration> inputStart, Clock clock) {
    this.progress = new ProgressFile(progress);
    this.inputStart = inputStart;
    this.clock = clock;
  }

  /** Looks for the begin of the input in new log lines; true where it is known now and was not. */
  boolean readStart(List<String> newLines) {
    if (inputStart.isPresent()) {
      return false;
    }
    for (String line : newLines) {
      Matcher start = INPUT_START.matcher(line);
      if (start.find()) {
        inputStart = Optional.of(Seconds.parse(start.group(1)));
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the newest report.
   *
   * @param bytes FFmpeg has read so far; empty where nobody knows
   */
  void read(Instant now, Optional<Long> bytes) throws IOException {
    boolean readsOn = bytes.filter(all -> all > bytesRead).isPresent();
    bytesRead = bytes.orElse(bytesRead);
    Optional<ProgressFile.Told> told = progress.read();
    if (told.isPresent() && !told.equals(newest.map(Report::told))) {
      readsOnSince = Optional.empty();
      take(told.get(), now);
    } else if (readsOn && newest.isPresent() && newest.get().at().plus(SILENT).isBefore(now)) {
      readsOnSince = readsOnSince.or(() -> Optional.of(now));
      reckon(newest.get(), now);
    }
    lookedAt = Optional.of(now);
  }

  private void take(ProgressFile.Told told, Instant now) {
    if (told.report().outTime().isZero() || inputStart.isEmpty()) {
      return; // a header is no picture; and without its begin the time is no place on the timeline
    }
    Instant at = writtenAt(told, now);
    Optional<Duration> before = newest.map(Report::outTime);
    newest = Optional.of(new Report(told, at, bytesRead));
    Duration outTime = told.report().outTime();
    if (before.filter(b -> outTime.compareTo(b) <= 0).isPresent()) {
      return;
    }
    Instant longAgo = now.minus(STOOD_STILL);
    boolean still = before.isEmpty() && told.still() || at.isBefore(longAgo);
    Duration position = inputStart.get().plus(outTime);
    show(position, still ? longAgo : at, told.report().bytes(), told.report().droppedFrames());
  }

  /**
   * When FFmpeg wrote a report: by the file's time, to some milliseconds. That is of the wall
   * clock, which may have been set since; but a report that was not there at the look before is
   * younger than that look.
   */
  private Instant writtenAt(ProgressFile.Told told, Instant now) {
    Duration age = Duration.between(told.writtenAt(), clock.wall());
    Instant written = age.isNegative() ? now : now.minus(age);
    return lookedAt.filter(before -> newest.isPresent() && before.isAfter(written)).orElse(written);
  }

  /** It lives. Where it does so for a while without a word, its output is as old as the clock. */
  private void reckon(Report last, Instant now) {
    boolean aWhile = !now.isBefore(readsOnSince.orElseThrow().plus(SILENT));
    Duration since = aWhile ? Duration.between(last.at(), now) : Duration.ZERO;
    // in proportion, since the two count different wrappings
    long bytes =
        last.bytesRead() == 0
            ? last.told().report().bytes()
            : (long) ((double) last.told().report().bytes() / last.bytesRead() * bytesRead);
    show(
        inputStart.orElseThrow().plus(last.outTime()).plus(since),
        now,
        bytes,
        last.told().report().droppedFrames());
  }

  /** What was reckoned too far is not taken back. */
  private void show(Duration position, Instant at, long bytes, long droppedFrames) {
    Duration shown = output.map(PublisherView.Output::position).orElse(position);
    Duration furthest = position.compareTo(shown) > 0 ? position : shown;
    output =
        Optional.of(
            new PublisherView.Output(
                furthest,
                at,
                output.map(PublisherView.Output::firstAt).orElse(at),
                Math.max(bytes, output.map(PublisherView.Output::bytes).orElse(0L)),
                speedometer.at(at, furthest.minus(inputStart.orElseThrow())),
                droppedFrames));
  }

  Optional<PublisherView.Output> output() {
    return output;
  }

  /** The first timestamp of its input; empty until FFmpeg has said it. */
  Optional<Duration> inputStart() {
    return inputStart;
  }
}
