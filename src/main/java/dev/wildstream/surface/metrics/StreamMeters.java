package dev.wildstream.surface.metrics;

import static dev.wildstream.surface.metrics.HubMetrics.epoch;
import static dev.wildstream.surface.metrics.HubMetrics.number;

import dev.wildstream.desired.StreamSpec;
import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.loop.StreamStatus.NowPlaying;
import dev.wildstream.memory.Counters;
import dev.wildstream.memory.Phase;
import dev.wildstream.memory.Segment;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.surface.OnAir;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The series of one stream. */
final class StreamMeters {

  /** Why a publisher is started again; each is a series from the first moment. */
  static final List<String> RESTARTS =
      List.of(
          "network",
          "busy",
          "rejected",
          "internal",
          "stall",
          "start-timeout",
          "edit",
          "planned",
          "restored");

  /** What feeders do with what they read. */
  static final List<String> MODES =
      Stream.of(Segment.Mode.values()).map(Segment.Mode::text).toList();

  /** A Snapshot older than this says nothing of now: the loop turns at least this often. */
  private static final Duration STALE = Duration.ofSeconds(10);

  private final String stream;
  private final Supplier<Optional<Snapshot>> newest;
  private final Clock clock;
  private final MeterRegistry registry;
  private final List<Meter> lasting = new ArrayList<>();
  private final Map<String, Meter> skips = new HashMap<>();
  private Optional<NowPlaying> shown = Optional.empty();
  private Optional<Meter> item = Optional.empty();
  private Optional<Meter> sessionStart = Optional.empty();
  private Optional<Meter> nextReconnect = Optional.empty();

  StreamMeters(
      String stream, Supplier<Optional<Snapshot>> newest, Clock clock, MeterRegistry registry) {
    this.stream = stream;
    this.newest = newest;
    this.clock = clock;
    this.registry = registry;
    gauges();
    counters();
  }

  String stream() {
    return stream;
  }

  /** Takes note of what changes the set of series: the item, the session, a new reason. */
  void update(StreamStatus status) {
    for (String reason : new TreeSet<>(status.memory().counters().itemsSkipped().keySet())) {
      skips.computeIfAbsent(reason, this::skipped);
    }
    Optional<NowPlaying> playing = status.playing();
    if (!label(playing).equals(label(shown))) {
      item.ifPresent(registry::remove);
      item = playing.map(this::item);
    }
    shown = playing;
    boolean onAir = OnAir.since(status).isPresent();
    if (onAir != sessionStart.isPresent()) {
      sessionStart.ifPresent(registry::remove);
      sessionStart = onAir ? Optional.of(sessionStart()) : Optional.empty();
    }
    boolean ends = status.nextReconnect().isPresent();
    if (ends != nextReconnect.isPresent()) {
      nextReconnect.ifPresent(registry::remove);
      nextReconnect = ends ? Optional.of(nextReconnect()) : Optional.empty();
    }
  }

  void remove() {
    lasting.forEach(registry::remove);
    skips.values().forEach(registry::remove);
    item.ifPresent(registry::remove);
    sessionStart.ifPresent(registry::remove);
    nextReconnect.ifPresent(registry::remove);
  }

  private void gauges() {
    gauge(
        "enabled",
        "Whether the file asks for it to be on the air",
        Tags.empty(),
        (snapshot, s) -> number(s.spec().map(StreamSpec::enabled).orElse(false)));
    gauge(
        "on.air",
        "Whether output time advances",
        Tags.empty(),
        (snapshot, s) ->
            number(
                OnAir.now(snapshot, s) && !clock.steady().isAfter(snapshot.steady().plus(STALE))));
    gauge(
        "slow",
        "Whether it is on the air and too slow to watch",
        Tags.empty(),
        (snapshot, s) -> number(OnAir.slow(s)));
    gauge(
        "standby",
        "Whether the standby picture is on the air",
        Tags.empty(),
        (snapshot, s) -> number(OnAir.standby(s)));
    for (Phase phase : Phase.values()) {
      gauge(
          "phase",
          "1 for the phase it is in",
          Tags.of("phase", phase.text()),
          (snapshot, s) -> number(s.memory().phase() == phase));
    }
    gauge(
        "retry.attempts",
        "Numbered attempts made since it was last healthy",
        Tags.empty(),
        (snapshot, s) -> s.memory().retries().attempts());
    gauge(
        "speed.ratio",
        "Output time per time; 0 while nothing is sent",
        Tags.empty(),
        (snapshot, s) -> OnAir.output(s).map(PublisherView.Output::speed).orElse(0.0));
    lasting.add(
        seconds(
            "last.progress.timestamp",
            "When output last advanced, 0 where nothing was sent since the hub began",
            (snapshot, s) ->
                lastOutput(s).map(o -> epoch(snapshot.toWall(o.advancedAt()))).orElse(0.0)));
  }

