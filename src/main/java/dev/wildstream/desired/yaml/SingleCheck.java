package dev.wildstream.desired.yaml;

import java.util.List;

/** Holds single values against what their key wants: words, numbers, times and texts. */
final class SingleCheck {

  private final Findings findings;

  SingleCheck(Findings findings) {
    this.findings = findings;
  }

  /** Another kind of value stands there than the one that is wanted. */
  void wrongType(Value value, Shape shape, Where where) {
    boolean unquoted =
        shape instanceof Shape.Text && value instanceof Value.Scalar scalar && !scalar.isText();
    findings.add(
        value.place(),
        where,
        "is " + value.kind() + ", but " + shape.wanted() + " is wanted",
        unquoted ? "put quotes around it" : howToWrite(shape));
  }

  /** What to write where nothing is written. */
  static String empty(Shape shape) {
    return shape instanceof Shape.Named ? "write {} if there are none" : howToWrite(shape);
  }

  private static String howToWrite(Shape shape) {
    return switch (shape) {
      case Shape.Fields fields -> "indent its keys below it: " + Shown.list(fields.taken());
      case Shape.Named named -> "indent names below it, and what belongs to each below its name";
      case Shape.Listed listed -> "write each element on a line of its own, after a dash";
      case Shape.Either either -> "write " + either.wanted();
      case Shape.Flag flag -> "write " + flag.wanted();
      case Shape.Whole whole -> "write " + whole.wanted();
      case Shape.WholeOrWord word -> "write " + word.wanted();
      case Shape.Ratio ratio -> "write " + ratio.wanted() + ", like 0.9";
      case Shape.Choice choice -> "write " + choice.wanted();
      case Shape.Span span -> "write " + span.wanted() + ", like 250ms, 5s, 1m30s or 2h";
      case Shape.SpanOrWord word -> "write " + word.wanted();
      case Shape.Among among -> "write " + among.wanted();
      case Shape.BitRate rate -> "write " + rate.wanted();
      case Shape.Size size -> "write width and height, like 1280x720, or write " + size.word();
      case Shape.Rate rate -> "write it like 30, 29.97 or 30000/1001, or write " + rate.word();
      case Shape.Text text -> text.remedy();
      case Shape.WordOrText either -> either.text().remedy();
      case Shape.Anything anything -> "write " + anything.wanted();
    };
  }

  void flag(Value value, Shape.Flag flag, Where where) {
    if (value instanceof Value.Scalar scalar && scalar.type() == Value.Scalar.Type.FLAG) {
      return;
    }
    wrongType(value, flag, where);
  }

  void whole(Value value, Shape.Whole whole, Where where) {
    if (!(value instanceof Value.Scalar scalar) || scalar.type() != Value.Scalar.Type.NUMBER) {
      wrongType(value, whole, where);
    } else if (Numeral.whole(scalar.text(), whole).isEmpty()) {
      findings.add(
          scalar.place(),
          where,
          Shown.value(scalar.text()) + " is not " + whole.wanted(),
          "write " + whole.wanted());
    }
  }

  void ratio(Value value, Shape.Ratio ratio, Where where) {
    if (!(value instanceof Value.Scalar scalar) || scalar.type() != Value.Scalar.Type.NUMBER) {
      wrongType(value, ratio, where);
    } else if (Numeral.ratio(scalar.text()).isEmpty()) {
      word(scalar, ratio.wanted(), List.of(), where);
    }
  }

  void wholeOrWord(Value value, Shape.WholeOrWord either, Where where) {
    if (value instanceof Value.Scalar scalar && scalar.isText()) {
      if (!scalar.text().equals(either.word())) {
        word(scalar, either.wanted(), List.of(either.word()), where);
      }
    } else if (value instanceof Value.Scalar scalar && scalar.type() == Value.Scalar.Type.NUMBER) {
      if (Numeral.whole(scalar.text(), either.whole()).isEmpty()) {
        word(scalar, either.wanted(), List.of(), where);
      }
    } else {
      wrongType(value, either, where);
    }
  }

