package dev.wildstream.reconcile;

import dev.wildstream.desired.MediaPolicy;
import dev.wildstream.desired.StreamSpec;
import dev.wildstream.memory.Session;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session is begun with and cannot do without: an edit of it costs a reconnect, and an edit
 * of nothing else does. The loop asks of the session that is on the air, {@code plan} of the file.
 */
enum Tie {
  RESTARTED_AT("restartedAt changed"),
  /** FLV cannot tell of another sound. */
  SOUND("rate or layout of the sound changed"),
  OWNER("target or key changed");

  private final String reason;

  Tie(String reason) {
    this.reason = reason;
  }

  /** Why the session ends, for people. */
  String reason() {
    return reason;
  }

  /** What a stream asks of its session. */
  static Session.Asked asked(StreamSpec spec, String owner) {
    return new Session.Asked(owner, spec.restartedAt(), Formats.sound(spec));
  }

  /**
   * Which no longer hold.
   *
   * @param mode what is asked for now: what is only copied sounds as it does, whatever is asked
   */
  static List<Tie> torn(Session.Asked begun, Session.Asked now, MediaPolicy.Mode mode) {
    List<Tie> torn = new ArrayList<>();
    for (Tie tie : values()) {
      boolean holds =
          switch (tie) {
            case RESTARTED_AT -> begun.restartedAt().equals(now.restartedAt());
            case SOUND -> mode == MediaPolicy.Mode.COPY || begun.sound().equals(now.sound());
            case OWNER -> begun.owner().equals(now.owner());
          };
      if (!holds) {
        torn.add(tie);
      }
    }
    return torn;
  }
}
