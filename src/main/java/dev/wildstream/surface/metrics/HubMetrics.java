package dev.wildstream.surface.metrics;

import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.surface.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * All series of {@code wildstream_…}, read from the newest Snapshot when they are scraped. {@link
 * #update} makes the series of a stream appear and go away.
 */
public final class HubMetrics implements MeterBinder {

  /** What came of reading the files. */
  static final List<String> OUTCOMES = List.of("applied", "unchanged", "rejected");

  /**
   * Why an item is not played; each is a series from the first moment. Others appear when they
   * first happen.
   */
  static final List<String> SKIP_REASONS =
      List.of("missing", "media", "format", "starved", "internal");

  /** A turn takes well under a millisecond; one that takes a second waits for a disk. */
  private static final Duration[] TURNS = {
    Duration.ofNanos(100_000),
    Duration.ofNanos(300_000),
    Duration.ofMillis(1),
    Duration.ofMillis(3),
    Duration.ofMillis(10),
    Duration.ofMillis(30),
    Duration.ofMillis(100),
    Duration.ofMillis(300),
    Duration.ofSeconds(1),
    Duration.ofSeconds(3)
  };

  private final Supplier<Optional<Snapshot>> newest;
  private final Clock clock;
  private final BooleanSupplier listening;
  private final Map<String, StreamMeters> streams = new HashMap<>();
  private MeterRegistry registry;
  private Timer turns;
  private long turnsSeen;
  private Optional<InForce> inForce = Optional.empty();

  private record InForce(String name, String digest) {}

  private Meter configInfo;

  /**
   * Over the newest Snapshot.
   *
   * @param newest empty until there is one
   * @param listening whether HTTP is served
   */
  public HubMetrics(Supplier<Optional<Snapshot>> newest, Clock clock, BooleanSupplier listening) {
    this.newest = newest;
    this.clock = clock;
    this.listening = listening;
  }

  @Override
  public synchronized void bindTo(MeterRegistry to) {
    registry = to;
    Gauge.builder("wildstream.build.info", () -> 1)
        .description("Which hub this is")
        .tag("version", Version.hub())
        .tag("java", Version.java())
        .register(to);
    Gauge.builder("wildstream.listening", () -> number(listening.getAsBoolean()))
        .description("Whether HTTP is served")
        .register(to);
    hub(
        "state.writable",
        "Whether the state folder can be written",
        s -> number(s.hub().stateTrouble().isEmpty()));
    hub(
        "config.watch.alive",
        "Whether changes of the files are noticed as they happen",
        s -> number(s.configuration().watching()));
    hub(
        "config.last.reload.successful",
        "Whether the files as they are now are in force",
        s ->
            number(
                s.configuration().refused().isEmpty() && s.configuration().digest().isPresent()));
    seconds(
        "config.last.reload.success.timestamp",
        "When the revision in force was applied, 0 while none is",
        s -> s.configuration().appliedAt().map(HubMetrics::epoch).orElse(0.0));
    seconds("reconcile.last.timestamp", "When the loop turned last", s -> epoch(s.at()));
    for (String outcome : OUTCOMES) {
      FunctionCounter.builder(
              "wildstream.config.reloads",
              this,
              me -> me.value(s -> s.configuration().reloads().getOrDefault(outcome, 0L)))
          .description("Readings of the files, by outcome")
          .tag("outcome", outcome)
          .register(to);
    }
    turns =
        Timer.builder("wildstream.reconcile.duration")
            .description("How long the loop's turns took")
            .serviceLevelObjectives(TURNS)
            .register(to);
    newest.get().ifPresent(this::update);
  }

  /** Takes note of a newly published Snapshot: which streams there are, how long the turn took. */
  public synchronized void update(Snapshot snapshot) {
    if (registry == null) {
      return;
    }
    if (snapshot.hub().turns() > turnsSeen) {
      turnsSeen = snapshot.hub().turns();
      turns.record(snapshot.hub().lastTurn());
    }
    config(snapshot.configuration());
    Map<String, StreamStatus> present = new HashMap<>();
    snapshot.streams().forEach(s -> present.put(s.name().text(), s));
    for (Iterator<StreamMeters> known = streams.values().iterator(); known.hasNext(); ) {
      StreamMeters meters = known.next();
      if (!present.containsKey(meters.stream())) {
        meters.remove();
        known.remove();
      }
    }
    present.forEach((name, status) ->
        streams
            .computeIfAbsent(name, n -> new StreamMeters(n, newest, clock, registry))
            .update(status));
  }

  private void config(Snapshot.Configuration configuration) {
    Optional<InForce> now =
        configuration.digest().map(d -> new InForce(configuration.name().orElse(""), d));
    if (!now.equals(inForce)) {
      if (configInfo != null) {
        registry.remove(configInfo);
        configInfo = null;
      }
      inForce = now;
      now.ifPresent(revision ->
          configInfo =
              Gauge.builder("wildstream.config.info", () -> 1)
                  .description("The revision in force")
                  .tag("revision", revision.name())
                  .tag("digest", revision.digest())
                  .register(registry));
    }
  }

  private void hub(String name, String description, ToDoubleFunction<Snapshot> value) {
    Gauge.builder("wildstream." + name, this, me -> me.value(value))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void seconds(String name, String description, ToDoubleFunction<Snapshot> value) {
    Gauge.builder("wildstream." + name, this, me -> me.value(value))
        .description(description)
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private double value(ToDoubleFunction<Snapshot> of) {
    Function<Snapshot, Double> boxed = of::applyAsDouble;
    return newest.get().map(boxed).orElse(0.0);
  }

  static double number(boolean yes) {
    return yes ? 1 : 0;
  }

  static double epoch(Instant instant) {
    return instant.getEpochSecond() + instant.getNano() / 1e9;
  }
}
