package dev.wildstream.ffmpeg;

import dev.wildstream.linux.Signal;
import dev.wildstream.observed.Failure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an FFmpeg's log and exit mean. By the text first, the exit code last: FFmpeg 8 exits with
 * the low byte of its error, so that 143 is both "ended by SIGTERM" and "no route to host", and 255
 * both "asked to end" and "key in use".
 */
final class Diagnosis {

  /** A text, and what a publisher that says it has run into. */
  private record Rule(Pattern says, Function<String, Failure> means) {}

  private static Rule rule(String says, Function<String, Failure> means) {
    return new Rule(Pattern.compile(says), means);
  }

  /** The first rule that any error line meets decides: the more telling stand first. */
  private static final List<Rule> PUBLISHER =
      List.of(
          rule("Already publishing|Publish\\.BadName", Failure.Busy::new),
          rule(
              "Server error: |Unknown connect error|[Aa]uth(entication|mod| failed)",
              Failure.Rejected::new),
          rule(
              "Port missing in uri|Protocol not found|Unrecognized option|Option .* not found"
                  + "|Error parsing option|Error setting option|Invalid argument"
                  + "|Too many open files|Failed to open progress|Cannot allocate memory"
                  + "|error while loading shared libraries|No such file or directory|not found$"
                  + "|No space left on device|cannot open",
              Failure.Internal::new),
          rule("certificate|[Cc]ertificate|hostname", Failure.Network::new),
          rule(
              "Connection refused|No route to host|Network is unreachable|Connection timed out"
                  + "|Operation timed out|Failed to resolve hostname"
                  + "|Temporary failure in name resolution|Name or service not known"
                  + "|Cannot read RTMP handshake|handshake|Cannot open connection"
                  + "|Connection reset by peer|Broken pipe|Host is down|IO error|TLS|SSL"
                  + "|Software caused connection abort|Transport endpoint is not connected"
                  + "|Cannot assign requested address",
              Failure.Network::new),
          rule("rtmps?://\\S+: Operation not permitted", Failure.Busy::new),
          rule("rtmps?://\\S+: End of file", Failure.Network::new),
          // the server closed its side in good order and nothing below RTMP complained
          rule(
              "rtmps?://\\S+: Input/output error",
              text ->
                  new Failure.Rejected("the server refused the application or the key: " + text)));

  /** What an FFmpeg says of its own end is among so many lines; before them is its life. */
  private static final int LAST_WORDS = 30;

  /** What a publisher says when its connection is gone, some time before it ends of it. */
  private static final Pattern CONNECTION_GONE =
      Pattern.compile(
          "av_interleaved_write_frame\\(\\): |Task finished with error code|Error writing trailer"
              + "|Error muxing a packet|Error submitting a packet to the muxer");

  private static final Pattern SIGNALLED = Pattern.compile("received signal (\\d+)");

  /** The more telling first; what FFmpeg says, and what people read. */
  private static final List<Saying> FEEDER =
      List.of(
          new Saying(
              "moov atom not found", "moov atom not found: the file is incomplete or no MP4"),
          new Saying("'?0:V:0'? .*matches no streams|value '0:V:0'", "no video stream"),
          new Saying("'?0:a:0'? .*matches no streams|value '0:a:0'", "no sound"),
          new Saying("No such file or directory", "no such file"),
          new Saying("partial file|File ended prematurely", "the file is cut short"),
          new Saying("Permission denied", "permission denied"),
          new Saying("Is a directory", "is a folder"),
          new Saying(
              "not on whitelist|not in whitelist|not on the whitelist",
              "not a container that may be played"));

  private record Saying(String says, String means) {}

  /** An item that cannot be opened, or an output that cannot be written. */
  private static final Pattern ENDS_FEEDER =
      Pattern.compile(
          "^file:.*: [^:]+$|^Error opening |^av_interleaved_write_frame\\(\\): "
              + "|Task finished with error code|^Error writing trailer|^Could not write header");

  private Diagnosis() {}

