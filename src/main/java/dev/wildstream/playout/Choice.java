package dev.wildstream.playout;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.memory.Format;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.SetAside;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which item is played now, and what was passed over on the way to it. */
public sealed interface Choice {

  /** Items that were passed over and not told of before. */
  List<Skipped> skipped();

  /** Items left out for a while, those passed over now included. */
  Map<String, SetAside> setAside();

  /** This one. */
  record Play(
      Position position,
      Program.Item item,
      Fitness.Fits fits,
      List<Skipped> skipped,
      Map<String, SetAside> setAside)
      implements Choice {}

  /** This one, once it is known what it is. */
  record Unknown(
      Position position,
      MediaView.Source source,
      List<Skipped> skipped,
      Map<String, SetAside> setAside)
      implements Choice {}

  /**
   * The laps are played.
   *
   * @param reasons why items at the end were passed over, for people; at most 10
   */
  record Finished(List<String> reasons, List<Skipped> skipped, Map<String, SetAside> setAside)
      implements Choice {}

  /**
   * Nothing of the list can be played.
   *
   * @param reasons one per item, for people; at most 10
   */
  record Nothing(List<String> reasons, List<Skipped> skipped, Map<String, SetAside> setAside)
      implements Choice {}

  /**
   * An item that was passed over.
   *
   * @param label of the metric
   * @param why one line for people
   */
  record Skipped(String path, String label, String why) {}

  /** What the viewer sees meanwhile. */
  enum Shown {
    ITEMS,
    /** Nothing, or the standby picture. */
    NOTHING
  }

  /**
   * Chooses the first item from {@code from} on that can be played.
   *
   * @param from where to begin; empty = the laps are over, or the list is empty
   * @param before the items before it, nearest first
   * @param session the format that the session has; empty = any
   * @param shown where nothing is, the items left of the last lap are tried again before it ends
   */
  static Choice of(
      Walk walk,
      Optional<Position> from,
      List<ItemIdentity> before,
      Map<MediaView.Source, MediaFacts> facts,
      Map<String, SetAside> setAside,
      Optional<Format> session,
      MediaPolicy policy,
      Shown shown,
      Instant now) {
    List<Skipped> skipped = new ArrayList<>();
    Map<ItemIdentity, String> reasons = new HashMap<>();
    Map<String, SetAside> aside = new HashMap<>(setAside);
    Optional<Position> next = from;
    Optional<Tried> lastResort = Optional.empty();
    Map<String, SetAside> stillUnfit = new HashMap<>();
    // two laps meet every item at least once, also where each lap has an order of its own
    for (int looked = 0; next.isPresent() && looked < 2 * walk.size(); looked++) {
      Position position = next.get();
      Program program = walk.program(position.lap());
      Program.Item item = program.items().get(program.indexOf(position.item()).orElseThrow());
      String path = item.identity().path();
      Optional<SetAside> left = leftOut(aside, item, session, policy, now);
      Optional<Skipped> unfit = Optional.empty();
      if (left.isPresent()) {
        reasons.putIfAbsent(item.identity(), path + ": " + left.get().why());
        boolean due = item.trouble().isEmpty() && Quarantine.isLastResort(left.get(), now);
        if (lastResort.isEmpty() && due) {
          lastResort = tried(position, item, facts, session, policy);
          if (lastResort.isEmpty()) {
            stillUnfit.put(path, left.get());
          }
        }
      } else if (item.trouble().isPresent()) {
        unfit = Optional.of(new Skipped(path, "missing", item.trouble().get()));
      } else {
        MediaView.Source source = new MediaView.Source(path, item.identity().start());
        MediaFacts known = facts.get(source);
        if (known == null) {
          return new Unknown(position, source, List.copyOf(skipped), aside);
        }
        switch (Fitness.of(known, item.identity().end(), session, policy)) {
          case Fitness.Fits fits -> {
            return new Play(position, item, fits, List.copyOf(skipped), aside);
          }
          case Fitness.Unfit(String label, String why) ->
              unfit = Optional.of(new Skipped(path, label, why));
        }
      }
      if (unfit.isPresent()) {
        boolean ofSession = unfit.get().label().equals("format");
        String stamp = stamp(item, ofSession ? session : Optional.empty());
        boolean stillWritten = !ofSession && Quarantine.failedJustNow(aside, path, now);
        // what finds no place there would be told of at every lap
        if (Quarantine.put(aside, path, stamp, unfit.get().why(), now) && !stillWritten) {
          skipped.add(unfit.get());
        }
        reasons.putIfAbsent(item.identity(), path + ": " + unfit.get().why());
      }
      next = walk.skip(position, before);
    }
    List<Skipped> told = List.copyOf(skipped);
    // where nothing is on the air, the items that are left of the last lap are tried again before
    // it
    boolean over = walk.size() > 0 && next.isEmpty();
    if (over && (shown == Shown.ITEMS || lastResort.isEmpty())) {
      return new Finished(inOrder(walk, reasons), told, aside);
    }
    // its turn is over for ten seconds, or those after it would never have theirs
    stillUnfit.forEach((path, left) -> Quarantine.put(aside, path, left.stamp(), left.why(), now));
    Choice nothing = new Nothing(inOrder(walk, reasons), told, aside);
    return lastResort.map(tried -> tried.choice(told, aside)).orElse(nothing);
  }

