package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Specs;
import dev.wildstream.memory.Phase;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Everything that can happen to a stream, in every order up to a depth, and in long chance orders
 * beyond it.
 */
class EnumerationTest {

  /** All that the world can do to one stream between two decisions. */
  enum Act {
    SECOND,
    FIVE_SECONDS,
    MINUTE,
    SENDS,
    NETWORK,
    BUSY,
    REJECTED,
    INTERNAL,
    FEEDER_ENDS,
    FEEDER_FAILS,
    DISABLE,
    ENABLE,
    EDIT_TARGET,
    HUB_RESTARTS,
    REBOOT,
    KEY_LOST,
    KEY_BACK,
    TARGET_CLOSED,
    TARGET_OPEN,
    STARVES,
    VANISHES,
    IGNORES_TERM
  }

  private static void act(Stage stage, Act act) {
    switch (act) {
      case SECOND -> stage.pass(Duration.ofSeconds(1));
      case FIVE_SECONDS -> stage.pass(Duration.ofSeconds(5));
      case MINUTE -> stage.pass(Duration.ofSeconds(61));
      case SENDS -> {
        stage.pass(Duration.ofMillis(500));
        stage.publisherSends(Duration.between(Stage.BEGIN, stage.now));
      }
      case NETWORK -> stage.publisherEnds(new Failure.Network("Connection refused"));
      case BUSY -> stage.publisherEnds(new Failure.Busy("Already publishing"));
      case REJECTED -> stage.publisherEnds(new Failure.Rejected("Input/output error"));
      case INTERNAL -> stage.publisherEnds(new Failure.Internal("killed by signal 9"));
      case FEEDER_ENDS -> stage.feederEnds(Stage.ITEM, Optional.empty());
      case FEEDER_FAILS ->
          stage.feederEnds(Duration.ZERO, Optional.of(new Failure.Media("Invalid data")));
      case DISABLE -> stage.edit(s -> Specs.enabled(s, false));
      case ENABLE -> stage.edit(s -> Specs.enabled(s, true));
      case EDIT_TARGET ->
          stage.edit(s ->
              Specs.target(
                  s, s.target().host().equals("example.org") ? "example.com" : "example.org"));
      case HUB_RESTARTS -> stage.hubRestarts();
      case REBOOT -> stage.reboot();
      case KEY_LOST -> stage.key = new KeyView.Unusable("no such file");
      case KEY_BACK -> {
        stage.key = new KeyView.Readable("key-1");
        stage.edit(spec -> spec); // an edit of the target that waited for it takes effect now
      }
      case TARGET_CLOSED -> stage.target = new TargetView.Closed(stage.now);
      case TARGET_OPEN -> stage.target = new TargetView.Open(stage.now);
      case STARVES -> stage.fifoIsEmpty();
      case VANISHES -> stage.unacknowledged(1_000, Duration.ofSeconds(11)); // the target does
      case IGNORES_TERM -> stage.ignoresTerm = !stage.ignoresTerm;
    }
  }

  /** Plays a list of acts from the start; a broken promise names them. */
  private static Stage play(List<Act> acts, RetryPolicy policy) {
    Stage stage = new Stage();
    stage.edit(s -> Specs.retry(s, policy));
    try {
      stage.settle();
      for (Act act : acts) {
        act(stage, act);
        stage.settle();
      }
      return stage;
    } catch (AssertionError broken) {
      throw new AssertionError(broken.getMessage() + "\n  after " + acts, broken);
    }
  }

  @Test
  void noOrderOfFourActsBreaksAPromise() {
    Stage begin = new Stage();
    begin.settle();
    int played = everyOrder(begin, new ArrayList<>(), 4);
    assertThat(played).isEqualTo((int) Math.pow(Act.values().length, 4));
  }

  /** Every order of so many acts after a beginning, which is played once for all of them. */
  private static int everyOrder(Stage begin, List<Act> acts, int depth) {
    if (depth == 0) {
      return 1;
    }
    int played = 0;
    for (Act act : Act.values()) {
      acts.add(act);
      Stage stage = begin.copy();
      try {
        act(stage, act);
        stage.settle();
      } catch (AssertionError broken) {
        throw new AssertionError(broken.getMessage() + "\n  after " + acts, broken);
      }
      played += everyOrder(stage, acts, depth - 1);
      acts.removeLast();
    }
    return played;
  }

  @Test
  void noLongChanceOrderBreaksAPromiseAndEveryStreamComesBackOnceTheFaultsEnd() {
    for (long seed = 0; seed < 3_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Act[] all = Act.values();
      List<Act> acts = new ArrayList<>();
      int length = 10 + random.nextInt(60);
      for (int i = 0; i < length; i++) {
        acts.add(all[random.nextInt(all.length)]);
      }
      RetryPolicy policy =
          new RetryPolicy(
              random.nextBoolean(),
              random.nextBoolean()
                  ? new RetryPolicy.Attempts.Limited(random.nextInt(4))
                  : new RetryPolicy.Attempts.Unlimited(),
              Duration.ofSeconds(1 + random.nextInt(9)),
              Duration.ofSeconds(10 + random.nextInt(90)),
              Duration.ofSeconds(10 + random.nextInt(60)),
              random.nextInt(4) > 0
                  ? Optional.empty()
                  : Optional.of(Duration.ofSeconds(20 + random.nextInt(100))));
      Stage stage = play(acts, policy);
      try {
        comesBack(stage);
      } catch (AssertionError broken) {
        throw new AssertionError("seed " + seed + ": " + broken.getMessage() + " after " + acts);
      }
    }
  }

  /** All faults end: within the longest wait the stream is on the air, unless it was to fail. */
  private static void comesBack(Stage stage) {
    stage.ignoresTerm = false;
    stage.key = new KeyView.Readable("key-1");
    stage.edit(s -> Specs.enabled(s, true));
    int settled = 0;
    for (int second = 0; second < 240 && settled < 15; second++) {
      stage.pass(Duration.ofSeconds(1));
      if (stage.publisherRuns()) {
        stage.publisherSends(Duration.ofDays(1).plusSeconds(second));
        stage.feederEnds(Stage.ITEM, Optional.empty());
      }
      stage.settle();
      boolean done = stage.phase() == Phase.ON_AIR || stage.phase() == Phase.FAILED;
      settled = done ? settled + 1 : 0;
    }
    assertThat(stage.phase()).isIn(Phase.ON_AIR, Phase.FAILED);
  }
}
