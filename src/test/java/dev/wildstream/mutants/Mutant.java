package dev.wildstream.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A deliberate bug.
 *
 * @param does what it does, in words
 * @param file below the main sources' root package
 * @param test the class that catches it, by its simple name
 * @param text that stands there exactly once, whatever white space the formatter puts into it
 */
record Mutant(String does, String file, String test, String text, String instead) {

  /** The source with the bug in it. */
  String putInto(String source) {
    List<MatchResult> places = anyWhiteSpace(text).matcher(source).results().toList();
    assertThat(places).as(file + " holds once what the mutant changes: " + text).hasSize(1);
    MatchResult place = places.getFirst();
    return source.substring(0, place.start()) + instead + source.substring(place.end());
  }

  private static Pattern anyWhiteSpace(String text) {
    return Pattern.compile(
        text.codePoints()
            .filter(c -> !Character.isWhitespace(c))
            .mapToObj(c -> Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining("\\s*")));
  }
}
