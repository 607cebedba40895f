package dev.wildstream.desired.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which places of a file no excerpt shows. A value is shown only where the grammar has a place for
 * it and the place is none of a secret: so what is under an unknown key, a key that is not
 * supported yet, or in the place of something else, is hidden.
 */
final class Secrecy {

  /** Wherever they stand, so also a level too high or too low. */
  private static final Set<String> SECRET = Set.of("key", "target", "webhook");

  private final List<Place> hidden = new ArrayList<>();

  private Secrecy() {}

  static List<Place> hidden(Document document) {
    Secrecy secrecy = new Secrecy();
    secrecy.look(document.root(), Grammar.DOCUMENT);
    return secrecy.hidden;
  }

  /** Whether a name under {@code key} is a key's name or a slip of the finger, and no secret. */
  static boolean isNameOfKey(String text) {
    List<String> names = Grammar.KEY.keys().stream().map(Key::name).toList();
    return names.contains(text) || Suggestion.near(text, names).isPresent();
  }

  private void look(Value value, Shape shape) {
    switch (shape) {
      case Shape.Fields fields when value instanceof Value.Mapping mapping ->
          fields(mapping, fields);
      case Shape.Named named when value instanceof Value.Mapping mapping ->
          mapping.entries().forEach(entry -> entry(entry, Optional.of(named.each())));
      case Shape.Listed listed when value instanceof Value.Sequence sequence ->
          sequence.elements().forEach(element -> look(element, listed.each()));
      case Shape.Either either ->
          look(value, value instanceof Value.Scalar ? either.single() : either.compound());
      case Shape.Flag flag -> single(value);
      case Shape.Whole whole -> single(value);
      case Shape.WholeOrWord word -> single(value);
      case Shape.Ratio ratio -> single(value);
      case Shape.Choice choice -> single(value);
      case Shape.Span span -> single(value);
      case Shape.SpanOrWord word -> single(value);
      case Shape.Among among -> single(value);
      case Shape.BitRate rate -> single(value);
      case Shape.Size size -> single(value);
      case Shape.Rate rate -> single(value);
      case Shape.Text text -> single(value);
      case Shape.WordOrText either -> single(value);
      case Shape.Fields fields -> hide(value);
      case Shape.Named named -> hide(value);
      case Shape.Listed listed -> hide(value);
      case Shape.Anything anything -> hide(value);
    }
  }

  private void fields(Value.Mapping mapping, Shape.Fields fields) {
    for (Value.Entry entry : mapping.entries()) {
      entry(
          entry,
          entry
              .name()
              .flatMap(name -> Optional.ofNullable(fields.byName().get(name.text())))
              .filter(Key::isTaken)
              .map(Key::shape));
    }
  }

  private void entry(Value.Entry entry, Optional<Shape> shape) {
    Optional<String> name = entry.name().map(Value.Scalar::text);
    if (name.filter(text -> Shown.isName(text) || text.equals("<<")).isEmpty()) {
      hide(entry.key());
    }
    shape
        .filter(known -> name.filter(text -> !SECRET.contains(text)).isPresent())
        .ifPresentOrElse(known -> look(entry.value(), known), () -> hide(entry.value()));
  }

  /** Also an address in a place for other things, since it may hold a password. */
  private void single(Value value) {
    if (!(value instanceof Value.Scalar scalar) || scalar.text().contains("://")) {
      hide(value);
    }
  }

  private void hide(Value value) {
    switch (value) {
      case Value.Scalar scalar -> hidden.add(scalar.place());
      case Value.Unusable unusable -> hidden.add(unusable.place());
      case Value.Sequence sequence -> sequence.elements().forEach(this::hide);
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach(entry -> {
                if (entry.name().filter(name -> isNameOfKey(name.text())).isEmpty()) {
                  hide(entry.key());
                }
                hide(entry.value());
              });
    }
  }
}
