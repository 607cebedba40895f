package dev.wildstream.desired.yaml;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Holds one file against the table of keys: which keys there are, and that each has its shape. */
final class ShapeCheck {

  private final Findings findings;
  private final SingleCheck single;
  private final MeasureCheck measure;

  private ShapeCheck(Findings findings) {
    this.findings = findings;
    this.single = new SingleCheck(findings);
    this.measure = new MeasureCheck(findings, single);
  }

  static void check(Document document, Findings findings) {
    Value.Mapping root = document.root();
    new ShapeCheck(findings).fields(root, Grammar.DOCUMENT, Where.DOCUMENT, root.place());
  }

  /**
   * @param owner what to point at where the value is missing: its key, or the element itself
   */
  private void check(Value value, Shape shape, Where where, Place owner) {
    if (value instanceof Value.Unusable) {
      return;
    }
    if (value instanceof Value.Scalar scalar
        && scalar.isNothing()
        && !(shape instanceof Shape.Anything)) {
      findings.add(owner, where, "is empty", SingleCheck.empty(shape));
      return;
    }
    switch (shape) {
      case Shape.Flag flag -> single.flag(value, flag, where);
      case Shape.Whole whole -> single.whole(value, whole, where);
      case Shape.WholeOrWord either -> single.wholeOrWord(value, either, where);
      case Shape.Ratio ratio -> single.ratio(value, ratio, where);
      case Shape.Choice choice -> single.choice(value, choice, where);
      case Shape.Span span -> single.span(value, span, where);
      case Shape.SpanOrWord either -> single.spanOrWord(value, either, where);
      case Shape.Among among -> measure.among(value, among, where);
      case Shape.BitRate rate -> measure.bitRate(value, rate, where);
      case Shape.Size size -> measure.size(value, size, where);
      case Shape.Rate rate -> measure.rate(value, rate, where);
      case Shape.Text text -> single.text(value, text, where);
      case Shape.WordOrText either -> single.wordOrText(value, either, where);
      case Shape.Fields fields -> fields(value, fields, where, owner);
      case Shape.Named named -> named(value, named, where, owner);
      case Shape.Listed listed -> listed(value, listed, where);
      case Shape.Either either ->
          check(
              value,
              value instanceof Value.Scalar ? either.single() : either.compound(),
              where,
              owner);
      case Shape.Anything anything -> anything(value, where);
    }
  }

  private void listed(Value value, Shape.Listed listed, Where where) {
    if (!(value instanceof Value.Sequence sequence)) {
      single.wrongType(value, listed, where);
      return;
    }
    if (sequence.elements().size() > listed.most()) {
      tooMany(sequence.place(), where, listed.most());
    }
    for (int i = 0; i < sequence.elements().size(); i++) {
      Value element = sequence.elements().get(i);
      check(element, listed.each(), where.element(i), element.place());
    }
  }

  private void tooMany(Place place, Where where, int most) {
    findings.add(
        place,
        where,
        String.format("has more than %,d entries", most),
        "share them out or remove some");
  }

  private void named(Value value, Shape.Named named, Where where, Place owner) {
    if (!(value instanceof Value.Mapping mapping)) {
      single.wrongType(value, named, where);
      return;
    }
    if (mapping.entries().size() > named.most()) {
      tooMany(owner, where, named.most());
    }
    Map<String, Place> seen = new HashMap<>();
    for (Value.Entry entry : mapping.entries()) {
      Optional<Value.Scalar> name = entry.name();
      if (name.isEmpty()) {
        noText(entry.key(), where);
        continue;
      }
      Where inside = where.key(name.get().text());
      if (name.get().text().equals("<<")) {
        mergeKey(name.get(), where);
        continue;
      }
      single.text(name.get(), named.names(), inside);
      unique(name.get(), inside, seen);
      if (isTooHigh(entry, name.get().text(), named)) {
        findings.add(
            name.get().place(),
            inside,
            "stands where a name is wanted",
            "indent it below the name of what it is for");
        continue;
      }
      check(entry.value(), named.each(), inside, name.get().place());
    }
  }

  /** A key of what should stand below a name, in the name's place. */
  private static boolean isTooHigh(Value.Entry entry, String name, Shape.Named named) {
    return !(entry.value() instanceof Value.Mapping)
        && named.each() instanceof Shape.Fields fields
        && fields.taken().contains(name);
  }

