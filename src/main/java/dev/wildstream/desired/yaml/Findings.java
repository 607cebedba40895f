package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that was found wrong so far, in all files of the revision. */
final class Findings {

  /** As many as somebody reads; the rest is told as a number. */
  static final int MOST_TOLD = 100;

  /** Kept for the right order; beyond that many they are only counted. */
  private static final int MOST_KEPT = 10_000;

  private final List<Finding> kept = new ArrayList<>();
  private final Set<Mistake> known = new HashSet<>();
  private int uncounted;

  /**
   * @param remedy worked out only if the finding is told: a suggestion may have to look at every
   *     name of the file
   */
  private record Finding(
      Place place,
      Where where,
      String wrong,
      Supplier<String> remedy,
      Excerpts.Disclosure disclosure) {}

  /** One mistake, told once, from however many aliases it is reached. */
  private record Mistake(SourceText source, int start, String wrong) {}

  void add(Place place, Where where, String wrong, String remedy) {
    add(place, where, wrong, () -> remedy);
  }

  void add(Place place, Where where, String wrong, Supplier<String> remedy) {
    add(place, where, wrong, remedy, Excerpts.Disclosure.PARSED);
  }

  void add(
      Place place,
      Where where,
      String wrong,
      Supplier<String> remedy,
      Excerpts.Disclosure disclosure) {
    if (kept.size() == MOST_KEPT) {
      uncounted++;
    } else if (known.add(new Mistake(place.source(), place.start(), wrong))) {
      kept.add(new Finding(place, where, wrong, remedy, disclosure));
    }
  }

  boolean isEmpty() {
    return kept.isEmpty();
  }

  /** The problems to tell, in reading order. */
  List<Problem> problems(List<Document> documents) {
    Excerpts excerpts = new Excerpts(documents);
    List<Finding> ordered =
        kept.stream().sorted(Comparator.comparing(Finding::place, Place.IN_READING_ORDER)).toList();
    List<Problem> told = new ArrayList<>();
    ordered.stream().limit(MOST_TOLD).forEach(finding -> told.add(problem(finding, excerpts)));
    if (ordered.size() > MOST_TOLD) {
      told.add(rest(ordered.get(MOST_TOLD), ordered.size() - MOST_TOLD + uncounted));
    }
    return told;
  }

  private static Problem problem(Finding finding, Excerpts excerpts) {
    Place place = finding.place();
    return new Problem(
        place.source().file().name(),
        place.line(),
        place.column(),
        finding.where().text(),
        finding.wrong(),
        finding.remedy().get(),
        excerpts.of(place, finding.disclosure()));
  }

  private static Problem rest(Finding first, int count) {
    return new Problem(
        first.place().source().file().name(),
        first.place().line(),
        first.place().column(),
        "",
        "and "
            + count
            + (count == 1 ? " more problem from here on" : " more problems from here on"),
        "mend those above first",
        Optional.empty());
  }
}
