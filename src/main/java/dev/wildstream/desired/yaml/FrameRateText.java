package dev.wildstream.desired.yaml;

import dev.wildstream.media.FrameRate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A frame rate as the file writes it: {@code 30}, {@code 29.97}, {@code 30000/1001}. */
final class FrameRateText {

  /** More digits than any rate has, and no overflow. */
  static final Pattern FRACTION = Pattern.compile("^([1-9][0-9]{0,6})/([1-9][0-9]{0,5})$");

  private static final Pattern OTHERWISE =
      Pattern.compile("^([0-9]{1,3}(?:\\.[0-9]{1,3})?) ?(?:[fF][pP][sS]|[pP]|[hH][zZ])$");

  /**
   * How near to n × 1000/1001, as a share of it, a decimal is read as that. 23.97 for 23.976 is off
   * by 0.00025, 23.98 by 0.00017; a whole rate is off by 0.001 and so none of them.
   */
  private static final double NTSC = 0.0003;

  private FrameRateText() {}

  /** Empty where it is none, or out of {@code range}. */
  static Optional<FrameRate> parse(String text, Shape.Rate range) {
    Matcher parts = FRACTION.matcher(text);
    if (!parts.matches()) {
      return Numeral.within(
              text, BigDecimal.valueOf(range.above()), BigDecimal.valueOf(range.most()))
          .filter(rate -> rate.compareTo(BigDecimal.valueOf(range.above())) > 0)
          .map(FrameRateText::decimal);
    }
    long pictures = Long.parseLong(parts.group(1));
    long seconds = Long.parseLong(parts.group(2));
    return pictures > range.above() * seconds && pictures <= range.most() * seconds
        ? Optional.of(reduced(pictures, seconds))
        : Optional.empty();
  }

  /** 29.97 is 30000/1001; what is no such rate counts to a thousandth. */
  private static FrameRate decimal(BigDecimal rate) {
    long whole = Math.round(rate.doubleValue() * 1.001);
    FrameRate ntsc = reduced(whole * 1_000, 1_001);
    return Math.abs(ntsc.perSecond() - rate.doubleValue()) <= NTSC * ntsc.perSecond()
        ? ntsc
        : reduced(rate.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact(), 1_000);
  }

  /** So that 50/2 is no other rate than 25. */
  private static FrameRate reduced(long pictures, long seconds) {
    long common = BigInteger.valueOf(pictures).gcd(BigInteger.valueOf(seconds)).longValueExact();
    return new FrameRate(Math.toIntExact(pictures / common), Math.toIntExact(seconds / common));
  }

  /** What is probably meant by a text that is none: {@code 30fps}, {@code 25p}. */
  static Optional<String> meant(String text) {
    Matcher parts = OTHERWISE.matcher(text);
    return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
  }
}
