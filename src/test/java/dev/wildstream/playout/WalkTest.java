package dev.wildstream.playout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.memory.ItemIdentity;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.Segment;
import dev.wildstream.observed.FileStamp;
import dev.wildstream.observed.Listing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which item comes after which, over edits, laps and repetitions. */
class WalkTest {

  private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");

  private static Walk walk(Playlist.Order order, Playlist.Laps laps, String... paths) {
    List<Listing.Listed> items = new ArrayList<>();
    for (String path : paths) {
      int times = path.endsWith("x3") ? 3 : 1;
      items.add(
          new Listing.Listed(
              path,
              Duration.ZERO,
              Optional.empty(),
              times,
              Optional.of(new FileStamp(1, THEN)),
              Optional.empty()));
    }
    return new Walk(new Playlist(List.of(), order, laps), new Listing("digest", items, THEN), 42);
  }

  private static Walk listed(String... paths) {
    return walk(Playlist.Order.LISTED, new Playlist.Laps.Forever(), paths);
  }

  private static Position at(String path, int occurrence) {
    return new Position(
        new ItemIdentity(path, Duration.ZERO, Optional.empty(), occurrence), 0, Duration.ZERO, 0);
  }

  private static String name(Optional<Position> position) {
    return position
        .map(p ->
            p.item().path()
                + "#"
                + p.item().occurrence()
                + "/"
                + p.repetition()
                + " lap "
                + p.lap())
        .orElse("nothing");
  }

  @Test
  void anItemIsFollowedByTheNextAndTheLastByTheFirstOfTheNextLap() {
    Walk walk = listed("a", "b");
    assertThat(name(walk.first())).isEqualTo("a#0/0 lap 0");
    assertThat(name(walk.next(at("a", 0), List.of()))).isEqualTo("b#0/0 lap 0");
    assertThat(name(walk.next(at("b", 0), List.of()))).isEqualTo("a#0/0 lap 1");
  }

  @Test
  void anItemPutInAfterTheOneThatPlaysComesNext() {
    assertThat(name(listed("a", "new", "b").next(at("a", 0), List.of()))).startsWith("new");
  }

  @Test
  void aRemovedItemIsFollowedByWhatFollowsItsNearestSurvivingPredecessor() {
    Walk before = listed("a", "b", "c", "d", "e");
    List<ItemIdentity> trail = before.before(at("d", 0));
    assertThat(trail).extracting(ItemIdentity::path).containsExactly("c", "b", "a");
    assertThat(name(listed("a", "b", "e").next(at("d", 0), trail))).startsWith("e");
    assertThat(name(listed("a", "x", "e").next(at("d", 0), trail))).startsWith("x");
    assertThat(name(listed("y", "z").next(at("d", 0), trail))).startsWith("y");
    assertThat(name(listed().next(at("d", 0), trail))).isEqualTo("nothing");
  }

  @Test
  void equalItemsAreToldApartByTheirOccurrence() {
    Walk walk = listed("a", "b", "a", "c");
    assertThat(name(walk.next(at("a", 0), List.of()))).startsWith("b");
    assertThat(name(walk.next(at("a", 1), List.of()))).startsWith("c");
  }

