package dev.wildstream.surface;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.loop.StreamStatus;
import dev.wildstream.media.FrameRate;
import dev.wildstream.media.FrameSize;
import dev.wildstream.memory.Asked;
import dev.wildstream.memory.Counters;
import dev.wildstream.memory.Position;
import dev.wildstream.memory.StreamMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One stream as JSON: what the file asks, what is true, what is remembered, and what follows. */
final class StreamJson {

  private StreamJson() {}

  static ObjectNode of(Snapshot snapshot, StreamStatus stream, SnapshotJson.Detail detail) {
    StreamMemory memory = stream.memory();
    ObjectNode json = object();
    json.put("name", stream.name().text());
    json.put("phase", memory.phase().text());
    json.put("reason", memory.reason());
    ArrayNode flags = json.putArray("flags");
    OnAir.flags(stream).forEach(flags::add);
    json.put("since", snapshot.toWall(memory.since()).toString());
    json.put("onAir", OnAir.now(snapshot, stream));
    json.put("onAirSince", wall(snapshot, OnAir.since(stream)));
    ObjectNode attempts = json.putObject("attempts");
    attempts.put("made", memory.retries().attempts());
    stream.spec().map(s -> s.retry().attempts()).ifPresent(a -> putAttempts(attempts, a));
    json.put("nextAttempt", stream.nextAttempt().map(Object::toString).orElse(null));
    json.put("nextReconnect", stream.nextReconnect().map(Object::toString).orElse(null));
    json.set("nowPlaying", stream.playing().map(StreamJson::playing).orElse(null));
    json.put("revision", memory.asked().map(Asked::revision).orElse(null));
    json.set("desired", stream.spec().map(StreamJson::desired).orElse(null));
    json.set("observed", ObservedJson.of(snapshot, stream.observed(), detail));
    json.set("remembered", remembered(snapshot, memory));
    return json;
  }

  private static void putAttempts(ObjectNode attempts, RetryPolicy.Attempts allowed) {
    switch (allowed) {
      case RetryPolicy.Attempts.Limited limited -> attempts.put("of", limited.count());
      case RetryPolicy.Attempts.Unlimited unlimited -> attempts.put("of", "unlimited");
    }
  }

  private static ObjectNode playing(StreamStatus.NowPlaying playing) {
    ObjectNode json = object();
    json.put("item", playing.item());
    json.put("path", playing.path());
    json.put("index", playing.index());
    json.put("of", playing.of());
    json.put("seconds", playing.seconds());
    json.put("lap", playing.lap());
    return json;
  }

  private static ObjectNode desired(StreamSpec spec) {
    ObjectNode json = object();
    json.put("enabled", spec.enabled());
    json.put("target", spec.target().withoutQuery());
    json.put("key", spec.key().describe());
    json.put("playlist", spec.playlistName());
    json.put("order", spec.playlist().order().name().toLowerCase(Locale.ROOT));
    switch (spec.playlist().laps()) {
      case Playlist.Laps.Forever forever -> json.put("laps", "forever");
      case Playlist.Laps.Count count -> json.put("laps", count.count());
    }
    json.put("resume", spec.resume().name().toLowerCase(Locale.ROOT));
    ObjectNode retry = json.putObject("retry");
    retry.put("atOnce", spec.retry().atOnce());
    switch (spec.retry().attempts()) {
      case RetryPolicy.Attempts.Limited limited -> retry.put("attempts", limited.count());
      case RetryPolicy.Attempts.Unlimited unlimited -> retry.put("attempts", "unlimited");
    }
    retry.put("delay", seconds(spec.retry().delay()));
    retry.put("healthyAfter", seconds(spec.retry().healthyAfter()));
    retry.put("networkDelayMax", seconds(spec.retry().networkDelayMax()));
    spec.retry()
        .thenEvery()
        .ifPresentOrElse(
            every -> retry.put("thenEvery", seconds(every)), () -> retry.put("thenEvery", "never"));
    ObjectNode watchdog = json.putObject("watchdog");
    watchdog.put("startTimeout", seconds(spec.watchdog().startTimeout()));
    watchdog.put("stallTimeout", seconds(spec.watchdog().stallTimeout()));
    watchdog.put("minSpeed", spec.watchdog().minSpeed());
    watchdog.put("speedWindow", seconds(spec.watchdog().speedWindow()));
    json.set("media", media(spec.media()));
    switch (spec.standby()) {
      case Standby.TestCard card -> json.put("standby", "testcard");
      case Standby.None none -> json.put("standby", "none");
      case Standby.File file -> json.put("standby", file.path().toString());
    }
    ObjectNode session = json.putObject("session");
    spec.reconnect()
        .every()
        .ifPresentOrElse(
            every -> session.put("reconnectEvery", seconds(every)),
            () -> session.put("reconnectEvery", "never"));
    session.put("reconnectBy", seconds(spec.reconnect().by()));
    json.put("apply", spec.apply().name().toLowerCase(Locale.ROOT));
    json.put("restartedAt", spec.restartedAt());
    return json;
  }