  /** An item that is tried although it failed, once it is known that nothing else is there. */
  interface Tried {
    Choice choice(List<Skipped> skipped, Map<String, SetAside> setAside);
  }

  private static Optional<Tried> tried(
      Position position,
      Program.Item item,
      Map<MediaView.Source, MediaFacts> facts,
      Optional<Format> session,
      MediaPolicy policy) {
    MediaView.Source source = new MediaView.Source(item.identity().path(), item.identity().start());
    MediaFacts known = facts.get(source);
    if (known == null) {
      return Optional.of((skipped, aside) -> new Unknown(position, source, skipped, aside));
    }
    return switch (Fitness.of(known, item.identity().end(), session, policy)) {
      case Fitness.Fits fits ->
          Optional.of((skipped, aside) -> new Play(position, item, fits, skipped, aside));
      case Fitness.Unfit unfit -> Optional.empty();
    };
  }

  /** Left out in every session (its file is broken), or in one of this format that only copies. */
  private static Optional<SetAside> leftOut(
      Map<String, SetAside> aside,
      Program.Item item,
      Optional<Format> session,
      MediaPolicy policy,
      Instant now) {
    String path = item.identity().path();
    Optional<SetAside> everywhere = Quarantine.of(aside, path, stamp(item, Optional.empty()), now);
    return switch (policy.mode()) {
      case COPY -> everywhere.or(() -> Quarantine.of(aside, path, stamp(item, session), now));
      case AUTO, TRANSCODE -> everywhere;
    };
  }

  /**
   * What an item's failure is remembered with: size and time of the file, so that another file is
   * tried at once.
   *
   * @param session the format it did not fit, so that it is tried at once in another session; empty
   *     = it fails in every one
   */
  static String stamp(Program.Item item, Optional<Format> session) {
    String file = stamp(item.stamp());
    return session.map(format -> file + " in " + format).orElse(file);
  }

  /** A file as it was looked at, as text. */
  static String stamp(Optional<FileStamp> file) {
    return file.map(s -> s.size() + " bytes of " + s.modified()).orElse("no file");
  }

  /** The first ten of the list: the same ones in the same order wherever the look at it began. */
  private static List<String> inOrder(Walk walk, Map<ItemIdentity, String> reasons) {
    return walk.listed().items().stream()
        .map(item -> reasons.get(item.identity()))
        .filter(Objects::nonNull)
        .distinct()
        .limit(10)
        .toList();
  }
}
