package dev.wildstream.desired.yaml;

import dev.wildstream.media.FrameSize;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may stand behind a key. */
sealed interface Shape {

  /** What is wanted, as a message says it. */
  String wanted();

  /** {@code true} or {@code false}. */
  record Flag() implements Shape {
    @Override
    public String wanted() {
      return "true or false";
    }
  }

  /** A whole number. */
  record Whole(int least, int most) implements Shape {
    @Override
    public String wanted() {
      return least == most
          ? "the number " + least
          : String.format("a whole number from %d to %d", least, most);
    }
  }

  /** A whole number, or one word in its place. */
  record WholeOrWord(Whole whole, String word) implements Shape {
    @Override
    public String wanted() {
      return whole.wanted() + ", or " + word;
    }
  }

  /** A share of a whole: over 0, at most 1. */
  record Ratio() implements Shape {
    @Override
    public String wanted() {
      return "a number over 0 and at most 1";
    }
  }

  /** One of a few words. */
  record Choice(List<String> words) implements Shape {
    @Override
    public String wanted() {
      return "one of " + String.join(", ", words);
    }
  }

  /** A length of time, as {@link TimeSpan} reads it. */
  record Span(Duration least, Duration most) implements Shape {
    @Override
    public String wanted() {
      return "a time from " + TimeSpan.text(least) + " to " + TimeSpan.text(most);
    }
  }

  /** A length of time, or one word in its place. */
  record SpanOrWord(Span span, String word) implements Shape {
    @Override
    public String wanted() {
      return span.wanted() + ", or " + word;
    }
  }

  /** One of a few whole numbers. */
  record Among(List<Integer> numbers) implements Shape {
    @Override
    public String wanted() {
      return "one of " + numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
  }

  /**
   * A bit rate, as {@link BitRateText} reads it.
   *
   * @param least in bits per second
   * @param most in bits per second
   */
  record BitRate(long least, long most) implements Shape {
    @Override
    public String wanted() {
      return "a bit rate from " + BitRateText.text(least) + " to " + BitRateText.text(most);
    }

    boolean holds(long bitsPerSecond) {
      return bitsPerSecond >= least && bitsPerSecond <= most;
    }
  }

  /** The size of a picture, both sides even, as {@link FrameSizeText} reads it, or one word. */
  record Size(FrameSize least, FrameSize most, String word) implements Shape {
    @Override
    public String wanted() {
      return "a frame size from " + least + " to " + most + ", or " + word;
    }

    boolean holds(FrameSize size) {
      return size.width() >= least.width()
          && size.height() >= least.height()
          && size.width() <= most.width()
          && size.height() <= most.height();
    }
  }

  /**
   * A frame rate, as {@link FrameRateText} reads it, or one word in its place.
   *
   * @param above which it is, pictures per second
   * @param most in pictures per second
   */
  record Rate(int above, int most, String word) implements Shape {
    @Override
    public String wanted() {
      return "a frame rate over " + above + " and at most " + most + ", or " + word;
    }
  }

  /**
   * A text.
   *
   * @param wanted what it is, as a message says it
   * @param pattern what all of it matches; a JSON Schema uses the same
   * @param longest in characters
   * @param remedy what to do if it does not match and no mistake below explains why
   * @param mistakes what is told instead, the first that is found in the text
   */
  record Text(String wanted, Pattern pattern, int longest, String remedy, List<Mistake> mistakes)
      implements Shape {}

  /**
   * One of a few words, or a text in their place.
   *
   * @param text matches none of the words
   */
  record WordOrText(List<String> words, Text text) implements Shape {
    @Override
    public String wanted() {
      return String.join(", ", words) + " or " + text.wanted();
    }
  }

  /** A way to get a text wrong that deserves a sentence of its own. */
  record Mistake(Pattern found, String wrong, String remedy) {
    static Mistake of(String found, String wrong, String remedy) {
      return new Mistake(Pattern.compile(found), wrong, remedy);
    }
  }

  /**
   * A mapping with keys of our choice.
   *
   * @param wanted what it is, as a message says it
   * @param byName the keys in their order
   * @param inItsPlace what is told where a text stands in its place
   */
  record Fields(String wanted, Map<String, Key> byName, Rule rule, Optional<Mistake> inItsPlace)
      implements Shape {

    static Fields of(String wanted, Key... keys) {
      return of(wanted, List.of(keys), Rule.NONE, Optional.empty());
    }

    static Fields of(String wanted, List<Key> keys, Rule rule, Optional<Mistake> inItsPlace) {
      Map<String, Key> byName = new LinkedHashMap<>();
      keys.forEach(key -> byName.put(key.name(), key));
      return new Fields(wanted, Collections.unmodifiableMap(byName), rule, inItsPlace);
    }

    Collection<Key> keys() {
      return byName.values();
    }

    /** The key of that name, which the grammar has. */
    Key key(String name) {
      return Optional.ofNullable(byName.get(name)).orElseThrow();
    }

    List<String> taken() {
      return keys().stream().filter(Key::isTaken).map(Key::name).toList();
    }
  }

  /** What is asked of a mapping's keys beyond each being known. */
  enum Rule {
    NONE,
    /** One of them and no second. */
    EXACTLY_ONE,
    /** The document: {@code x-…} is free, and something has to stand beside {@code version}. */
    DOCUMENT
  }

  /**
   * A mapping with names of the user's choice.
   *
   * @param most how many names there may be
   */
  record Named(String wanted, Text names, int most, Shape each) implements Shape {}

  /** A list. */
  record Listed(String wanted, int most, Shape each) implements Shape {}

  /** A single value, or a list or mapping in its place. */
  record Either(Shape single, Shape compound) implements Shape {
    @Override
    public String wanted() {
      return single.wanted() + ", or " + compound.wanted();
    }
  }

  /** Whatever YAML can say; for {@code x-…}, and for keys that are refused all the same. */
  record Anything() implements Shape {
    @Override
    public String wanted() {
      return "anything";
    }
  }
}
