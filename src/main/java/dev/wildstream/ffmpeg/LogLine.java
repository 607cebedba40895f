package dev.wildstream.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of FFmpeg's log at {@code -loglevel level+…}.
 *
 * @param context the part that speaks ({@code tcp}, {@code out#0/flv}), or empty text
 * @param level as FFmpeg names it; empty text for a line that is not FFmpeg's (the shell's, the
 *     loader's)
 * @param text the rest
 */
public record LogLine(String context, String level, String text) {

  /** What says that FFmpeg did not even start: the shell, setsid, or the loader in its name. */
  private static final Pattern BEFORE_FFMPEG =
      Pattern.compile("(?:sh|dash|bash|busybox|setsid|env|/[^\\[\\]]+?): .*");

  private static final Pattern SHAPE =
      Pattern.compile("(?:\\[([^\\]]+?) @ 0x[0-9a-f]+\\] )*(?:\\[([a-z]+)\\] ?)?(.*)");

  public static LogLine parse(String line) {
    Matcher shape = SHAPE.matcher(line);
    if (!shape.matches()) {
      return new LogLine("", "", line);
    }
    String context = shape.group(1) == null ? "" : shape.group(1);
    String level = shape.group(2) == null ? "" : shape.group(2);
    return new LogLine(context, level, shape.group(3));
  }

  /** Whether a part of FFmpeg says it whose name begins so. */
  boolean isFrom(String part) {
    return context.startsWith(part);
  }

  /** Whether it tells of trouble. */
  public boolean isError() {
    return switch (level) {
      case "error", "fatal", "panic" -> true;
      case "" -> isBeforeFfmpeg();
      default -> false;
    };
  }

  /** Whether FFmpeg itself says that it is no trouble. */
  boolean isHarmless() {
    return switch (level) {
      case "warning", "info", "verbose", "debug", "trace" -> true;
      default -> false;
    };
  }

  /**
   * Whether it was said before FFmpeg began; other lines without a level continue the one above.
   */
  boolean isBeforeFfmpeg() {
    return level.isEmpty() && context.isEmpty() && BEFORE_FFMPEG.matcher(text).matches();
  }
}
