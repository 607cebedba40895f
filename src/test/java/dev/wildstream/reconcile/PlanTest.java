package dev.wildstream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Specs;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Phase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What taking a revision would do to each stream. */
class PlanTest {

  private static StreamSpec stream(String name) {
    return Specs.of(name, true, "example.org", "*.mp4");
  }

  private static Revision revision(StreamSpec... streams) {
    return new Revision("digest", List.of(streams));
  }

  private static Plan plan(Revision before, Revision after) {
    return Plan.of(Optional.of(before), after, Map.of());
  }

  private static Plan plan(Revision before, Revision after, Phase phaseOfA) {
    return Plan.of(Optional.of(before), after, Map.of(new StreamName("a"), phaseOfA));
  }

  private static String told(Plan plan) {
    return String.join(
        "\n",
        plan.streams().stream().map(c -> c.action() + " " + c.name() + ": " + c.viewer()).toList());
  }

  @Test
  void eachStreamIsStartedChangedStoppedOrLeftAlone() {
    Plan plan =
        plan(
            revision(stream("a"), stream("b"), stream("c"), stream("z")),
            revision(stream("new"), Specs.restartedAt(stream("b"), "now"), stream("c")));
    assertThat(told(plan))
        .isEqualTo(
            """
            START new: goes on the air
            CHANGE b: one reconnect
            UNCHANGED c: nothing
            STOP a: goes off the air
            STOP z: goes off the air\
            """);
  }

  @Test
  void withNothingInForceAllIsNew() {
    assertThat(told(Plan.of(Optional.empty(), revision(stream("a")), Map.of())))
        .isEqualTo("START a: goes on the air");
    assertThat(Plan.of(Optional.empty(), revision(), Map.of()).streams()).isEmpty();
  }

  @Test
  void aStreamThatIsDisabledIsOffTheAirBeforeAndAfterAnEdit() {
    StreamSpec off = Specs.enabled(stream("a"), false);
    assertThat(told(plan(revision(stream("a")), revision(off))))
        .isEqualTo("STOP a: goes off the air");
    assertThat(told(plan(revision(off), revision(stream("a")))))
        .isEqualTo("START a: goes on the air");
    assertThat(told(plan(revision(off), revision(Specs.target(off, "example.com")))))
        .isEqualTo("CHANGE a: nothing, it is not on the air");
    assertThat(told(plan(revision(off), revision(off))))
        .isEqualTo("UNCHANGED a: nothing, it is not on the air");
    assertThat(told(plan(revision(off), revision())))
        .isEqualTo("CHANGE a: nothing, it is not on the air");
    assertThat(told(plan(revision(), revision(off))))
        .isEqualTo("CHANGE a: nothing, it is not on the air");
  }

  @Test
  void aRenamedStreamIsOneRemovedAndOneAddedWhichWaitsForIt() {
    StreamSpec renamed = Specs.key(stream("b"), stream("a").key());
    assertThat(told(plan(revision(stream("a")), revision(renamed))))
        .isEqualTo(
            """
            START b: goes on the air where a was, once that is down
            STOP a: goes off the air\
            """);
  }

  @Test
  void ofTwoWithTheSameTargetAndKeyTheOneOnTheAirKeepsItElseTheFirstHasIt() {
    StreamSpec twin = Specs.key(stream("twin"), stream("a").key());
    assertThat(told(plan(revision(stream("a")), revision(twin, stream("a")))))
        .isEqualTo(
            """
            CHANGE twin: nothing, it is not on the air; blocked: same target and key as a
            UNCHANGED a: nothing\
            """);
    assertThat(told(plan(revision(), revision(twin, stream("a")))))
        .isEqualTo(
            """
            START twin: goes on the air
            CHANGE a: nothing, it is not on the air; blocked: same target and key as twin\
            """);
    assertThat(told(plan(revision(stream("a"), twin), revision(twin))))
        .as("it goes on the air without an edit of its own")
        .isEqualTo(
            """
            START twin: goes on the air where a was, once that is down
            STOP a: goes off the air\
            """);
    StreamSpec other = Specs.key(twin, new KeyReference.File(Path.of("/keys/twin")));
    assertThat(told(plan(revision(stream("a"), other), revision(stream("a"), twin))))
        .isEqualTo(
            """
            UNCHANGED a: nothing
            STOP twin: goes off the air, blocked: same target and key as a\
            """);
  }

  @Test
  void aPhaseSaysWhichOfTwoHasTheTarget() {
    StreamSpec twin = Specs.key(stream("twin"), stream("a").key());
    Plan plan =
        Plan.of(
            Optional.of(revision(stream("a"), twin)),
            revision(Specs.restartedAt(stream("a"), "now"), twin),
            Map.of(new StreamName("a"), Phase.BLOCKED, new StreamName("twin"), Phase.ON_AIR));
    assertThat(told(plan))
        .isEqualTo(
            """
            CHANGE a: nothing, it is not on the air; blocked: same target and key as twin
            UNCHANGED twin: nothing\
            """);
  }

  @Test
  void twoKeysInTheFileAreToldApartAndNotShown() {
    StreamSpec a = Specs.key(stream("a"), new KeyReference.Plain(new Secret("hidden-1")));
    StreamSpec b = Specs.key(stream("b"), new KeyReference.Plain(new Secret("hidden-2")));
    Plan plan = plan(revision(), revision(a, b));
    assertThat(told(plan)).isEqualTo("START a: goes on the air\nSTART b: goes on the air");
    assertThat(plan.toString()).doesNotContain("hidden");
  }

  @Test
  void aStreamThatIsNotOnTheAirWhenEditedSaysSo() {
    StreamSpec edited = Specs.restartedAt(stream("a"), "now");
    StreamSpec retries = Specs.resume(stream("a"), dev.wildstream.desired.Resume.ITEM);
    assertThat(told(plan(revision(stream("a")), revision(edited), Phase.FAILED)))
        .isEqualTo("START a: goes on the air, if it can: it had failed, and is tried again");
    assertThat(told(plan(revision(stream("a")), revision(edited), Phase.FINISHED)))
        .isEqualTo("START a: goes on the air, anew: its laps were played");
    assertThat(told(plan(revision(stream("a")), revision(retries), Phase.FINISHED)))
        .isEqualTo("CHANGE a: nothing, its laps are played");
    assertThat(told(plan(revision(stream("a")), revision(retries), Phase.RETRYING)))
        .isEqualTo("CHANGE a: nothing, it is off the air (retrying); tried again at once");
    assertThat(told(plan(revision(stream("a")), revision(edited), Phase.BLOCKED)))
        .isEqualTo("CHANGE a: nothing as long as it is blocked");
    assertThat(told(plan(revision(stream("a")), revision(edited), Phase.ON_AIR)))
        .isEqualTo("CHANGE a: one reconnect");
    assertThat(told(plan(revision(stream("a")), revision(stream("a")), Phase.FAILED)))
        .isEqualTo("UNCHANGED a: nothing");
  }
}