  private void fields(Value value, Shape.Fields fields, Where where, Place owner) {
    if (!(value instanceof Value.Mapping mapping)) {
      fields
          .inItsPlace()
          .filter(mistake -> value instanceof Value.Scalar)
          .ifPresentOrElse(
              mistake -> findings.add(value.place(), where, mistake.wrong(), mistake.remedy()),
              () -> single.wrongType(value, fields, where));
      return;
    }
    Map<String, Place> seen = new HashMap<>();
    for (Value.Entry entry : mapping.entries()) {
      Optional<Value.Scalar> name = entry.name();
      if (name.isEmpty()) {
        noText(entry.key(), where);
        continue;
      }
      Value.Scalar written = name.get();
      Key key = fields.byName().get(written.text());
      if (key != null) {
        Where inside = where.key(key.name());
        unique(written, inside, seen);
        known(entry, key, inside, written.place());
      } else if (fields.rule() == Shape.Rule.DOCUMENT && written.text().startsWith("x-")) {
        Where inside = where.key(written.text());
        unique(written, inside, seen);
        check(entry.value(), new Shape.Anything(), inside, written.place());
      } else if (written.text().equals("<<")) {
        mergeKey(written, where);
      } else {
        unknown(written, fields, where);
      }
    }
    missing(mapping, fields, where, owner);
  }

  private void known(Value.Entry entry, Key key, Where where, Place place) {
    switch (key.presence()) {
      case Key.Presence.Refused(String wrong, String remedy) ->
          findings.add(place, where, wrong, remedy);
      case Key.Presence.Required required -> check(entry.value(), key.shape(), where, place);
      case Key.Presence.Optional optional -> check(entry.value(), key.shape(), where, place);
      case Key.Presence.Default text -> check(entry.value(), key.shape(), where, place);
    }
  }

  private void missing(Value.Mapping mapping, Shape.Fields fields, Where where, Place owner) {
    for (Key key : fields.keys()) {
      if (key.presence() instanceof Key.Presence.Required(String example)
          && !mapping.named().containsKey(key.name())) {
        findings.add(owner, where, "has no " + key.name(), "add " + example);
      }
    }
    switch (fields.rule()) {
      case NONE -> {}
      case EXACTLY_ONE -> {
        long present = present(mapping, fields);
        if (present != 1) {
          findings.add(
              owner,
              where,
              present == 0 ? "says nowhere where it is" : "says more than one place",
              "write exactly one of " + Shown.list(fields.taken()));
        }
      }
      case DOCUMENT -> {
        long version = mapping.named().containsKey("version") ? 1 : 0;
        if (present(mapping, fields) == version) {
          findings.add(
              owner,
              where,
              "the file has none of streams, playlists and defaults",
              "write streams: {} if nothing is to be on the air");
        }
      }
    }
  }

  private static long present(Value.Mapping mapping, Shape.Fields fields) {
    return mapping.named().keySet().stream().filter(fields.byName()::containsKey).count();
  }

  private void unique(Value.Scalar name, Where where, Map<String, Place> seen) {
    Place first = seen.putIfAbsent(name.text(), name.place());
    if (first != null) {
      findings.add(
          name.place(),
          where,
          "is there twice, first at " + first.text(),
          "remove or rename one of them");
    }
  }

  private void noText(Value key, Where where) {
    if (!(key instanceof Value.Unusable)) {
      findings.add(
          key.place(),
          where,
          "a key that is " + key.kind() + ", but keys are texts",
          key instanceof Value.Scalar ? "put quotes around it" : "write a text before the colon");
    }
  }

  private void mergeKey(Value.Scalar name, Where where) {
    findings.add(
        name.place(),
        where,
        "merge keys (<<) are not allowed",
        "put what streams share under defaults");
  }

  /** A key's name may hold a secret where a blank was forgotten, or where it stands under key. */
  private void unknown(Value.Scalar name, Shape.Fields fields, Where where) {
    String text = name.text();
    if (text.contains(":")) {
      findings.add(
          name.place(), where, "unknown key, with a colon in it", "put a blank after the colon");
      return;
    }
    Supplier<String> remedy =
        () ->
            Suggestion.near(text, fields.taken())
                .map(near -> "did you mean \"" + near + "\"?")
                .or(() ->
                    Grammar.homeOf(text)
                        .map(home -> home.isEmpty() ? "the file's first level" : home)
                        .map(home -> "it belongs under " + home))
                .orElse("remove it, or use one of " + Shown.list(fields.taken()));
    boolean telling = fields == Grammar.KEY && !Secrecy.isNameOfKey(text);
    findings.add(name.place(), telling ? where : where.key(text), "unknown key", remedy);
  }

  /** Ignored, but for names that are there twice: which of them counts, nobody could say. */
  private void anything(Value value, Where where) {
    switch (value) {
      case Value.Mapping mapping -> {
        Map<String, Place> seen = new HashMap<>();
        for (Value.Entry entry : mapping.entries()) {
          entry
              .name()
              .ifPresent(name -> {
                if (name.text().equals("<<")) {
                  mergeKey(name, where);
                } else {
                  unique(name, where, seen);
                }
              });
          anything(entry.value(), where);
        }
      }
      case Value.Sequence sequence ->
          sequence.elements().forEach(element -> anything(element, where));
      case Value.Scalar scalar -> {}
      case Value.Unusable unusable -> {}
    }
  }
}
