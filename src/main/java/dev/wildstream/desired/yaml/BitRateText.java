package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Written;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A bit rate as the file writes it: {@code 4500k}, {@code 6M}; of thousands, as FFmpeg's are. */
final class BitRateText {

  /** Nine digits of M are 10^15 bits per second: more than any limit, and no overflow. */
  static final Pattern PATTERN = Pattern.compile("^([0-9]{1,9})([kM])$");

  /** How other programs and people write one: {@code 4500}, {@code 4.5M}, {@code 6 mbit/s}. */
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "^([0-9]{1,9}(?:\\.[0-9]{1,3})?)(?: ?([kKmM])(?:[bB]|bits?|bps|b/s|bits?/s)?)?$");

  private static final long K = 1_000;
  private static final long M = 1_000_000;

  private BitRateText() {}

  /** In bits per second. */
  static Optional<Long> parse(String text) {
    Matcher parts = PATTERN.matcher(text);
    return parts.matches()
        ? Optional.of(Long.parseLong(parts.group(1)) * unit(parts.group(2)))
        : Optional.empty();
  }

  private static long unit(String letter) {
    return letter.equalsIgnoreCase("k") ? K : M;
  }

  /** As one would write it: {@code 4500k}. */
  static String text(long bitsPerSecond) {
    return Written.bitRate(bitsPerSecond);
  }

  /** What is probably meant by a text that is none: of its units the first that is in range. */
  static Optional<Long> meant(String text, Shape.BitRate range) {
    Matcher parts = OTHERWISE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    Stream<Long> units =
        parts.group(2) == null ? Stream.of(K, M, 1L) : Stream.of(unit(parts.group(2)));
    BigDecimal number = new BigDecimal(parts.group(1));
    return units
        .map(unit -> number.multiply(BigDecimal.valueOf(unit)).longValue())
        .filter(bits -> bits % K == 0 && range.holds(bits))
        .findFirst();
  }
}
