package dev.wildstream.desired;

import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Each thing that the file can say of a stream, by the name it has there: what it is in a {@link
 * StreamSpec}, and how one would write it. Two streams that differ in none of them are the same but
 * for their name.
 */
public enum SpecKey {
  ENABLED("enabled", StreamSpec::enabled),
  /** Shown without its query, which may carry a token. */
  TARGET("target", StreamSpec::target, s -> s.target().withoutQuery()),
  /** Shown as where it is found. */
  KEY("key", StreamSpec::key, s -> s.key().describe()),
  PLAYLIST("playlist", StreamSpec::playlistName),
  ITEMS("items", s -> s.playlist().entries(), s -> s.playlist().entries().size() + " items"),
  ORDER("order", s -> s.playlist().order()),
  LAPS("laps", s -> s.playlist().laps(), s -> Written.laps(s.playlist().laps())),
  RESUME("resume", StreamSpec::resume),
  AT_ONCE("retry.atOnce", s -> s.retry().atOnce()),
  ATTEMPTS(
      "retry.attempts", s -> s.retry().attempts(), s -> Written.attempts(s.retry().attempts())),
  DELAY("retry.delay", s -> s.retry().delay(), s -> Written.time(s.retry().delay())),
  HEALTHY_AFTER(
      "retry.healthyAfter",
      s -> s.retry().healthyAfter(),
      s -> Written.time(s.retry().healthyAfter())),
  NETWORK_DELAY_MAX(
      "retry.networkDelayMax",
      s -> s.retry().networkDelayMax(),
      s -> Written.time(s.retry().networkDelayMax())),
  THEN_EVERY(
      "retry.thenEvery",
      s -> s.retry().thenEvery(),
      s -> Written.timeOrNever(s.retry().thenEvery())),
  START_TIMEOUT(
      "watchdog.startTimeout",
      s -> s.watchdog().startTimeout(),
      s -> Written.time(s.watchdog().startTimeout())),
  STALL_TIMEOUT(
      "watchdog.stallTimeout",
      s -> s.watchdog().stallTimeout(),
      s -> Written.time(s.watchdog().stallTimeout())),
  MIN_SPEED("watchdog.minSpeed", s -> s.watchdog().minSpeed()),
  SPEED_WINDOW(
      "watchdog.speedWindow",
      s -> s.watchdog().speedWindow(),
      s -> Written.time(s.watchdog().speedWindow())),
  MODE("media.mode", s -> s.media().mode()),
  SIZE(
      "media.video.size",
      s -> s.media().video().size(),
      s -> Written.orSource(s.media().video().size())),
  FPS(
      "media.video.fps",
      s -> s.media().video().rate(),
      s -> Written.orSource(s.media().video().rate())),
  VIDEO_BITRATE(
      "media.video.bitrate",
      s -> s.media().video().bitrate(),
      s -> Written.bitRate(s.media().video().bitrate())),
  KEYFRAME(
      "media.video.keyframe",
      s -> s.media().video().keyframe(),
      s -> Written.time(s.media().video().keyframe())),
  PRESET("media.video.preset", s -> s.media().video().preset()),
  AUDIO_BITRATE(
      "media.audio.bitrate",
      s -> s.media().audio().bitrate(),
      s -> Written.bitRate(s.media().audio().bitrate())),
  SAMPLE_RATE("media.audio.sampleRate", s -> s.media().audio().sampleRate()),
  CHANNELS("media.audio.channels", s -> s.media().audio().channels()),
  COPY_KEYFRAME_MAX(
      "media.copyKeyframeMax",
      s -> s.media().copyKeyframeMax(),
      s -> Written.time(s.media().copyKeyframeMax())),
  STANDBY("standby", StreamSpec::standby, s -> Written.standby(s.standby())),
  RECONNECT_EVERY(
      "session.reconnectEvery",
      s -> s.reconnect().every(),
      s -> Written.timeOrNever(s.reconnect().every())),
  RECONNECT_BY(
      "session.reconnectBy", s -> s.reconnect().by(), s -> Written.time(s.reconnect().by())),
  APPLY("apply", StreamSpec::apply),
  HOSTS("hosts", StreamSpec::hosts, s -> Written.hosts(s.hosts())),
  RESTARTED_AT("restartedAt", StreamSpec::restartedAt, s -> '"' + s.restartedAt() + '"');

  private final String text;
  private final Function<StreamSpec, Object> value;
  private final Function<StreamSpec, String> written;

  SpecKey(String text, Function<StreamSpec, Object> value, Function<StreamSpec, String> written) {
    this.text = text;
    this.value = value;
    this.written = written;
  }

  SpecKey(String text, Function<StreamSpec, Object> value) {
    this(text, value, spec -> word(value.apply(spec)));
  }

  private static String word(Object value) {
    return value instanceof Enum<?> word
        ? word.name().toLowerCase(Locale.ROOT)
        : String.valueOf(value);
  }

  /** The key in the file, below the stream or its playlist. */
  public String text() {
    return text;
  }

  /** What it is, to be compared. */
  public Object value(StreamSpec spec) {
    return value.apply(spec);
  }

  /** What it is, as one would write it; nothing of it is secret. */
  public String written(StreamSpec spec) {
    return written.apply(spec);
  }

  /** Whether two streams differ in it. */
  public boolean differs(StreamSpec one, StreamSpec other) {
    return !value(one).equals(value(other));
  }

  /** In what two streams differ. */
  public static Stream<SpecKey> differing(StreamSpec one, StreamSpec other) {
    return Stream.of(values()).filter(key -> key.differs(one, other));
  }
}
