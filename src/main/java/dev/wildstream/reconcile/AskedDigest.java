package dev.wildstream.reconcile;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.Playlist;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.ReconnectPolicy;
import dev.wildstream.desired.Resume;
import dev.wildstream.desired.RetryPolicy;
import dev.wildstream.desired.Standby;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.desired.Watchdog;
import dev.wildstream.playout.Derived;
import java.util.List;
import java.util.Optional;

/**
 * By which an edit is told from none, also when another version of the hub reads what this one
 * remembered: a digest of what the file says, each key with its value, and of nothing that stands
 * at its default. So a key that is new in that version changes no digest, nor does a default that
 * is another one there; a key that is renamed or written otherwise does, and must not be.
 */
final class AskedDigest {

  private static final Derived<StreamSpec, String> STREAMS =
      new Derived<>(spec -> Ownership.digest(text(spec)));

  private static final Derived<Playlist, String> PLAYLISTS =
      new Derived<>(playlist -> Ownership.digest(text(playlist)));

  private final StringBuilder said = new StringBuilder();

  private AskedDigest() {}

  /** Of everything that is said of a stream but its name. */
  static String of(StreamSpec spec) {
    return STREAMS.of(spec);
  }

  /** Of everything whose change begins a finished playlist anew. */
  static String of(Playlist playlist) {
    return PLAYLISTS.of(playlist);
  }

  /** What is digested. */
  static String text(StreamSpec spec) {
    AskedDigest digest = new AskedDigest();
    digest.stream(spec);
    return digest.said.toString();
  }

  private static String text(Playlist playlist) {
    AskedDigest digest = new AskedDigest();
    digest.playlist(playlist);
    return digest.said.toString();
  }

  private void stream(StreamSpec spec) {
    say("enabled", spec.enabled(), true);
    say("target", spec.target());
    switch (spec.key()) {
      case KeyReference.File(var path) -> say("key.file", path);
      case KeyReference.Env(var name) -> say("key.env", name);
      case KeyReference.Credential(var name) -> say("key.credential", name);
      // it hides itself in every text, so a change of it must be seen otherwise
      case KeyReference.Plain(var secret) -> say("key.plain", Ownership.digest(secret.reveal()));
    }
    say("playlist", spec.playlistName(), StreamSpec.IN_PLACE);
    playlist(spec.playlist());
    say("resume", spec.resume(), Resume.POSITION);
    retry(spec.retry(), RetryPolicy.DEFAULT);
    watchdog(spec.watchdog(), Watchdog.DEFAULT);
    media(spec.media(), MediaPolicy.DEFAULT);
    switch (spec.standby()) {
      case Standby.TestCard card -> {}
      case Standby.None none -> say("standby", "none");
      case Standby.File(var path) -> say("standby.file", path);
    }
    reconnect(spec.reconnect(), ReconnectPolicy.DEFAULT);
    say("apply", spec.apply(), Apply.BOUNDARY);
    say("restartedAt", spec.restartedAt(), "");
    say("hosts", spec.hosts(), List.of());
  }

  private void playlist(Playlist playlist) {
    playlist.entries().forEach(this::item);
    say("order", playlist.order(), Playlist.Order.LISTED);
    switch (playlist.laps()) {
      case Playlist.Laps.Forever forever -> {}
      case Playlist.Laps.Count(int count) -> say("laps", count);
    }
  }

  /** An item of its own, whatever it says; so items in another order are another list. */
  private void item(PlaylistEntry entry) {
    switch (entry) {
      case PlaylistEntry.Found(var text, var folder) -> {
        say("item", text);
        say("item.folder", folder);
      }
      case PlaylistEntry.Literal(var path, var cut, int times) -> {
        say("item.path", path);
        say("item.start", cut.start(), PlaylistEntry.Cut.WHOLE.start());
        say("item.end", cut.end(), PlaylistEntry.Cut.WHOLE.end());
        say("item.times", times, 1);
      }
    }
  }

  private void retry(RetryPolicy retry, RetryPolicy otherwise) {
    say("retry.atOnce", retry.atOnce(), otherwise.atOnce());
    say("retry.attempts", attempts(retry), attempts(otherwise));
    say("retry.delay", retry.delay(), otherwise.delay());
    say("retry.healthyAfter", retry.healthyAfter(), otherwise.healthyAfter());
    say("retry.networkDelayMax", retry.networkDelayMax(), otherwise.networkDelayMax());
    say("retry.thenEvery", retry.thenEvery(), otherwise.thenEvery());
  }

  private static String attempts(RetryPolicy retry) {
    return switch (retry.attempts()) {
      case RetryPolicy.Attempts.Limited(int count) -> String.valueOf(count);
      case RetryPolicy.Attempts.Unlimited unlimited -> "unlimited";
    };
  }

  private void watchdog(Watchdog watchdog, Watchdog otherwise) {
    say("watchdog.startTimeout", watchdog.startTimeout(), otherwise.startTimeout());
    say("watchdog.stallTimeout", watchdog.stallTimeout(), otherwise.stallTimeout());
    say("watchdog.minSpeed", watchdog.minSpeed(), otherwise.minSpeed());
    say("watchdog.speedWindow", watchdog.speedWindow(), otherwise.speedWindow());
  }

  private void media(MediaPolicy media, MediaPolicy otherwise) {
    say("media.mode", media.mode(), otherwise.mode());
    say("media.copyKeyframeMax", media.copyKeyframeMax(), otherwise.copyKeyframeMax());
    video(media.video(), otherwise.video());
    audio(media.audio(), otherwise.audio());
  }

  private void video(MediaPolicy.Video video, MediaPolicy.Video otherwise) {
    say("media.video.size", video.size(), otherwise.size());
    say("media.video.fps", video.rate(), otherwise.rate());
    say("media.video.bitrate", video.bitrate(), otherwise.bitrate());
    say("media.video.keyframe", video.keyframe(), otherwise.keyframe());
    say("media.video.preset", video.preset(), otherwise.preset());
  }

  private void audio(MediaPolicy.Audio audio, MediaPolicy.Audio otherwise) {
    say("media.audio.bitrate", audio.bitrate(), otherwise.bitrate());
    say("media.audio.sampleRate", audio.sampleRate(), otherwise.sampleRate());
    say("media.audio.channels", audio.channels(), otherwise.channels());
  }

  private void reconnect(ReconnectPolicy reconnect, ReconnectPolicy otherwise) {
    say("session.reconnectEvery", reconnect.every(), otherwise.every());
    say("session.reconnectBy", reconnect.by(), otherwise.by());
  }

  private void say(String key, Object value, Object otherwise) {
    if (!value.equals(otherwise)) {
      say(key, value instanceof Optional<?> optional ? optional.orElse(null) : value);
    }
  }

  /** With its length, so that no value can look like another key. */
  private void say(String key, Object value) {
    String text = value == null ? "never" : value.toString();
    said.append(key).append(' ').append(text.length()).append(' ').append(text).append('\n');
  }
}
