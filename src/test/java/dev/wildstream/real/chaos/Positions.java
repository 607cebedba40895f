package dev.wildstream.real.chaos;

import dev.wildstream.real.Looker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What was said to be on the air, and what a publisher that followed was fed first. */
final class Positions implements AutoCloseable {

  private static final Duration LOOKS = Duration.ofMillis(200);

  /** Of the samples: two seconds apart. */
  private static final double KEYFRAMES = 2;

  /** Progress comes twice a second, and status.json is written after it. */
  private static final double SEEN_LATE = 1;

  /** An item that failed is passed over for a minute. */
  private static final Duration SET_ASIDE = Duration.ofMinutes(1);

  private static final Duration ITEM_LENGTH = Duration.ofSeconds(Shelf.SECONDS);

  private static final Duration NEVER = Duration.ofDays(-1);

  private static final Pattern ITEM = Pattern.compile(" -i (?:file:)?(\\S+)");
  private static final Pattern OFFSET = Pattern.compile(" -ss ([0-9.]+)(?:us)? ");

  private record Seen(Duration at, String station, String path, double seconds) {}

  private final Scene scene;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private Optional<Looker> looker = Optional.empty();
  private int compared;

  Positions(Scene scene) {
    this.scene = scene;
  }

  void watch() {
    looker = Optional.of(Looker.start("positions", LOOKS, this::look));
  }

  /** How many restarts could be compared with what was on the air before. */
  int compared() {
    return compared;
  }

  private void look() {
    for (Station station : scene.stations) {
      JsonNode status = scene.hub.stream(station.name);
      JsonNode playing = status.path("nowPlaying");
      if (status.path("phase").asString("").equals("on-air") && playing.isObject()) {
        seen.add(
            new Seen(
                scene.journal.now(),
                station.name,
                playing.path("path").asString(""),
                playing.path("seconds").asDouble(0)));
      }
    }
  }

  /**
   * Every session that did not go on where the one before stopped. Only what can be told is judged:
   * the item was not near its end, and neither the files nor the list were touched.
   */
  List<String> wrong() {
    List<String> wrong = new ArrayList<>();
    for (Station station : scene.stations) {
      List<Starts.Life> publishers = scene.starts.publishers(station.name);
      for (int i = 1; i < publishers.size(); i++) {
        Starts.Life before = publishers.get(i - 1);
        Starts.Life now = publishers.get(i);
        Optional<Seen> last =
            seen.stream()
                .filter(s -> s.station().equals(station.name))
                .filter(s -> s.at().compareTo(before.began) > 0)
                .filter(s -> s.at().compareTo(now.began) < 0)
                .reduce((one, later) -> later);
        Optional<Starts.Life> feeder =
            scene.starts.feeders(station.name).stream()
                .filter(f -> f.began.compareTo(now.began.minusMillis(50)) >= 0)
                .findFirst();
        if (last.isPresent() && feeder.isPresent() && untouched(station, last.get(), now)) {
          compare(station, last.get(), before, now, feeder.get()).ifPresent(wrong::add);
        }
      }
    }
    return wrong;
  }

  /** Neither its item was, nor what fed it, nor was the list emptied. */
  private boolean untouched(Station station, Seen last, Starts.Life now) {
    return scene.ledger.of(station.name).stream()
        .filter(entry -> entry.from().compareTo(now.began) < 0)
        .noneMatch(entry -> entry.to().plus(felt(station, last, entry)).compareTo(last.at()) > 0);
  }

  /** For how long after its end a fault may say what is played. */
  private static Duration felt(Station station, Seen last, Ledger.Entry entry) {
    String item = Path.of(last.path()).getFileName() + " of " + station;
    boolean its = entry.what().startsWith(item) || last.path().contains(Shelf.MOUNTED);
    return switch (entry.touch()) {
      case FILES -> its ? SET_ASIDE : NEVER;
      case FEEDER -> ITEM_LENGTH;
      case EDITS -> entry.what().startsWith("the list") ? ITEM_LENGTH : NEVER;
      case PUBLISHER, SERVER, HUB, STATE -> NEVER;
    };
  }

  private Optional<String> compare(
      Station station, Seen last, Starts.Life before, Starts.Life now, Starts.Life feeder) {
    Duration end = Allowance.shorter(before.until(), now.began);
    double unseen = Math.max(0, end.minus(last.at()).toMillis() / 1e3) + SEEN_LATE;
    double most = last.seconds() + unseen + KEYFRAMES;
    Matcher item = ITEM.matcher(feeder.arguments);
    if (most > Shelf.SECONDS || !item.find()) {
      return Optional.empty();
    }
    Matcher offset = OFFSET.matcher(feeder.arguments);
    double from = offset.find() ? Double.parseDouble(offset.group(1)) : 0;
    compared++;
    boolean same = item.group(1).endsWith(last.path());
    if (same && from >= last.seconds() - KEYFRAMES - SEEN_LATE && from <= most) {
      return Optional.empty();
    }
    return Optional.of(
        "%s %s was at %.1f s of %s at %s, and began again at %.1f s of %s"
            .formatted(
                Journal.at(now.began),
                station,
                last.seconds(),
                last.path(),
                Journal.at(last.at()).strip(),
                from,
                item.group(1)));
  }

  @Override
  public void close() {
    looker.ifPresent(Looker::close);
  }
}
