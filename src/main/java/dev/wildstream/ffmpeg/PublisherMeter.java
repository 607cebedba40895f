package dev.wildstream.ffmpeg;

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
 */
final class PublisherMeter {

  private static final Pattern INPUT_START =
      Pattern.compile("Duration: N/A, start: (-?\\d+\\.\\d+), bitrate");

  private final ProgressFile progress;
  private final Speedometer speedometer = new Speedometer();
  private Optional<Duration> inputStart;
  private Optional<PublisherView.Output> output = Optional.empty();

  /**
   * Nothing read yet.
   *
   * @param inputStart the first timestamp of its input, where it is known already
   */
  PublisherMeter(Path progress, Optional<Duration> inputStart) {
    this.progress = new ProgressFile(progress);
    this.inputStart = inputStart;
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

  /** Reads the newest report. */
  void read(Instant now) throws IOException {
    progress.newest().ifPresent(report -> take(report, now));
  }

  private void take(ProgressReport report, Instant now) {
    if (report.outTime().isZero() || inputStart.isEmpty()) {
      return; // a header is no picture; and without its begin the time is no place on the timeline
    }
    Duration position = inputStart.get().plus(report.outTime());
    if (output.isPresent() && position.compareTo(output.get().position()) <= 0) {
      return;
    }
    output =
        Optional.of(
            new PublisherView.Output(
                position,
                now,
                output.map(PublisherView.Output::firstAt).orElse(now),
                report.bytes(),
                speedometer.at(now, report.outTime()),
                report.droppedFrames()));
  }

  Optional<PublisherView.Output> output() {
    return output;
  }

  /** The first timestamp of its input; empty until FFmpeg has said it. */
  Optional<Duration> inputStart() {
    return inputStart;
  }
}