  private void counters() {
    for (String reason : RESTARTS) {
      counter(
          "restarts",
          "Publishers started again, by reason",
          Tags.of("reason", reason),
          c -> c.restarts().getOrDefault(reason, 0L));
    }
    counter("on.air.seconds", "Time with output advancing", Tags.empty(), c -> seconds(c.onAir()));
    counter(
        "off.air.seconds",
        "Time desired, without output advancing",
        Tags.empty(),
        c -> seconds(c.offAir()));
    counter("sent.bytes", "Sent to the target", Tags.empty(), Counters::sentBytes);
    counter("dropped.frames", "Dropped by the publisher", Tags.empty(), Counters::droppedFrames);
    counter(
        "slow.spells", "How often it became too slow to watch", Tags.empty(), Counters::slowSpells);
    counter(
        "items.played",
        "Items that went over the air to their end",
        Tags.empty(),
        Counters::itemsPlayed);
    for (String mode : MODES) {
      counter(
          "feeder.seconds",
          "Time written by feeders, by mode",
          Tags.of("mode", mode),
          c -> seconds(c.feederTime().getOrDefault(mode, Duration.ZERO)));
    }
    for (String reason : HubMetrics.SKIP_REASONS) {
      skips.computeIfAbsent(reason, this::skipped);
    }
  }

  private Meter skipped(String reason) {
    return function(
        "items.skipped",
        "Items that were not played, by reason",
        Tags.of("reason", reason),
        c -> c.itemsSkipped().getOrDefault(reason, 0L));
  }

  private Meter item(NowPlaying playing) {
    return Gauge.builder("wildstream.stream.item.info", () -> 1)
        .description("The item on the air and its place in the list, from 1")
        .tags(tags().and("item", playing.item()).and("index", Integer.toString(playing.index())))
        .register(registry);
  }

  private static Optional<String> label(Optional<NowPlaying> playing) {
    return playing.map(p -> p.index() + " " + p.item());
  }

  private Meter sessionStart() {
    return seconds(
        "session.start.timestamp",
        "When the session on the air began",
        (snapshot, s) -> OnAir.since(s).map(at -> epoch(snapshot.toWall(at))).orElse(Double.NaN));
  }

  private Meter nextReconnect() {
    return seconds(
        "next.reconnect.timestamp",
        "When the session on the air is due to be followed by another, at the item's end",
        (snapshot, s) -> s.nextReconnect().map(at -> epoch(at)).orElse(Double.NaN));
  }

  private void gauge(String name, String description, Tags more, Value value) {
    lasting.add(
        Gauge.builder("wildstream.stream." + name, this, me -> me.value(value))
            .description(description)
            .tags(tags().and(more))
            .register(registry));
  }

  private Meter seconds(String name, String description, Value value) {
    return Gauge.builder("wildstream.stream." + name, this, me -> me.value(value))
        .description(description)
        .baseUnit("seconds")
        .tags(tags())
        .register(registry);
  }

  private void counter(String name, String description, Tags more, Count count) {
    lasting.add(function(name, description, more, count));
  }

  private Meter function(String name, String description, Tags more, Count count) {
    return FunctionCounter.builder(
            "wildstream.stream." + name,
            this,
            me -> me.value((snapshot, s) -> count.of(s.memory().counters())))
        .description(description)
        .tags(tags().and(more))
        .register(registry);
  }

  private Tags tags() {
    return Tags.of("stream", stream);
  }

  private double value(Value of) {
    Optional<Snapshot> snapshot = newest.get();
    return snapshot
        .flatMap(at ->
            at.streams().stream()
                .filter(s -> s.name().text().equals(stream))
                .findFirst()
                .map(s -> of.of(at, s)))
        .orElse(0.0);
  }

  private static Optional<PublisherView.Output> lastOutput(StreamStatus stream) {
    return switch (stream.observed().publisher()) {
      case PublisherView.Absent absent -> Optional.empty();
      case PublisherView.Left left -> Optional.empty();
      case PublisherView.Running running -> running.output();
      case PublisherView.Ended ended -> ended.lastOutput();
    };
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** A value of a stream at the moment of a Snapshot. */
  private interface Value {
    double of(Snapshot snapshot, StreamStatus stream);
  }

  /** A value that only grows. */
  private interface Count {
    double of(Counters counters);
  }
}
