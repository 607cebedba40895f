package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Problem;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The offending lines, as far as they may be shown. */
final class Excerpts {

  private static final String HIDDEN = "***";

  /** Characters of a line that are shown; of a longer one, those around the caret. */
  private static final int LONGEST = 200;

  /** Characters before and behind the caret that are looked at, since lines may be a MiB long. */
  private static final int NEARBY = 5 * LONGEST;

  private static final Pattern BEGIN_OF_LINE = Pattern.compile("[ \\t-]*([A-Za-z]+)[ ]*(:.*)?");

  /** How well the file is understood, and so how much of a line may be shown. */
  enum Disclosure {
    /** What is what is known: everything but secrets and comments. */
    PARSED,
    /** It is not: nothing but a key of the grammar at the line's begin. */
    UNPARSED,
    /** There is no line to show. */
    NONE
  }

  private final Map<SourceText, Document> documents = new IdentityHashMap<>();
  private final Map<SourceText, Masks> masks = new IdentityHashMap<>();

  /**
   * @param scalars the characters that belong to a value or a name; a {@code #} elsewhere begins a
   *     comment
   * @param hidden the characters that must not be shown
   */
  private record Masks(BitSet scalars, BitSet hidden) {}

  /**
   * @param documents the files that could be parsed
   */
  Excerpts(List<Document> documents) {
    documents.forEach(document -> this.documents.put(document.source(), document));
  }

  /** The line of {@code place} and a caret under its begin. */
  Optional<Problem.Excerpt> of(Place place, Disclosure disclosure) {
    return switch (disclosure) {
      case PARSED ->
          documents.containsKey(place.source()) ? Optional.of(parsed(place)) : unparsed(place);
      case UNPARSED -> unparsed(place);
      case NONE -> Optional.empty();
    };
  }

  private Problem.Excerpt parsed(Place place) {
    SourceText source = place.source();
    Masks mask = masks.computeIfAbsent(source, s -> masks(documents.get(s)));
    int line = source.lineOf(place.start());
    int begin = Math.max(source.lineStart(line), place.start() - NEARBY);
    int end = Math.min(source.lineEnd(line), place.start() + NEARBY);
    StringBuilder text = new StringBuilder(begin > source.lineStart(line) ? "…" : "");
    int caret = 0;
    int visible = 0;
    boolean hiding = false;
    boolean indent = true;
    for (int i = begin; i < end && !isComment(source, begin, i, mask); i++) {
      indent &= source.character(i) == ' ';
      boolean hide = mask.hidden().get(i) && !indent;
      if (i == place.start()) {
        caret = hide && hiding ? visible : text.codePointCount(0, text.length());
      }
      if (!hide) {
        text.appendCodePoint(Shown.character(source.character(i)));
      } else if (!hiding) {
        visible = text.codePointCount(0, text.length());
        text.append(HIDDEN);
      }
      hiding = hide;
    }
    if (place.start() >= end) {
      caret = text.codePointCount(0, text.length());
    }
    return around(text.toString().stripTrailing(), caret);
  }

  private static boolean isComment(SourceText source, int begin, int at, Masks mask) {
    return source.character(at) == '#'
        && !mask.scalars().get(at)
        && (at == begin || source.character(at - 1) == ' ' || source.character(at - 1) == '\t');
  }

  private static Masks masks(Document document) {
    BitSet scalars = new BitSet(document.source().length());
    document.scalars().forEach(place -> scalars.set(place.start(), place.end()));
    BitSet hidden = new BitSet(document.source().length());
    document.references().forEach(place -> hidden.set(place.start(), place.end()));
    for (Place place : Secrecy.hidden(document)) {
      hidden.set(place.start(), place.end());
    }
    return new Masks(scalars, hidden);
  }

  /**
   * The file does not parse, so whether a line is a secret's nobody knows: the key at its begin is
   * shown if the grammar has it, and nothing else.
   */
  private static Optional<Problem.Excerpt> unparsed(Place place) {
    SourceText source = place.source();
    int line = source.lineOf(place.start());
    StringBuilder all = new StringBuilder();
    for (int i = source.lineStart(line); i < source.lineEnd(line); i++) {
      all.appendCodePoint(Shown.character(source.character(i)));
    }
    if (all.toString().isBlank()) {
      return Optional.empty();
    }
    String text = all.toString();
    Matcher begin = BEGIN_OF_LINE.matcher(text);
    String shown;
    if (begin.matches() && Grammar.isKey(begin.group(1))) {
      int end = text.contains(":") ? text.indexOf(':') + 1 : text.length();
      shown = text.substring(0, end) + (text.substring(end).isBlank() ? "" : " " + HIDDEN);
    } else {
      String visible = text.stripLeading();
      shown = text.substring(0, text.length() - visible.length()) + HIDDEN;
    }
    return Optional.of(around(shown, Math.min(place.column() - 1, shown.length())));
  }

  private static Problem.Excerpt around(String text, int caret) {
    int[] characters = text.codePoints().toArray();
    int at = Math.min(caret, characters.length);
    if (characters.length <= LONGEST) {
      return new Problem.Excerpt(text, at);
    }
    int from = Math.clamp(at - LONGEST / 2L, 0, characters.length - LONGEST);
    String before = from > 0 ? "…" : "";
    String after = from + LONGEST < characters.length ? "…" : "";
    return new Problem.Excerpt(
        before + new String(characters, from, LONGEST) + after, at - from + before.length());
  }
}
