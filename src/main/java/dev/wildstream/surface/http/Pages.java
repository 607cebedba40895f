package dev.wildstream.surface.http;

import dev.wildstream.loop.Clock;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.surface.SnapshotJson;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What each path answers. */
final class Pages {

  /** The loop turns at least every few seconds; older than this it hangs. */
  static final Duration LAST_TURN = Duration.ofSeconds(10);

  private static final String STREAMS = "/api/v1/streams";

  private static final String INDEX =
      """
      Wild Stream Hub

      /metrics                 Prometheus text; OpenMetrics where asked for
      /-/healthy               200 while the loop turns, else 503
      /-/ready                 200 once a revision is in force and every stream was attempted
      /api/v1/streams          every stream, as JSON
      /api/v1/streams/NAME     one stream
      """;

  private final Supplier<Optional<Snapshot>> newest;
  private final Clock clock;
  private final Exposition metrics;

  Pages(Supplier<Optional<Snapshot>> newest, Clock clock, Exposition metrics) {
    this.newest = newest;
    this.clock = clock;
    this.metrics = metrics;
  }

  Answer get(String path, String accept) {
    return switch (path) {
      case "/" -> Answer.of(200, "text/plain; charset=utf-8", INDEX);
      case "/metrics" -> Answer.of(200, metrics.contentType(accept), metrics.text(accept));
      case "/-/healthy" -> healthy() ? Answer.text(200, "ok") : Answer.text(503, "not ok");
      case "/-/ready" -> ready() ? Answer.text(200, "ok") : Answer.text(503, "not ok");
      case STREAMS, STREAMS + "/" ->
          newest.get().map(s -> Answer.json(200, SnapshotJson.of(s))).orElseGet(Pages::early);
      default ->
          path.startsWith(STREAMS + "/")
              ? stream(path.substring(STREAMS.length() + 1))
              : Answer.text(404, "no such page; / lists them all");
    };
  }

  private Answer stream(String name) {
    Optional<Snapshot> snapshot = newest.get();
    if (snapshot.isEmpty()) {
      return early();
    }
    return SnapshotJson.stream(snapshot.get(), name)
        .map(json -> Answer.json(200, json))
        .orElseGet(() -> Answer.error(404, "no stream of that name; " + STREAMS + " lists them"));
  }

  private static Answer early() {
    return Answer.error(503, "the hub is starting");
  }

  private boolean healthy() {
    return newest
        .get()
        .filter(s -> !clock.steady().isAfter(s.steady().plus(LAST_TURN)))
        .isPresent();
  }

  private boolean ready() {
    return healthy() && newest.get().filter(s -> s.hub().ready()).isPresent();
  }
}
