package dev.wildstream.desired.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A number as YAML's core schema writes it: {@code 5}, {@code 0x5}, {@code 0o5}, {@code 0.9}, and,
 * since JSON knows no difference, {@code 5.0} for a whole one.
 */
final class Numeral {

  /** Longer ones are out of every range we have, and would take long to compute with. */
  private static final int LONGEST = 40;

  private Numeral() {}

  static Optional<Integer> whole(String text, Shape.Whole range) {
    return within(text, BigDecimal.valueOf(range.least()), BigDecimal.valueOf(range.most()))
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::intValueExact);
  }

  static Optional<Integer> among(String text, Shape.Among numbers) {
    return whole(text, new Shape.Whole(0, Integer.MAX_VALUE)).filter(numbers.numbers()::contains);
  }

  static Optional<Double> ratio(String text) {
    return within(text, BigDecimal.ZERO, BigDecimal.ONE)
        .map(BigDecimal::doubleValue)
        .filter(ratio -> ratio > 0);
  }

  /** Both ends included. */
  static Optional<BigDecimal> within(String text, BigDecimal least, BigDecimal most) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      BigDecimal number = number(text);
      return number.compareTo(least) >= 0 && number.compareTo(most) <= 0
          ? Optional.of(number)
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
