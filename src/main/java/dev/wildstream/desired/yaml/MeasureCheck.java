package dev.wildstream.desired.yaml;

import dev.wildstream.media.FrameSize;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds the measures of picture and sound against what their key wants. */
final class MeasureCheck {

  /** {@code 44.1}, {@code 48k}, {@code 44.1 kHz}. */
  private static final Pattern KILOHERTZ =
      Pattern.compile("^([0-9]{1,3}(?:\\.[0-9]{1,3})?)(?: ?[kK](?:[hH][zZ])?)?$");

  private final Findings findings;
  private final SingleCheck single;

  MeasureCheck(Findings findings, SingleCheck single) {
    this.findings = findings;
    this.single = single;
  }

  void among(Value value, Shape.Among among, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !isTextOrNumber(scalar)) {
      single.wrongType(value, among, where);
    } else if (Numeral.among(scalar.text(), among).isEmpty()) {
      tell(
          scalar,
          " is not " + among.wanted(),
          thousandfold(scalar.text(), among),
          "write " + among.wanted(),
          where);
    } else if (scalar.isText()) {
      quoted(scalar, where);
    }
  }

  private static Optional<String> thousandfold(String text, Shape.Among among) {
    Matcher parts = KILOHERTZ.matcher(text);
    return parts.matches()
        ? Numeral.among(new BigDecimal(parts.group(1)).movePointRight(3).toPlainString(), among)
            .map(String::valueOf)
        : Optional.empty();
  }

  void bitRate(Value value, Shape.BitRate range, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !isTextOrNumber(scalar)) {
      single.wrongType(value, range, where);
    } else {
      BitRateText.parse(scalar.text())
          .ifPresentOrElse(
              rate -> {
                if (!range.holds(rate)) {
                  outOf(scalar, range, where);
                }
              },
              () -> noBitRate(scalar, range, where));
    }
  }

  private void noBitRate(Value.Scalar scalar, Shape.BitRate range, Where where) {
    tell(
        scalar,
        scalar.isText() ? " is no bit rate" : " has no unit",
        BitRateText.meant(scalar.text(), range).map(BitRateText::text),
        "write " + range.wanted(),
        where);
  }

  void size(Value value, Shape.Size range, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !isTextOrNumber(scalar)) {
      single.wrongType(value, range, where);
    } else if (!scalar.text().equals(range.word())) {
      FrameSizeText.parse(scalar.text())
          .ifPresentOrElse(
              size -> size(scalar, size, range, where), () -> noSize(scalar, range, where));
    }
  }

  private void size(Value.Scalar scalar, FrameSize size, Shape.Size range, Where where) {
    if (!range.holds(size)) {
      outOf(scalar, range, where);
    } else if (!FrameSizeText.isEven(size)) {
      tell(
          scalar,
          " has an odd side, and H.264 in 4:2:0 has none",
          Optional.empty(),
          "write " + FrameSizeText.even(size),
          where);
    }
  }

  private void noSize(Value.Scalar scalar, Shape.Size range, Where where) {
    tell(
        scalar,
        " is no frame size",
        FrameSizeText.meant(scalar.text())
            .filter(range::holds)
            .map(FrameSize::toString)
            .or(() -> Suggestion.near(scalar.text(), List.of(range.word()))),
        "write width and height, like 1280x720, or write " + range.word(),
        where);
  }

  void rate(Value value, Shape.Rate range, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !isTextOrNumber(scalar)) {
      single.wrongType(value, range, where);
    } else if (scalar.isText() && !FrameRateText.FRACTION.matcher(scalar.text()).matches()) {
      if (!scalar.text().equals(range.word())) {
        noRate(scalar, range, where);
      }
    } else if (FrameRateText.parse(scalar.text(), range).isEmpty()) {
      outOf(scalar, range, where);
    }
  }

  private void noRate(Value.Scalar scalar, Shape.Rate range, Where where) {
    if (FrameRateText.parse(scalar.text(), range).isPresent()) {
      quoted(scalar, where);
      return;
    }
    tell(
        scalar,
        " is no frame rate",
        FrameRateText.meant(scalar.text())
            .filter(text -> FrameRateText.parse(text, range).isPresent())
            .or(() -> Suggestion.near(scalar.text(), List.of(range.word()))),
        "write it like 30, 29.97 or 30000/1001, or write " + range.word(),
        where);
  }

  private void quoted(Value.Scalar scalar, Where where) {
    tell(scalar, " stands in quotes", Optional.empty(), "take them away", where);
  }

  private static boolean isTextOrNumber(Value.Scalar scalar) {
    return scalar.isText() || scalar.type() == Value.Scalar.Type.NUMBER;
  }

  private void outOf(Value.Scalar scalar, Shape range, Where where) {
    tell(scalar, " is not " + range.wanted(), Optional.empty(), "write " + range.wanted(), where);
  }

  private void tell(
      Value.Scalar scalar, String wrong, Optional<String> meant, String otherwise, Where where) {
    findings.add(
        scalar.place(),
        where,
        Shown.value(scalar.text()) + wrong,
        meant.map(text -> "did you mean \"" + text + "\"?").orElse(otherwise));
  }
}