  @Test
  void anItemIsRepeatedAsOftenAsAskedAndAFailedOneIsNot() {
    Walk walk = listed("a-x3", "b");
    Position position = walk.first().orElseThrow();
    List<String> played = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      played.add(name(Optional.of(position)));
      position = walk.next(position, List.of()).orElseThrow();
    }
    assertThat(played)
        .containsExactly("a-x3#0/0 lap 0", "a-x3#0/1 lap 0", "a-x3#0/2 lap 0", "b#0/0 lap 0");
    assertThat(name(walk.skip(walk.first().orElseThrow(), List.of()))).startsWith("b");
  }

  @Test
  void aNumberOfLapsEnds() {
    Walk walk = walk(Playlist.Order.LISTED, new Playlist.Laps.Count(2), "a", "b");
    Optional<Position> position = walk.first();
    int played = 0;
    while (position.isPresent()) {
      played++;
      position = walk.next(position.get(), List.of());
    }
    assertThat(played).isEqualTo(4);
  }

  @Test
  void aShuffledLapPlaysEachItemOnceTheSameAfterARestartAndEachLapOtherwise() {
    String[] paths = new String[40];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = "item-" + i;
    }
    List<List<ItemIdentity>> laps = new ArrayList<>();
    for (int lap = 0; lap < 3; lap++) {
      List<ItemIdentity> once = order(paths, lap);
      assertThat(order(paths, lap)).isEqualTo(once);
      assertThat(Set.copyOf(once)).hasSize(paths.length);
      laps.add(once);
    }
    assertThat(new HashSet<>(laps)).hasSize(3);
  }

  private static List<ItemIdentity> order(String[] paths, int lap) {
    return walk(Playlist.Order.SHUFFLE, new Playlist.Laps.Forever(), paths)
        .program(lap)
        .items()
        .stream()
        .map(Program.Item::identity)
        .toList();
  }

  @Test
  void anEditOfAShuffledListMovesNoOtherItem() {
    List<ItemIdentity> before = order(new String[] {"a", "b", "c", "d", "e", "f"}, 1);
    List<ItemIdentity> after =
        new ArrayList<>(order(new String[] {"a", "b", "new", "d", "e", "f"}, 1));
    after.removeIf(item -> item.path().equals("new"));
    List<ItemIdentity> expected = new ArrayList<>(before);
    expected.removeIf(item -> item.path().equals("c"));
    assertThat(after).isEqualTo(expected);
  }

  @Test
  void everyWalkOverEverySmallListVisitsEveryItemOncePerLap() {
    String[] names = {"a", "b-x3", "a", "c"};
    for (int length = 1; length <= names.length; length++) {
      for (Playlist.Order order : Playlist.Order.values()) {
        String[] paths = java.util.Arrays.copyOf(names, length);
        Walk walk = walk(order, new Playlist.Laps.Forever(), paths);
        Position position = walk.first().orElseThrow();
        Set<String> seen = new HashSet<>();
        while (position.lap() == 0) {
          assertThat(seen.add(name(Optional.of(position)))).isTrue();
          position = walk.next(position, List.of()).orElseThrow();
        }
        int repeated = length >= 2 ? 2 : 0;
        assertThat(seen).hasSize(length + repeated);
      }
    }
  }

  @Test
  void thePointOnTheTimelineIsTheItemAndItsSecond() {
    Segment one =
        new Segment(
            1,
            Duration.ofSeconds(60),
            Optional.of(at("a", 0)),
            Segment.Mode.COPY,
            Optional.of(Duration.ofSeconds(70)));
    Segment two =
        new Segment(
            2,
            Duration.ofSeconds(70),
            Optional.of(at("b", 0)),
            Segment.Mode.COPY,
            Optional.empty());
    List<Segment> segments = List.of(one, two);
    assertThat(Timeline.position(segments, Duration.ofSeconds(64)).orElseThrow().offset())
        .isEqualTo(Duration.ofSeconds(4));
    assertThat(Timeline.position(segments, Duration.ofSeconds(58)).orElseThrow().offset())
        .isEqualTo(Duration.ZERO);
    assertThat(Timeline.position(segments, Duration.ofSeconds(73)).orElseThrow().item().path())
        .isEqualTo("b");
    assertThat(Timeline.from(segments, Duration.ofSeconds(73))).containsExactly(two);
    assertThat(Timeline.position(List.of(), Duration.ZERO)).isEmpty();
  }

  @Test
  void aLongListOfMissingFilesIsToldOfOnceAndNoFurtherThanIsRemembered() {
    List<Listing.Listed> items = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      items.add(
          new Listing.Listed(
              "gone-" + i,
              Duration.ZERO,
              Optional.empty(),
              1,
              Optional.empty(),
              Optional.of("no such file")));
    }
    Walk walk =
        new Walk(
            new Playlist(List.of(), Playlist.Order.LISTED, new Playlist.Laps.Forever()),
            new Listing("digest", items, THEN),
            42);
    Choice first =
        Choice.of(
            walk,
            walk.first(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            MediaPolicy.DEFAULT,
            Choice.Shown.NOTHING,
            THEN);
    assertThat(first).isInstanceOf(Choice.Nothing.class);
    assertThat(first.skipped()).hasSize(Quarantine.LIMIT);
    Choice second =
        Choice.of(
            walk,
            walk.first(),
            List.of(),
            Map.of(),
            first.setAside(),
            Optional.empty(),
            MediaPolicy.DEFAULT,
            Choice.Shown.NOTHING,
            THEN.plusSeconds(5));
    assertThat(second.skipped()).isEmpty();
    assertThat(second.setAside()).hasSize(Quarantine.LIMIT);
  }

  @Test
  void aFailedItemIsLeftOutForAMinuteDoubledUpToAnHour() {
    assertThat(Quarantine.timeOut(1)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Quarantine.timeOut(2)).isEqualTo(Duration.ofMinutes(2));
    assertThat(Quarantine.timeOut(6)).isEqualTo(Duration.ofMinutes(32));
    assertThat(Quarantine.timeOut(7)).isEqualTo(Duration.ofHours(1));
    assertThat(Quarantine.timeOut(1_000_000)).isEqualTo(Duration.ofHours(1));
  }
}
