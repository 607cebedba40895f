package dev.wildstream.desired.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A whole number as YAML's core schema writes it: {@code 5}, {@code 0x5}, {@code 0o5}, and, since
 * JSON knows no difference, {@code 5.0}.
 */
final class WholeNumber {

  /** Longer ones are out of every range we have, and would take long to compute with. */
  private static final int LONGEST = 40;

  private WholeNumber() {}

  static Optional<Integer> parse(String text, Shape.Whole range) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      BigDecimal number = number(text);
      boolean within =
          number.compareTo(BigDecimal.valueOf(range.least())) >= 0
              && number.compareTo(BigDecimal.valueOf(range.most())) <= 0;
      return within && number.stripTrailingZeros().scale() <= 0
          ? Optional.of(number.intValueExact())
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty(); // .inf and .nan, and exponents that no number type holds
    }
  }

  private static BigDecimal number(String text) {
    if (text.startsWith("0x")) {
      return new BigDecimal(new BigInteger(text.substring(2), 16));
    }
    if (text.startsWith("0o")) {
      return new BigDecimal(new BigInteger(text.substring(2), 8));
    }
    return new BigDecimal(text);
  }
}
