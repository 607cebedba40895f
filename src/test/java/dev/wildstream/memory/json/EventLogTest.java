package dev.wildstream.memory.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wildstream.loop.SettableClock;
import dev.wildstream.memory.Event;
import dev.wildstream.surface.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

  @TempDir Path state;

  private final SettableClock clock = new SettableClock();

  private static Event event(int number, String stream) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("session", Integer.toString(number));
    fields.put("detail", "ü \"quoted\"\nsecond line");
    return new Event(
        Instant.parse("2026-11-22T09:00:00.5Z").plusSeconds(number),
        Optional.of(stream).filter(s -> !s.isEmpty()),
        Event.Kind.values()[number % Event.Kind.values().length],
        fields,
        "digest");
  }

  private void append(List<Event> events, long mostBytes) {
    try (JsonStore store =
        new JsonStore(
            state, state.resolveSibling("run"), "boot-1", clock, Disk.real(), mostBytes)) {
      for (Event event : events) {
        store.append(event);
        assertThat(store.settle(Duration.ofSeconds(20))).isTrue();
      }
    }
  }

  @Test
  void everyKindOfEventComesBackAsItWas() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < Event.Kind.values().length; i++) {
      events.add(event(i, i % 2 == 0 ? "wild-tv" : ""));
    }
    append(events, EventFile.MOST_BYTES);
    assertThat(EventLog.read(state, Optional.empty())).isEqualTo(events);
    assertThat(EventLog.read(state, Optional.of("wild-tv")))
        .isEqualTo(events.stream().filter(e -> e.stream().isPresent()).toList());
    Path file = state.resolve("events.jsonl");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void theFileAndTheSurfaceSayTheSameOfAnEvent() {
    Event event = event(3, "wild-tv");
    assertThat(new String(EventLines.write(event), UTF_8)).isEqualTo(EventJson.of(event) + "\n");
  }

  @Test
  void whatIsKeptStaysBoundedAndTheNewestSurvives() throws IOException {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      events.add(event(i, "wild-tv"));
    }
    append(events, 2_000);
    assertThat(Files.size(state.resolve("events.jsonl"))).isLessThanOrEqualTo(2_000);
    assertThat(Files.size(state.resolve("events.1.jsonl"))).isLessThanOrEqualTo(2_000);
    List<Event> kept = EventLog.read(state, Optional.empty());
    assertThat(kept).hasSizeBetween(8, 60).isEqualTo(events.subList(100 - kept.size(), 100));
  }

  @Test
  void aTornLastLineIsPassedOverAndNotGluedToTheNext() throws IOException {
    append(List.of(event(1, "a"), event(2, "a")), EventFile.MOST_BYTES);
    Path file = state.resolve("events.jsonl");
    byte[] whole = Files.readAllBytes(file);
    int second = new String(whole, ISO_8859_1).indexOf('\n') + 1;
    for (int cut = second; cut < whole.length; cut += 7) {
      Files.write(file, Arrays.copyOf(whole, cut));
      assertThat(EventLog.read(state, Optional.empty())).containsExactly(event(1, "a"));
      append(List.of(event(3, "a")), EventFile.MOST_BYTES);
      assertThat(EventLog.read(state, Optional.empty()))
          .as("torn at %d", cut)
          .startsWith(event(1, "a"))
          .endsWith(event(3, "a"));
    }
  }

  @Test
  void aFollowerTellsEachEventOnceAlsoWhereTheFileIsRotated() {
    EventLog.Follower follower = new EventLog.Follower(state, Optional.empty());
    assertThat(follower.poll()).isEmpty();
    List<Event> told = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(event(i, "a"));
      append(List.of(event(i, "a")), 2_000);
      told.addAll(follower.poll());
    }
    assertThat(told).isEqualTo(events);
    assertThat(follower.poll()).isEmpty();
  }

  @Test
  void aFollowerWaitsForTheRestOfALine() throws IOException {
    append(List.of(event(1, "a")), EventFile.MOST_BYTES);
    EventLog.Follower follower = new EventLog.Follower(state, Optional.empty());
    assertThat(follower.poll()).hasSize(1);
    byte[] line = EventLines.write(event(2, "a"));
    Path file = state.resolve("events.jsonl");
    Files.write(file, Arrays.copyOf(line, 20), StandardOpenOption.APPEND);
    assertThat(follower.poll()).isEmpty();
    Files.write(file, Arrays.copyOfRange(line, 20, line.length), StandardOpenOption.APPEND);
    assertThat(follower.poll()).containsExactly(event(2, "a"));
  }

  @Test
  void aFolderWithoutEventsHoldsNone() {
    assertThat(EventLog.read(state.resolve("nowhere"), Optional.empty())).isEmpty();
  }
}
