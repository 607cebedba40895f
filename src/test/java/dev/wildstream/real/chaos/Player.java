package dev.wildstream.real.chaos;

import dev.wildstream.real.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Plays what the deck deals, each act on a thread of its own. */
final class Player {

  private final Scene scene;
  private final Deck deck;
  private final Map<String, Semaphore> touched = new ConcurrentHashMap<>();
  private final List<Thread> playing = new CopyOnWriteArrayList<>();
  private final List<String> failed = new CopyOnWriteArrayList<>();

  Player(Scene scene, Deck deck) {
    this.scene = scene;
    this.deck = deck;
  }

  /** Acts that the test could not play. */
  List<String> failed() {
    return List.copyOf(failed);
  }

  /** For so long, and until all is mended. */
  void play(Duration length) throws InterruptedException {
    Duration end = scene.journal.now().plus(length);
    while (scene.journal.now().compareTo(end) < 0) {
      Deck.Dealt dealt = deck.deal();
      Station station = scene.stations.get(dealt.station());
      Await.pass(dealt.gap());
      Semaphore thing = touched.computeIfAbsent(thing(dealt.act(), station), t -> new Semaphore(1));
      thing.acquire(); // what is played there ends by itself
      playing.add(
          Thread.ofPlatform()
              .name(dealt.act().name())
              .start(() -> {
                try {
                  play(dealt, station);
                } catch (Exception | AssertionError wrong) {
                  scene.journal.note("the test failed at " + dealt.act().name() + ": " + wrong);
                  failed.add(dealt.act().name() + ": " + wrong);
                } finally {
                  thing.release();
                }
              }));
    }
    for (Thread act : playing) {
      act.join();
    }
  }

  private static String thing(Act act, Station station) {
    return switch (act.touch().whose) {
      case STATION -> act.touch() + " of " + station;
      case HUB -> act.touch().toString();
    };
  }

  private void play(Deck.Dealt dealt, Station station) throws Exception {
    Act act = dealt.act();
    Duration from = scene.journal.now();
    switch (act.strike().strike(scene, station, dealt.chance())) {
      case Struck.Nothing(String why) -> scene.journal.note(act.name() + ": " + why);
      case Struck.Hit hit -> {
        scene.journal.note(hit.what() + " for " + dealt.lasts().toMillis() + " ms");
        Await.pass(dealt.lasts());
        hit.mend().mend();
        Duration to = scene.journal.now();
        scene.journal.note(hit.what() + ": over");
        Duration lasted = to.minus(from);
        scene.ledger.add(
            new Ledger.Entry(
                hit.what(),
                act.touch(),
                whose(act, hit, station),
                from,
                to,
                to.plus(hit.allowance().after()),
                hit.allowance().costs().apply(lasted),
                hit.allowance().delays().apply(lasted),
                hit.reasons()));
      }
    }
  }

  /** An edit that costs something names its station. */
  private static Optional<String> whose(Act act, Struck.Hit hit, Station station) {
    return switch (act.touch().whose) {
      case STATION -> Optional.of(station.name);
      case HUB ->
          act.touch() == Touch.EDITS && hit.what().contains(station.name)
              ? Optional.of(station.name)
              : Optional.empty();
    };
  }
}
