package dev.wildstream.ffmpeg;

import dev.wildstream.observed.Failure;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a feeder's log, or an ffprobe's, says of the item it was given. */
final class FeederLog {

  private static final Pattern NAMED_ONLY = Pattern.compile("Error opening input file .*");
  private static final Pattern PREFIX = Pattern.compile("Error opening input(?: files)?: ");

  /** The more telling first; what FFmpeg says, and what people read. */
  private static final List<Saying> SAYINGS =
      List.of(
          new Saying(
              "moov atom not found", "moov atom not found: the file is incomplete or no MP4"),
          new Saying(
              "Stream map '0:V:0' matches no streams\\."
                  + "|Failed to set value '0:V:0' for option 'map': .*"
                  + "|Stream specifier ':[Vv]:0' in filtergraph description .* matches no streams\\.",
              "no video stream"),
          new Saying(
              "Stream map '0:a:0' matches no streams\\."
                  + "|Failed to set value '0:a:0' for option 'map': .*"
                  + "|Stream specifier ':a:0' in filtergraph description .* matches no streams\\.",
              "no sound"),
          new Saying(
              "Decoder \\(codec \\w+\\) not found .*"
                  + "|Decoding requested, but no decoder found for: .*",
              "this FFmpeg cannot decode it"),
          new Saying("No such file or directory", "no such file"),
          new Saying("Permission denied|Operation not permitted", "permission denied"),
          new Saying("Is a directory", "is a folder"),
          new Saying(
              ".* not on whitelist .*|.*not in whitelist.*", "not a container that may be played"),
          new Saying(".*partial file|File ended prematurely.*", "the file is cut short"),
          new Saying(
              "Error applying bitstream filters .*|av_interleaved_write_frame\\(\\): Invalid data.*"
                  + "|Error submitting a packet to the muxer: Invalid data.*",
              "the file is damaged or cut short"),
          new Saying(
              "Error while decoding stream .*|Error submitting packet to decoder: .*"
                  + "|Could not open encoder before EOF|Decode error rate .*",
              "the file is damaged: nothing of it can be decoded"),
          new Saying(
              "Invalid data found when processing input",
              "no video file, or damaged at its begin: Invalid data found"),
          new Saying(
              "Input/output error|Stale file handle|Transport endpoint is not connected",
              "cannot be read, its disk or network file system fails"));

  private record Saying(Pattern says, String means) {
    Saying(String says, String means) {
      this(Pattern.compile(says), means);
    }

    /** What is meant, where one of the texts says it. */
    Optional<String> in(List<String> texts) {
      return texts.stream()
          .map(says::matcher)
          .filter(Matcher::matches)
          .findFirst()
          .map(found -> found.replaceFirst(means));
    }
  }

  private static final String INSTALL = "; install another (apt install ffmpeg), or --ffmpeg PATH";

  /** What FFmpeg itself lacks. */
  private static final List<Saying> LACKING =
      List.of(
          new Saying("Unknown encoder '(\\w+)'", "FFmpeg has no encoder $1" + INSTALL),
          new Saying("No such filter: '(\\w+)'", "FFmpeg has no filter $1" + INSTALL),
          new Saying(
              "(?:.* -- )?Error while opening encoder .*",
              "FFmpeg's encoder does not take what it is asked for: see media of the stream"));

  /** What is no fault of the item. */
  private static final Pattern HERE =
      Pattern.compile(
          "Too many open files(?: in system)?|Cannot allocate memory|Failed to open progress URL.*"
              + "|No space left on device|Read-only file system|Disk quota exceeded"
              + "|Unrecognized option .*|Error splitting the argument list: .*");

  /** What FFmpeg ends of, beside what is fatal. */
  private static final Pattern ENDS =
      Pattern.compile(
          "Error opening .*|av_interleaved_write_frame\\(\\): .*|Task finished with error code.*"
              + "|Error writing trailer.*|Could not write header.*");

  private final List<LogLine> errors;

  private FeederLog(List<LogLine> errors) {
    this.errors = errors;
  }

  static FeederLog of(List<String> lines) {
    return new FeederLog(lines.stream().map(LogLine::parse).filter(LogLine::isError).toList());
  }

  boolean isSilent() {
    return errors.isEmpty();
  }

  /** Whether it tells of what ends a feeder, and not only of what it reads over. */
  boolean tellsOfAnEnd() {
    return errors.stream()
        .anyMatch(error ->
            error.isBeforeFfmpeg()
                || error.level().equals("fatal")
                || error.level().equals("panic")
                || error.text().startsWith("file:")
                || ENDS.matcher(error.text()).matches());
  }

  /** What ended it; empty where it says nothing. */
  Optional<Failure> failure() {
    Optional<LogLine> notStarted = errors.stream().filter(LogLine::isBeforeFfmpeg).findFirst();
    if (notStarted.isPresent()) {
      return notStarted.map(line -> new Failure.Internal(line.text()));
    }
    List<String> texts = errors.stream().map(FeederLog::withoutName).distinct().toList();
    Optional<Failure> here =
        texts.stream()
            .filter(text -> HERE.matcher(text).matches())
            .findFirst()
            .map(Failure.Internal::new);
    if (here.isPresent()) {
      return here;
    }
    Optional<Failure> lacking =
        LACKING.stream()
            .map(known -> known.in(texts))
            .flatMap(Optional::stream)
            .findFirst()
            .map(Failure.Internal::new);
    if (lacking.isPresent()) {
      return lacking;
    }
    Optional<Failure> known =
        SAYINGS.stream()
            .map(saying -> saying.in(texts))
            .flatMap(Optional::stream)
            .findFirst()
            .map(Failure.Media::new);
    if (known.isPresent()) {
      return known;
    }
    return texts.stream().filter(text -> !text.isBlank()).findFirst().map(Failure.Media::new);
  }

  /** The item is named beside the message anyway, and its name may hold any word. */
  private static String withoutName(LogLine error) {
    String text = error.text();
    if (NAMED_ONLY.matcher(text).matches()) {
      return "";
    }
    if (text.startsWith("file:")) {
      return text.contains(": ") ? text.substring(text.lastIndexOf(": ") + 2) : "";
    }
    return PREFIX.matcher(text).replaceFirst("");
  }
}