  /**
   * Why a publisher ended that the hub did not end.
   *
   * @param lines its log, secrets hidden
   * @param exitCode as Java tells it; empty where another hub was its parent
   */
  static Failure publisher(List<String> lines, Optional<Integer> exitCode) {
    return byRules(lines).orElseGet(() -> new Failure.Internal(otherwise(lines, exitCode)));
  }

  /** Why a publisher ended, where its log says so; empty where it ended without a word of it. */
  static Optional<Failure> told(List<String> lines) {
    return byRules(lines);
  }

  /** What a line means that tells of a lost connection while the publisher still lives. */
  static Optional<Failure> complaint(List<String> newLines) {
    for (String line : newLines) {
      if (CONNECTION_GONE.matcher(line).find()) {
        return Optional.of(
            byRules(List.of(line)).orElse(new Failure.Internal(LogLine.parse(line).text())));
      }
    }
    return Optional.empty();
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
  static Optional<Failure> feeder(List<String> lines, Optional<Integer> exitCode) {
    List<LogLine> errors = errors(lines);
    boolean well =
        exitCode
            .map(code -> code == 0)
            .orElseGet(() -> errors.stream().noneMatch(Diagnosis::endsFeeder));
    if (well) {
      return Optional.empty();
    }
    for (Saying known : FEEDER) {
      Pattern says = Pattern.compile(known.says());
      if (errors.stream().anyMatch(e -> says.matcher(e.text()).find())) {
        return Optional.of(new Failure.Media(known.means()));
      }
    }
    Optional<Signal> killedBy = exitCode.flatMap(Diagnosis::signal);
    if (errors.isEmpty() && killedBy.isPresent()) {
      return Optional.of(
          new Failure.Internal("killed by " + Signal.describe(killedBy.get().number())));
    }
    for (LogLine error : errors) {
      if (error.isBeforeFfmpeg()) {
        return Optional.of(new Failure.Internal(error.text()));
      }
    }
    return Optional.of(
        new Failure.Media(
            errors.isEmpty()
                ? exitCode
                    .map(code -> "ended with exit code " + code + " and said nothing")
                    .orElse("ended, nobody knows why")
                : withoutPath(errors.getFirst().text())));
  }

  /** Whether a line tells of what ends a feeder, and not of what it reads over. */
  private static boolean endsFeeder(LogLine error) {
    return error.isBeforeFfmpeg()
        || error.level().equals("fatal")
        || error.level().equals("panic")
        || ENDS_FEEDER.matcher(error.text()).find();
  }

  private static Optional<Failure> byRules(List<String> lines) {
    List<LogLine> errors =
        errors(lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
    for (Rule rule : PUBLISHER) {
      for (LogLine error : errors) {
        if (rule.says().matcher(error.text()).find()) {
          return Optional.of(rule.means().apply(error.text()));
        }
      }
    }
    return Optional.empty();
  }

  private static String otherwise(List<String> lines, Optional<Integer> exitCode) {
    for (String line : lines) {
      Matcher signalled = SIGNALLED.matcher(line);
      if (signalled.find()) {
        return "ended by " + Signal.describe(Integer.parseInt(signalled.group(1)));
      }
    }
    // before the last error line: a stream that is copied as it is often has harmless ones
    Optional<Signal> killedBy = exitCode.flatMap(Diagnosis::signal);
    if (killedBy.isPresent()) {
      return "killed by " + Signal.describe(killedBy.get().number());
    }
    List<LogLine> errors = errors(lines);
    if (!errors.isEmpty()) {
      return errors.getLast().text();
    }
    return exitCode
        .map(code -> "ended with exit code " + code + " and said nothing")
        .orElse("ended, nobody knows why");
  }

  private static Optional<Signal> signal(int exitCode) {
    return Signal.of(exitCode - 128);
  }

  private static List<LogLine> errors(List<String> lines) {
    return lines.stream().map(LogLine::parse).filter(LogLine::isError).toList();
  }

  /** The item is named beside the message anyway. */
  private static String withoutPath(String text) {
    return text.replaceFirst("^(Error opening input: )?(file:.*?: )?", "");
  }
}
