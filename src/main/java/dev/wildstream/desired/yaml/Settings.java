package dev.wildstream.desired.yaml;

import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The keys of one mapping as they count: what is written there, else what {@code defaults} says,
 * else the grammar's own default. Mappings merge key by key, all else replaces.
 *
 * @param layers the stream's own mapping first
 */
record Settings(Shape.Fields fields, List<Value.Mapping> layers) {

  static Settings of(Shape.Fields fields, Value.Mapping... layers) {
    return new Settings(fields, Arrays.asList(layers));
  }

  /** What is written, in the nearest layer that has it. */
  Optional<Value.Scalar> written(String key) {
    for (Value.Mapping layer : layers) {
      if (layer.get(key).orElse(layer) instanceof Value.Scalar scalar) {
        return Optional.of(scalar);
      }
    }
    return Optional.empty();
  }

  /** The list that is written, in the nearest layer that has one. */
  Optional<Value.Sequence> listed(String key) {
    return layers.stream()
        .flatMap(layer -> layer.get(key).stream())
        .filter(Value.Sequence.class::isInstance)
        .map(Value.Sequence.class::cast)
        .findFirst();
  }

  /** What counts, for a key with a default. */
  String text(String key) {
    return written(key)
        .map(Value.Scalar::text)
        .or(fields.key(key)::defaultText)
        .orElseThrow(() -> new IllegalStateException("no default for " + key));
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(text(key));
  }

  /** Empty where what is written is no time within its range, or the key's word in its place. */
  Optional<Duration> span(String key) {
    Shape.Span range =
        fields.key(key).shape() instanceof Shape.SpanOrWord(Shape.Span span, String word)
            ? span
            : (Shape.Span) fields.key(key).shape();
    return TimeSpan.parse(text(key))
        .filter(t -> t.compareTo(range.least()) >= 0 && t.compareTo(range.most()) <= 0);
  }

  /** Empty where what is written is no share of a whole. */
  Optional<Double> ratio(String key) {
    return Numeral.ratio(text(key));
  }

  /** Empty where the key's word is written in place of a number. */
  Optional<Integer> number(String key) {
    return switch (fields.key(key).shape()) {
      case Shape.Whole whole -> Numeral.whole(text(key), whole);
      case Shape.WholeOrWord either ->
          text(key).equals(either.word())
              ? Optional.empty()
              : Numeral.whole(text(key), either.whole());
      case Shape.Flag flag -> throw noNumber(flag);
      case Shape.Ratio ratio -> throw noNumber(ratio);
      case Shape.Choice choice -> throw noNumber(choice);
      case Shape.Span span -> throw noNumber(span);
      case Shape.SpanOrWord either -> throw noNumber(either);
      case Shape.Among among -> Numeral.among(text(key), among);
      case Shape.BitRate rate -> throw noNumber(rate);
      case Shape.Size size -> throw noNumber(size);
      case Shape.Rate rate -> throw noNumber(rate);
      case Shape.Text text -> throw noNumber(text);
      case Shape.WordOrText either -> throw noNumber(either);
      case Shape.Fields inner -> throw noNumber(inner);
      case Shape.Named named -> throw noNumber(named);
      case Shape.Listed listed -> throw noNumber(listed);
      case Shape.Either either -> throw noNumber(either);
      case Shape.Anything anything -> throw noNumber(anything);
    };
  }

  private static IllegalStateException noNumber(Shape shape) {
    return new IllegalStateException("no number: " + shape.wanted());
  }

  /** In bits per second. */
  long bitRate(String key) {
    return BitRateText.parse(text(key)).orElseThrow();
  }

  /** Empty where the key's word is written in place of a size. */
  Optional<FrameSize> size(String key) {
    return FrameSizeText.parse(text(key));
  }

  /** Empty where the key's word is written in place of a rate. */
  Optional<FrameRate> rate(String key) {
    return FrameRateText.parse(text(key), (Shape.Rate) fields.key(key).shape());
  }

  /** The mapping behind {@code key}, in each layer that has one. */
  Settings inside(String key) {
    return new Settings(
        (Shape.Fields) fields.key(key).shape(),
        layers.stream()
            .flatMap(layer -> layer.get(key).stream())
            .filter(Value.Mapping.class::isInstance)
            .map(Value.Mapping.class::cast)
            .toList());
  }
}
