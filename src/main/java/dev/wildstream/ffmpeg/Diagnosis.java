package dev.wildstream.ffmpeg;

import dev.wildstream.linux.Signal;
import dev.wildstream.observed.Failure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an FFmpeg's log and exit mean. By the text first, the exit code last: FFmpeg 8 exits with
 * the low byte of its error, so that 143 is both "ended by SIGTERM" and "no route to host", and 255
 * both "asked to end" and "key in use".
 */
public final class Diagnosis {

  /** How lines begin that tell more than those that come after them. */
  private static final Pattern TELLING =
      Pattern.compile(
          "Could not write header|Unrecognized option|Failed to open|File for preset"
              + "|Unable to find|Unknown");

  /** After SIGTERM or SIGINT; a feeder does not say so. */
  private static final Optional<Integer> ASKED_TO_END = Optional.of(255);

  private Diagnosis() {}

  /**
   * Why a publisher ended that the hub did not end.
   *
   * @param lines its log, as FFmpeg wrote it
   * @param exitCode as Java tells it; empty where another hub was its parent
   */
  static Failure publisher(List<String> lines, Optional<Integer> exitCode) {
    return PublisherLog.of(lines).failure().orElseGet(() -> otherwise(errors(lines), exitCode));
  }

  /** Why a publisher ended, where its log says so; empty where it ended without a word of it. */
  static Optional<Failure> told(List<String> lines) {
    return PublisherLog.of(lines).unasked();
  }

  /**
   * What a publisher's log says of a broken connection, some time before it ends of it.
   *
   * @param lines all of its log, as FFmpeg wrote it
   */
  static Optional<Failure> complaint(List<String> lines) {
    return PublisherLog.of(lines).broken();
  }

  /**
   * Why a feeder ended that the hub did not end.
   *
   * @param lines its log
   * @param exitCode as Java tells it; empty where another hub was its parent. Then only a log that
   *     tells what ended it makes a failure: a good end leaves harmless errors too, and one that
   *     was killed says nothing, but has not noted its ends either
   * @return empty where it ended well
   */
  public static Optional<Failure> feeder(List<String> lines, Optional<Integer> exitCode) {
    FeederLog log = FeederLog.of(lines);
    boolean well = exitCode.map(code -> code == 0).orElseGet(() -> !log.tellsOfAnEnd());
    if (well) {
      return Optional.empty();
    }
    Optional<Signal> killedBy = exitCode.flatMap(Diagnosis::signal);
    if (killedBy.isPresent() && !log.tellsOfAnEnd()) {
      return Optional.of(killed(killedBy.get()));
    }
    if (exitCode.equals(ASKED_TO_END) && !log.tellsOfAnEnd()) {
      return Optional.of(new Failure.Internal("ended by SIGTERM or SIGINT"));
    }
    return log.failure().or(() -> Optional.of(new Failure.Media(unexplained(exitCode))));
  }

  /** Of a publisher whose log does not tell. */
  private static Failure otherwise(List<LogLine> errors, Optional<Integer> exitCode) {
    boolean network =
        !errors.isEmpty()
            && exitCode.flatMap(ErrorText::ofExitCode).equals(Optional.of(ErrorText.NETWORK));
    if (network) {
      return new Failure.Network(errors.getLast().text());
    }
    // before the last error line: a stream that is copied as it is often has harmless ones
    Optional<Signal> killedBy = exitCode.flatMap(Diagnosis::signal);
    if (killedBy.isPresent()) {
      return killed(killedBy.get());
    }
    return new Failure.Internal(
        errors.stream()
            .map(LogLine::text)
            .filter(text -> TELLING.matcher(text).lookingAt())
            .findFirst()
            .or(() -> errors.reversed().stream().map(LogLine::text).findFirst())
            .orElseGet(() -> unexplained(exitCode)));
  }

  private static Failure killed(Signal signal) {
    return new Failure.Internal("killed by " + Signal.describe(signal.number()));
  }

  private static String unexplained(Optional<Integer> exitCode) {
    return exitCode
        .map(code -> "ended with exit code " + code + " and said nothing")
        .orElse("ended, nobody knows why");
  }

  private static Optional<Signal> signal(int exitCode) {
    return Signal.of(exitCode - 128);
  }

  private static List<LogLine> errors(List<String> lines) {
    return lines.stream()
        .map(LogLine::parse)
        .filter(LogLine::isError)
        .filter(line -> !line.text().isBlank())
        .toList();
  }
}
