package dev.wildstream.ffmpeg;

import dev.wildstream.linux.Signal;
import dev.wildstream.observed.Failure;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a publisher's log says of its end. Lines are read in the order of time: some tell of a
 * trouble (a name unknown, an answer of the server), and the first that FFmpeg does not go on after
 * decides, together with those before it.
 *
 * <p>Only whole forms of lines are matched, and what is foreign in them (addresses, names, paths)
 * is cut out before: a host may be called what it likes.
 */
final class PublisherLog {

  private static final Pattern NOT_CONNECTED = Pattern.compile("Connection to \\S+ failed: (.+)");
  private static final Pattern NOT_RESOLVED =
      Pattern.compile("Failed to resolve hostname (\\S+): (.+)");
  private static final Pattern NOT_OPENED = Pattern.compile("Cannot open connection \\S+");
  private static final Pattern NO_HANDSHAKE =
      Pattern.compile("(?:Cannot (?:read|write) )?RTMP (?i:handshake|protocol version)\\b.*");
  private static final Pattern ANSWERED = Pattern.compile("Server error: ?(.*)");
  private static final Pattern NOT_LET_IN =
      Pattern.compile(
          "Unknown connect error.*|No credentials set|Incorrect username.*|Authentication failed.*");

  private static final Pattern OUTPUT_NOT_OPENED =
      Pattern.compile("(?:Error opening output )?rtmp[a-z]*://\\S+: (.+)");
  private static final Pattern OUTPUTS_NOT_OPENED =
      Pattern.compile("Error opening output files: (.+)");

  /** What it says when its connection is gone, some time before it ends of it. */
  private static final Pattern NOT_WRITTEN =
      Pattern.compile(
          "av_interleaved_write_frame\\(\\): (.+)|Error submitting a packet to the muxer: (.+)"
              + "|Error writing trailer(?: of \\S+)?: (.+)");

  /** Likewise; other parts of FFmpeg say it of themselves. */
  private static final Pattern TASK_FINISHED =
      Pattern.compile("Task finished with error code: -?\\d+ \\((.+)\\)");

  private static final Pattern OPTIONS_GONE = Pattern.compile("File for preset '.*' not found");

  private static final Pattern SIGNALLED =
      Pattern.compile("Exiting normally, received signal (\\d+)\\..*");
  private static final Pattern SIGNALLED_OFTEN =
      Pattern.compile("Received > \\d+ system signals.*");

  /** The part of an address that people know the target by. */
  private static final Pattern PLACE =
      Pattern.compile("\\b(?:tcp|tls|rtmp[a-z]*)://((?:\\[[^\\]\\s]+\\]|[^\\s/?:\\[]+):\\d+)");

  private static final Pattern OPENSSL_CODE = Pattern.compile("^error:[0-9A-F]+:[^:]*::");

  private static final Failure ENDED_BY_A_SIGNAL = new Failure.Internal("ended by a signal");

  /** When it came to its end. */
  private enum Stage {
    BEFORE_THE_STREAM,
    WHILE_IT_RAN,
    WHEN_ASKED_TO_END
  }

  private record Verdict(Failure failure, Stage stage) {}

  private Optional<String> notResolved = Optional.empty();
  private Optional<String> notConnected = Optional.empty();
  private Optional<String> tls = Optional.empty();
  private Optional<String> answer = Optional.empty();
  private boolean notOpened;
  private boolean noHandshake;
  private String place = "the target";
  private Optional<Verdict> verdict = Optional.empty();

  private PublisherLog() {}

  static PublisherLog of(List<String> lines) {
    PublisherLog log = new PublisherLog();
    for (String line : lines) {
      log.take(LogLine.parse(line));
      if (log.verdict.isPresent()) {
        return log;
      }
    }
    return log;
  }

  /** What ended it, where its log says so. */
  Optional<Failure> failure() {
    return verdict.map(Verdict::failure).or(this::troubleAlone);
  }

  /** What broke the connection of a stream that was running. */
  Optional<Failure> broken() {
    return verdict.filter(v -> v.stage() == Stage.WHILE_IT_RAN).map(Verdict::failure);
  }

  /** What ended it, where that was not somebody's wish. */
  Optional<Failure> unasked() {
    return failure()
        .filter(f -> verdict.filter(v -> v.stage() == Stage.WHEN_ASKED_TO_END).isEmpty());
  }

  private void take(LogLine line) {
    boolean harmless = line.text().isEmpty() || line.isHarmless();
    Matcher address = PLACE.matcher(line.text());
    if ((!harmless || line.text().startsWith("Output #")) && address.find()) {
      place = address.group(1);
    }
    if (harmless) {
      signalled(line.text());
      return;
    }
    if (line.isFrom("tcp")) {
      tcp(line.text());
    } else if (line.isFrom("tls")) {
      tls = Optional.of(line.text());
    } else if (line.isFrom("rtmp")) {
      rtmp(line.text());
    } else {
      ending(line);
    }
  }

  private void tcp(String text) {
    Matcher connect = NOT_CONNECTED.matcher(text);
    Matcher resolve = NOT_RESOLVED.matcher(text);
    if (connect.matches()) {
      notConnected = Optional.of(connect.group(1));
    } else if (resolve.matches()) {
      notResolved =
          Optional.of("cannot find the address of " + resolve.group(1) + ": " + resolve.group(2));
    } else {
      notConnected = Optional.of(text);
    }
  }

