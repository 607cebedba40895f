package dev.wildstream.ffmpeg;

import dev.wildstream.observed.Failure;
import java.util.List;
import java.util.Optional;
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
                  + "|Failed to set value '0:V:0' for option 'map': .*",
              "no video stream"),
          new Saying(
              "Stream map '0:a:0' matches no streams\\."
                  + "|Failed to set value '0:a:0' for option 'map': .*",
              "no sound"),
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
              "Invalid data found when processing input",
              "no video file, or damaged at its begin: Invalid data found"),
          new Saying(
              "Input/output error|Stale file handle|Transport endpoint is not connected",
              "cannot be read, its disk or network file system fails"));

  private record Saying(Pattern says, String means) {
    Saying(String says, String means) {
      this(Pattern.compile(says), means);
    }
  }

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
    for (Saying known : SAYINGS) {
      if (texts.stream().anyMatch(text -> known.says().matcher(text).matches())) {
        return Optional.of(new Failure.Media(known.means()));
      }
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