  void choice(Value value, Shape.Choice choice, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !scalar.isText()) {
      wrongType(value, choice, where);
    } else if (!choice.words().contains(scalar.text())) {
      word(scalar, choice.wanted(), choice.words(), where);
    }
  }

  private void word(Value.Scalar scalar, String wanted, List<String> words, Where where) {
    findings.add(
        scalar.place(),
        where,
        Shown.value(scalar.text()) + " is not " + wanted,
        Suggestion.near(scalar.text(), words)
            .map(near -> "did you mean \"" + near + "\"?")
            .orElse("write " + wanted));
  }

  void span(Value value, Shape.Span span, Where where) {
    span(value, span, span, where);
  }

  void spanOrWord(Value value, Shape.SpanOrWord either, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !scalar.text().equals(either.word())) {
      span(value, either.span(), either, where);
    }
  }

  /**
   * @param wanted all that may stand there
   */
  private void span(Value value, Shape.Span span, Shape wanted, Where where) {
    if (value instanceof Value.Scalar scalar && scalar.type() == Value.Scalar.Type.NUMBER) {
      findings.add(
          scalar.place(),
          where,
          Shown.value(scalar.text()) + " has no unit",
          "write the unit too, like 250ms, 5s, 1m30s, 2h or 1d");
    } else if (!(value instanceof Value.Scalar scalar) || !scalar.isText()) {
      wrongType(value, wanted, where);
    } else {
      TimeSpan.parse(scalar.text())
          .ifPresentOrElse(
              time -> {
                if (time.compareTo(span.least()) < 0 || time.compareTo(span.most()) > 0) {
                  findings.add(
                      scalar.place(),
                      where,
                      Shown.value(scalar.text()) + " is not " + wanted.wanted(),
                      "write " + wanted.wanted());
                }
              },
              () ->
                  findings.add(
                      scalar.place(),
                      where,
                      Shown.value(scalar.text()) + " is no length of time",
                      wanted instanceof Shape.SpanOrWord(Shape.Span time, String word)
                          ? Suggestion.near(scalar.text(), List.of(word))
                              .map(near -> "did you mean \"" + near + "\"?")
                              .orElse(
                                  "write it like 250ms, 5s, 1m30s, 2h, 1d or 00:01:30, or write "
                                      + word)
                          : "write it like 250ms, 5s, 1m30s, 2h, 1d or 00:01:30"));
    }
  }

  /** What is near to one of the words is told as a slip of the finger. */
  void wordOrText(Value value, Shape.WordOrText either, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !scalar.isText()) {
      wrongType(value, either, where);
    } else if (!either.words().contains(scalar.text())) {
      if (either.text().pattern().matcher(scalar.text()).matches()
          || Suggestion.near(scalar.text(), either.words()).isEmpty()) {
        text(scalar, either.text(), where);
      } else {
        word(scalar, either.wanted(), either.words(), where);
      }
    }
  }

  /** Its value is never told: it may be a secret. */
  void text(Value value, Shape.Text shape, Where where) {
    if (!(value instanceof Value.Scalar scalar) || !scalar.isText()) {
      wrongType(value, shape, where);
      return;
    }
    String text = scalar.text();
    if (text.codePointCount(0, text.length()) > shape.longest()) {
      findings.add(
          scalar.place(),
          where,
          "is longer than " + shape.longest() + " characters",
          "write " + shape.wanted() + " of at most " + shape.longest() + " characters");
    } else if (!shape.pattern().matcher(text).matches()) {
      Shape.Mistake mistake =
          shape.mistakes().stream()
              .filter(known -> known.found().matcher(text).find())
              .findFirst()
              .orElse(
                  new Shape.Mistake(shape.pattern(), "is not " + shape.wanted(), shape.remedy()));
      findings.add(scalar.place(), where, mistake.wrong(), mistake.remedy());
    }
  }
}