  private void rtmp(String text) {
    Matcher answered = ANSWERED.matcher(text);
    if (answered.matches()) {
      answer = Optional.of(answered.group(1).isBlank() ? "no reason given" : answered.group(1));
    } else if (NOT_LET_IN.matcher(text).matches()) {
      answer = answer.or(() -> Optional.of(text));
    } else if (NOT_OPENED.matcher(text).matches()) {
      notOpened = true;
    } else if (NO_HANDSHAKE.matcher(text).matches()) {
      noHandshake = true;
    }
  }

  private void ending(LogLine line) {
    Optional<String> unopened =
        group(OUTPUT_NOT_OPENED, line.text()).or(() -> group(OUTPUTS_NOT_OPENED, line.text()));
    Optional<String> unwritten =
        group(NOT_WRITTEN, line.text())
            .or(() -> line.isFrom("out#") ? group(TASK_FINISHED, line.text()) : Optional.empty());
    boolean asked =
        unopened
            .or(() -> unwritten)
            .map(ErrorText::of)
            .filter(ErrorText.ASKED_TO_END::equals)
            .isPresent();
    if (asked) {
      verdict = Optional.of(new Verdict(ENDED_BY_A_SIGNAL, Stage.WHEN_ASKED_TO_END));
    } else if (unopened.isPresent()) {
      verdict =
          opening(unopened.get()).map(failure -> new Verdict(failure, Stage.BEFORE_THE_STREAM));
    } else if (unwritten.isPresent()) {
      verdict = Optional.of(new Verdict(writing(unwritten.get()), Stage.WHILE_IT_RAN));
    } else if (OPTIONS_GONE.matcher(line.text()).matches()) {
      verdict =
          Optional.of(
              new Verdict(
                  new Failure.Internal("its file of options in the run folder is gone"),
                  Stage.BEFORE_THE_STREAM));
    } else {
      signalled(line.text());
    }
  }

  private void signalled(String text) {
    Matcher signal = SIGNALLED.matcher(text);
    if (signal.matches()) {
      String which = Signal.describe(Integer.parseInt(signal.group(1)));
      verdict =
          Optional.of(
              new Verdict(new Failure.Internal("ended by " + which), Stage.WHEN_ASKED_TO_END));
    } else if (SIGNALLED_OFTEN.matcher(text).matches()) {
      verdict = Optional.of(new Verdict(ENDED_BY_A_SIGNAL, Stage.WHEN_ASKED_TO_END));
    }
  }

  /** The stream never ran. Empty where the text alone does not tell. */
  private Optional<Failure> opening(String error) {
    if (answer.isPresent()) {
      return answer.map(ServerAnswer::of);
    }
    return switch (ErrorText.of(error)) {
      case ASKED_TO_END -> Optional.of(ENDED_BY_A_SIGNAL);
      case HERE -> Optional.of(new Failure.Internal("cannot publish to " + place + ": " + error));
      case NETWORK -> unreached(error).or(() -> Optional.of(brokenOff(error)));
      case HUNG_UP ->
          unreached(error)
              .or(() -> Optional.of(ServerAnswer.rejected("it hung up without a reason")));
      case NOT_PERMITTED -> unreached(error).or(() -> Optional.of(ServerAnswer.busy(error)));
      case OTHER -> unreached(error);
    };
  }

  /** The stream ran. */
  private Failure writing(String error) {
    if (answer.isPresent()) {
      return ServerAnswer.of(answer.get());
    }
    return switch (ErrorText.of(error)) {
      case ASKED_TO_END -> ENDED_BY_A_SIGNAL;
      case HERE -> new Failure.Internal("cannot write to " + place + ": " + error);
      case NETWORK, HUNG_UP, NOT_PERMITTED, OTHER -> brokenOff(error);
    };
  }

  /** Why no RTMP server was reached; empty = one was. */
  private Optional<Failure> unreached(String error) {
    if (notResolved.isPresent()) {
      return notResolved.map(Failure.Network::new);
    }
    if (notConnected.isPresent()) {
      return Optional.of(
          new Failure.Network("cannot connect to " + place + ": " + notConnected.get()));
    }
    if (notOpened) {
      return Optional.of(new Failure.Network(tlsTrouble(), Failure.Port.OPEN));
    }
    if (noHandshake) {
      return Optional.of(
          new Failure.Network(
              place + " takes connections and does not answer as an RTMP server: " + error,
              Failure.Port.OPEN));
    }
    return Optional.empty();
  }

  private String tlsTrouble() {
    String said = tls.map(t -> OPENSSL_CODE.matcher(t).replaceFirst("")).orElse("no connection");
    return said.toLowerCase(Locale.ROOT).contains("certificate")
        ? "the certificate of " + place + " is not accepted: " + said
        : "no TLS with " + place + " (is it an rtmps port?): " + said;
  }

  private Failure brokenOff(String error) {
    return new Failure.Network("the connection to " + place + " broke: " + error);
  }

  /** It was cut off before it could say what came of a trouble. */
  private Optional<Failure> troubleAlone() {
    return answer.map(ServerAnswer::of).or(() -> unreached("it was cut off"));
  }

  private static Optional<String> group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    for (int i = 1; i <= matcher.groupCount(); i++) {
      if (matcher.group(i) != null) {
        return Optional.of(matcher.group(i));
      }
    }
    return Optional.empty();
  }
}
