package dev.wildstream.desired.yaml;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Revision;
import dev.wildstream.desired.Secret;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamName;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Watchdog;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the records. Looks for no mistakes: it is asked only where there are none. */
final class Assembly {

  private final Sections sections;
  private final Map<String, Playlist> playlists = new HashMap<>();

  private Assembly(Sections sections) {
    this.sections = sections;
    sections
        .playlists()
        .forEach((name, entry) -> playlists.put(name, playlist((Value.Mapping) entry.value())));
  }

  static Revision revision(String digest, List<Document> documents) {
    Assembly assembly = new Assembly(Sections.of(documents, new Findings()));
    return new Revision(
        digest,
        assembly.sections.streams().entrySet().stream()
            .map(e -> assembly.stream(e.getKey(), (Value.Mapping) e.getValue().value()))
            .toList());
  }

  private StreamSpec stream(String name, Value.Mapping written) {
    Settings stream = sections.settings(written);
    Value played = written.get("playlist").orElseThrow();
    boolean inPlace = played instanceof Value.Sequence;
    String playlist = inPlace ? StreamSpec.IN_PLACE : ((Value.Scalar) played).text();
    return new StreamSpec(
        new StreamName(name),
        stream.flag("enabled"),
        TargetText.parse(stream.text("target")).orElseThrow(),
        key(Settings.of(Grammar.STREAM, written).inside("key")),
        playlist,
        inPlace ? inPlace((Value.Sequence) played) : playlists.get(playlist),
        Resume.valueOf(stream.text("resume").toUpperCase(Locale.ROOT)),
        retry(stream.inside("retry")),
        watchdog(stream.inside("watchdog")),
        media(stream.inside("media")),
        standby(stream),
        reconnect(stream.inside("session")),
        Apply.valueOf(stream.text("apply").toUpperCase(Locale.ROOT)),
        stream.text("restartedAt"),
        stream.listed("hosts").stream()
            .flatMap(list -> list.elements().stream())
            .map(glob -> new HostGlob(((Value.Scalar) glob).text()))
            .toList());
  }

  private static KeyReference key(Settings key) {
    return key.written("file")
        .<KeyReference>map(file -> new KeyReference.File(FilePath.resolve(file).orElseThrow()))
        .or(() -> key.written("env").map(name -> new KeyReference.Env(name.text())))
        .or(() -> key.written("credential").map(name -> new KeyReference.Credential(name.text())))
        .orElseGet(() -> new KeyReference.Plain(new Secret(key.text("plain"))));
  }

  private static RetryPolicy retry(Settings retry) {
    return new RetryPolicy(
        retry.flag("atOnce"),
        retry
            .number("attempts")
            .<RetryPolicy.Attempts>map(RetryPolicy.Attempts.Limited::new)
            .orElseGet(RetryPolicy.Attempts.Unlimited::new),
        retry.span("delay").orElseThrow(),
        retry.span("healthyAfter").orElseThrow(),
        retry.span("networkDelayMax").orElseThrow(),
        retry.span("thenEvery"));
  }

  private static Watchdog watchdog(Settings watchdog) {
    return new Watchdog(
        watchdog.span("startTimeout").orElseThrow(),
        watchdog.span("stallTimeout").orElseThrow(),
        watchdog.ratio("minSpeed").orElseThrow(),
        watchdog.span("speedWindow").orElseThrow());
  }

  private static MediaPolicy media(Settings media) {
    Settings video = media.inside("video");
    Settings audio = media.inside("audio");
    return new MediaPolicy(
        MediaPolicy.Mode.valueOf(media.text("mode").toUpperCase(Locale.ROOT)),
        new MediaPolicy.Video(
            video.size("size"),
            video.rate("fps"),
            video.bitRate("bitrate"),
            video.span("keyframe").orElseThrow(),
            video.text("preset")),
        new MediaPolicy.Audio(
            audio.bitRate("bitrate"),
            audio.number("sampleRate").orElseThrow(),
            audio.number("channels").orElseThrow()),
        media.span("copyKeyframeMax").orElseThrow());
  }

  private static Standby standby(Settings stream) {
    return switch (stream.text("standby")) {
      case "testcard" -> new Standby.TestCard();
      case "none" -> new Standby.None();
      default ->
          new Standby.File(FilePath.resolve(stream.written("standby").orElseThrow()).orElseThrow());
    };
  }

  private static ReconnectPolicy reconnect(Settings session) {
    return new ReconnectPolicy(
        session.span("reconnectEvery"), session.span("reconnectBy").orElseThrow());
  }

  private static Playlist playlist(Value.Mapping written) {
    Settings playlist = Settings.of(Grammar.PLAYLIST, written);
    return new Playlist(
        entries((Value.Sequence) written.get("items").orElseThrow()),
        order(playlist),
        laps(playlist));
  }

  /** A list that a stream holds itself is played like one that says nothing but its items. */
  private static Playlist inPlace(Value.Sequence items) {
    Settings playlist = Settings.of(Grammar.PLAYLIST);
    return new Playlist(entries(items), order(playlist), laps(playlist));
  }

  private static Playlist.Order order(Settings playlist) {
    return Playlist.Order.valueOf(playlist.text("order").toUpperCase(Locale.ROOT));
  }

  private static Playlist.Laps laps(Settings playlist) {
    return playlist
        .number("laps")
        .<Playlist.Laps>map(Playlist.Laps.Count::new)
        .orElseGet(Playlist.Laps.Forever::new);
  }

  private static List<PlaylistEntry> entries(Value.Sequence items) {
    return items.elements().stream().map(Assembly::entry).toList();
  }

  private static PlaylistEntry entry(Value item) {
    return switch (item) {
      case Value.Scalar text -> new PlaylistEntry.Found(text.text(), FilePath.folder(text));
      case Value.Mapping mapping -> literal(Settings.of(Grammar.CUT, mapping));
      case Value.Sequence sequence ->
          throw new IllegalStateException("checked: " + sequence.kind());
      case Value.Unusable unusable ->
          throw new IllegalStateException("checked: " + unusable.kind());
    };
  }

  private static PlaylistEntry literal(Settings item) {
    return new PlaylistEntry.Literal(
        FilePath.resolve(item.written("path").orElseThrow()).orElseThrow(),
        new PlaylistEntry.Cut(
            item.span("start").orElseThrow(),
            item.written("end").map(end -> item.span("end").orElseThrow())),
        item.number("times").orElseThrow());
  }
}
