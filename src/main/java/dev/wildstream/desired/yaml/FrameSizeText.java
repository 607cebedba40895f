package dev.wildstream.desired.yaml;

import dev.wildstream.media.FrameSize;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The size of a picture as the file writes it: {@code 1280x720}. */
final class FrameSizeText {

  private static final Pattern PATTERN = Pattern.compile("^([1-9][0-9]{0,4})x([1-9][0-9]{0,4})$");

  /** Two to four digits, the last one even. */
  private static final String EVEN = "[1-9][0-9]{0,2}[02468]";

  /** All that a size may be, but for its range, which a pattern could not say so that one reads. */
  static final Pattern EVEN_SIZE = Pattern.compile("^" + EVEN + "x" + EVEN + "$");

  private static final Pattern OTHERWISE =
      Pattern.compile("^([1-9][0-9]{0,4}) ?(?:[xX*:×]|by) ?([1-9][0-9]{0,4})$");

  private static final Pattern NAME = Pattern.compile("^([0-9]{3,4}|4[kK])[pP]?$");

  /** What people call them. */
  private static final Map<String, FrameSize> BY_NAME =
      Map.of(
          "360", new FrameSize(640, 360),
          "480", new FrameSize(854, 480),
          "576", new FrameSize(1024, 576),
          "720", new FrameSize(1280, 720),
          "1080", new FrameSize(1920, 1080),
          "1440", new FrameSize(2560, 1440),
          "2160", new FrameSize(3840, 2160),
          "4k", new FrameSize(3840, 2160));

  private FrameSizeText() {}

  static Optional<FrameSize> parse(String text) {
    return size(PATTERN.matcher(text));
  }

  private static Optional<FrameSize> size(Matcher parts) {
    return parts.matches()
        ? Optional.of(
            new FrameSize(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  static boolean isEven(FrameSize size) {
    return size.width() % 2 == 0 && size.height() % 2 == 0;
  }

  /** The next one that is. */
  static FrameSize even(FrameSize size) {
    return new FrameSize(size.width() + size.width() % 2, size.height() + size.height() % 2);
  }

  /** What is probably meant by a text that is none: {@code 720p}, {@code 1280 X 720}. */
  static Optional<FrameSize> meant(String text) {
    Matcher named = NAME.matcher(text);
    return named.matches()
        ? Optional.ofNullable(BY_NAME.get(named.group(1).toLowerCase(Locale.ROOT)))
        : size(OTHERWISE.matcher(text)).map(FrameSizeText::even);
  }
}
