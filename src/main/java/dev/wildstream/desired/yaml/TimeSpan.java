package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Written;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as the file writes it: {@code 250ms}, {@code 5s}, {@code 11h55m}, {@code 2d},
 * {@code 00:01:30}, {@code 00:01:30.5}.
 */
final class TimeSpan {

  /** Nine digits of days are 2.7 million years: more than any limit, and no overflow. */
  static final Pattern PATTERN =
      Pattern.compile(
          "^(?:(?=[0-9])(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?"
              + "(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?"
              + "|([0-9]{2,3}):([0-5][0-9]):([0-5][0-9])(?:\\.([0-9]{1,3}))?)$");

  private TimeSpan() {}

  static Optional<Duration> parse(String text) {
    // longer than the longest that matches
    if (text.length() > 60) {
      return Optional.empty();
    }
    Matcher parts = PATTERN.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(number(parts, 1))
            .plusHours(number(parts, 2) + number(parts, 6))
            .plusMinutes(number(parts, 3) + number(parts, 7))
            .plusSeconds(number(parts, 4) + number(parts, 8))
            .plusMillis(number(parts, 5) + thousandths(parts.group(9))));
  }

  private static long number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
  }

  private static long thousandths(String digits) {
    return digits == null ? 0 : Long.parseLong((digits + "00").substring(0, 3));
  }

  /** As one would write it: {@code 1m30s}. */
  static String text(Duration time) {
    return Written.time(time);
  }
}
