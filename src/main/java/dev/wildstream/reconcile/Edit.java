package dev.wildstream.reconcile;

import dev.wildstream.desired.Apply;
import dev.wildstream.desired.KeyReference;
import dev.wildstream.desired.PlaylistEntry;
import dev.wildstream.desired.SpecKey;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Asked;
import dev.wildstream.memory.Session;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stream before an edit and after it, and what of that costs the viewer what. It is what the
 * reconciler does with a stream that is on the air: both ask {@link Tie} and {@link #ofList}.
 */
public record Edit(StreamSpec before, StreamSpec after) {

  /** In what they differ, in the order of the keys. */
  public List<SpecKey> keys() {
    return SpecKey.differing(before, after).toList();
  }

  /** What all of it costs together: as much as the dearest part. */
  public Cost cost() {
    return keys().stream().map(this::cost).max(Cost::compareTo).orElse(Cost.NOTHING);
  }

  /** What an edit of one key costs; nothing where it is no edit. A new key wants its decision. */
  public Cost cost(SpecKey key) {
    if (!key.differs(before, after)) {
      return Cost.NOTHING;
    }
    return switch (key) {
      case ENABLED -> after.enabled() ? Cost.START : Cost.STOP;
      case TARGET, KEY -> of(Tie.OWNER);
      case RESTARTED_AT -> of(Tie.RESTARTED_AT);
      case SAMPLE_RATE, CHANNELS -> of(Tie.SOUND);
      case ITEMS -> isSomethingRemoved() ? ofList(after.apply()) : Cost.NEXT_ITEM;
      case ORDER, LAPS -> Cost.NEXT_ITEM;
      case RECONNECT_EVERY -> isSooner() ? Cost.WHERE_OLD : Cost.NOTHING;
      case MODE, SIZE, FPS, VIDEO_BITRATE, KEYFRAME, PRESET, AUDIO_BITRATE, COPY_KEYFRAME_MAX ->
          Cost.NEXT_ITEM;
      case PLAYLIST,
          RESUME,
          AT_ONCE,
          ATTEMPTS,
          DELAY,
          HEALTHY_AFTER,
          NETWORK_DELAY_MAX,
          THEN_EVERY,
          START_TIMEOUT,
          STALL_TIMEOUT,
          MIN_SPEED,
          SPEED_WINDOW,
          STANDBY,
          RECONNECT_BY,
          HOSTS, // of a stream that stays on this host
          APPLY ->
          Cost.NOTHING;
    };
  }

  /** What it costs that something left the list. */
  static Cost ofList(Apply apply) {
    return switch (apply) {
      case NOW -> Cost.AT_ONCE;
      case BOUNDARY -> Cost.NEXT_ITEM;
    };
  }

  /** Whether a stream that has played its laps begins anew. */
  public boolean beginsAnew() {
    return beginsAnew(Reconciler.asked(before, ""), Reconciler.asked(after, ""));
  }

  static boolean beginsAnew(Asked before, Asked after) {
    return !before.playlistDigest().equals(after.playlistDigest())
        || !before.restartedAt().equals(after.restartedAt());
  }

  private Cost of(Tie tie) {
    Session.Asked begun = Tie.asked(before, place(before));
    Session.Asked now = Tie.asked(after, place(after));
    return Tie.torn(begun, now, after.media().mode()).contains(tie) ? Cost.RECONNECT : Cost.NOTHING;
  }

  /**
   * By which two streams of the file are seen to publish to the same place: target and key, as far
   * as the file tells. Where a key lies stands for the key, which nobody has read.
   */
  static String place(StreamSpec spec) {
    Optional<String> written =
        spec.key() instanceof KeyReference.Plain(var secret)
            ? Optional.of(secret.reveal())
            : Optional.empty();
    String key = Ownership.digest(spec.key().describe() + written.map(w -> "\n" + w).orElse(""));
    return Ownership.digest(spec.target() + "\n" + key);
  }

  private boolean isSomethingRemoved() {
    Map<PlaylistEntry, Integer> left = new HashMap<>();
    before.playlist().entries().forEach(entry -> left.merge(entry, 1, Integer::sum));
    after.playlist().entries().forEach(entry -> left.merge(entry, -1, Integer::sum));
    return left.values().stream().anyMatch(count -> count > 0);
  }

  private boolean isSooner() {
    Optional<Duration> now = after.reconnect().every();
    return now.isPresent()
        && before.reconnect().every().filter(was -> was.compareTo(now.get()) <= 0).isEmpty();
  }
}
