package dev.wildstream.surface;

import dev.wildstream.loop.Snapshot;
import dev.wildstream.observed.Failure;
import dev.wildstream.observed.FeederView;
import dev.wildstream.observed.KeyView;
import dev.wildstream.observed.MediaFacts;
import dev.wildstream.observed.MediaView;
import dev.wildstream.observed.PublisherView;
import dev.wildstream.observed.StreamObservation;
import dev.wildstream.observed.TargetView;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is true of a stream, as JSON. */
final class ObservedJson {

  /** More items are counted and not listed: a page is for people. */
  private static final int MOST_ITEMS = 200;

  private ObservedJson() {}

  static ObjectNode of(Snapshot snapshot, StreamObservation observed, SnapshotJson.Detail detail) {
    ObjectNode json = StreamJson.object();
    json.set("publisher", publisher(snapshot, observed.publisher()));
    json.set("feeder", feeder(snapshot, observed.feeder()));
    ObjectNode key = json.putObject("key");
    switch (observed.key()) {
      case KeyView.Unknown unknown -> key.put("state", "unknown");
      case KeyView.Readable readable -> key.put("state", "readable");
      case KeyView.Unusable unusable -> key.put("state", "unusable").put("why", unusable.why());
    }
    ObjectNode target = json.putObject("target");
    switch (observed.target()) {
      case TargetView.Unknown unknown -> target.put("state", "unknown");
      case TargetView.Forbidden forbidden ->
          target.put("state", "forbidden").put("why", forbidden.why());
      case TargetView.Open open ->
          target.put("state", "open").put("since", wall(snapshot, open.since()));
      case TargetView.Closed closed ->
          target.put("state", "closed").put("since", wall(snapshot, closed.since()));
    }
    json.set("media", media(observed.media(), detail));
    json.put("obstacle", observed.obstacle().orElse(null));
    return json;
  }

  private static ObjectNode publisher(Snapshot snapshot, PublisherView view) {
    ObjectNode json = StreamJson.object();
    switch (view) {
      case PublisherView.Absent absent -> json.put("state", "absent");
      case PublisherView.Left left -> json.put("state", "absent");
      case PublisherView.Running running -> {
        json.put("state", "running").put("session", running.session());
        running.pid().ifPresent(p -> json.put("pid", p));
        json.put("startedAt", wall(snapshot, running.startedAt()));
        json.put("adopted", running.adopted());
        running.connection().ifPresent(c -> json.set("connection", connection(snapshot, c)));
        running.output().ifPresent(o -> json.set("output", output(snapshot, o)));
        running.complaint().ifPresent(f -> json.set("complaint", failure(f)));
      }
      case PublisherView.Ended ended -> {
        json.put("state", "ended").put("session", ended.session());
        json.put("at", wall(snapshot, ended.at()));
        ended.exitCode().ifPresent(c -> json.put("exitCode", c));
        json.set("failure", failure(ended.failure()));
        ended.lastOutput().ifPresent(o -> json.set("output", output(snapshot, o)));
      }
    }
    return json;
  }

  private static ObjectNode connection(Snapshot snapshot, PublisherView.Connection connection) {
    return StreamJson.object()
        .put("answered", connection.answered())
        .put("unacknowledgedBytes", connection.unacknowledged())
        .put("acknowledgedAt", wall(snapshot, connection.acknowledgedAt()));
  }

  private static ObjectNode output(Snapshot snapshot, PublisherView.Output output) {
    return StreamJson.object()
        .put("seconds", StreamJson.seconds(output.position()))
        .put("advancedAt", wall(snapshot, output.advancedAt()))
        .put("bytes", output.bytes())
        .put("speed", output.speed())
        .put("droppedFrames", output.droppedFrames());
  }

  private static ObjectNode feeder(Snapshot snapshot, FeederView view) {
    ObjectNode json = StreamJson.object();
    switch (view) {
      case FeederView.Absent absent -> json.put("state", "absent");
      case FeederView.Running running -> {
        json.put("state", "running").put("number", running.number());
        running.pid().ifPresent(p -> json.put("pid", p));
        json.put("startedAt", wall(snapshot, running.startedAt()));
        running.written().ifPresent(w -> json.put("written", StreamJson.seconds(w)));
      }
      case FeederView.Ended ended -> {
        json.put("state", "ended").put("number", ended.number());
        json.put("at", wall(snapshot, ended.at()));
        ended.failure().ifPresent(f -> json.set("failure", failure(f)));
      }
      case FeederView.Cut cut -> {
        json.put("state", "cut").put("number", cut.number());
        json.put("at", wall(snapshot, cut.at()));
      }
    }
    return json;
  }

  private static ObjectNode failure(Failure failure) {
    return StreamJson.object()
        .put("kind", failure.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .put("detail", failure.detail());
  }

  private static ObjectNode media(MediaView media, SnapshotJson.Detail detail) {
    ObjectNode json = StreamJson.object();
    media
        .listing()
        .ifPresent(listing -> {
          json.put("count", listing.items().size());
          json.put(
              "missing", listing.items().stream().filter(x -> x.trouble().isPresent()).count());
          if (detail == SnapshotJson.Detail.BRIEF) {
            return;
          }
          ArrayNode items = json.putArray("items");
          listing.items().stream()
              .limit(MOST_ITEMS)
              .forEach(item -> {
                ObjectNode shown = items.addObject().put("path", item.path());
                item.trouble().ifPresent(t -> shown.put("trouble", t));
                facts(media, item.path(), item.start(), shown);
              });
        });
    return json;
  }

  private static void facts(MediaView media, String path, Duration start, ObjectNode shown) {
    switch (media.facts().get(new MediaView.Source(path, start))) {
      case null -> {}
      case MediaFacts.Unplayable unplayable -> shown.put("trouble", unplayable.why());
      case MediaFacts.Playable playable -> {
        playable.duration().ifPresent(d -> shown.put("seconds", StreamJson.seconds(d)));
        playable.video().ifPresent(v -> shown.put("video", v.codec() + " " + v.shown()));
        playable
            .audio()
            .ifPresent(
                a -> shown.put("audio", a.codec() + " " + a.sampleRate() + " Hz " + a.channels()));
      }
    }
  }

  private static String wall(Snapshot snapshot, Instant steady) {
    return snapshot.toWall(steady).toString();
  }
}