  private static ObjectNode media(MediaPolicy media) {
    ObjectNode json = object();
    json.put("mode", media.mode().name().toLowerCase(Locale.ROOT));
    ObjectNode video = json.putObject("video");
    video.put("size", media.video().size().map(FrameSize::toString).orElse("source"));
    video.put("fps", media.video().rate().map(FrameRate::toString).orElse("source"));
    video.put("bitrate", media.video().bitrate());
    video.put("keyframe", seconds(media.video().keyframe()));
    video.put("preset", media.video().preset());
    ObjectNode audio = json.putObject("audio");
    audio.put("bitrate", media.audio().bitrate());
    audio.put("sampleRate", media.audio().sampleRate());
    audio.put("channels", media.audio().channels());
    json.put("copyKeyframeMax", seconds(media.copyKeyframeMax()));
    return json;
  }

  private static ObjectNode remembered(Snapshot snapshot, StreamMemory memory) {
    ObjectNode json = object();
    json.put("sessions", memory.sessions());
    json.put("shuffleSeed", memory.shuffleSeed());
    json.put("networkTries", memory.retries().networkTries());
    json.put("lastAtOnce", wall(snapshot, memory.retries().lastAtOnce()));
    json.set("position", memory.position().map(StreamJson::position).orElse(null));
    json.set(
        "lastFailure",
        memory
            .lastFailure()
            .map(f ->
                object()
                    .put("reason", f.reason())
                    .put("kind", f.kind().text())
                    .put("detail", f.detail())
                    .put("at", snapshot.toWall(f.at()).toString()))
            .orElse(null));
    ObjectNode setAside = json.putObject("setAside");
    new TreeMap<>(memory.setAside())
        .forEach((path, aside) ->
            setAside
                .putObject(path)
                .put("why", aside.why())
                .put("failures", aside.failures())
                .put("until", snapshot.toWall(aside.until()).toString()));
    json.set("counters", counters(memory.counters()));
    return json;
  }

  private static ObjectNode position(Position position) {
    return object()
        .put("path", position.item().path())
        .put("repetition", position.repetition())
        .put("offset", seconds(position.offset()))
        .put("lap", position.lap());
  }

  private static ObjectNode counters(Counters counters) {
    ObjectNode json = object();
    ObjectNode restarts = json.putObject("restarts");
    new TreeMap<>(counters.restarts()).forEach(restarts::put);
    json.put("itemsPlayed", counters.itemsPlayed());
    ObjectNode skipped = json.putObject("itemsSkipped");
    new TreeMap<>(counters.itemsSkipped()).forEach(skipped::put);
    json.put("onAirSeconds", seconds(counters.onAir()));
    json.put("offAirSeconds", seconds(counters.offAir()));
    json.put("sentBytes", counters.sentBytes());
    json.put("droppedFrames", counters.droppedFrames());
    json.put("slowSpells", counters.slowSpells());
    ObjectNode feeders = json.putObject("feederSeconds");
    new TreeMap<>(counters.feederTime()).forEach((mode, time) -> feeders.put(mode, seconds(time)));
    return json;
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  static String wall(Snapshot snapshot, Optional<Instant> steady) {
    Function<Instant, Instant> toWall = snapshot::toWall;
    return steady.map(toWall).map(Object::toString).orElse(null);
  }
}
