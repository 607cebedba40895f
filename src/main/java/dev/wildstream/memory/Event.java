package dev.wildstream.memory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened, for people and scripts.
 *
 * @param at by the wall clock
 * @param stream empty where it concerns the hub or the configuration
 * @param fields in the order they are shown; no secret among them
 * @param revision the revision in force as people name it: its commit, else the begin of its
 *     digest; empty where none is
 */
public record Event(
    Instant at, Optional<String> stream, Kind kind, Map<String, String> fields, String revision) {

  public Event {
    fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** How loud an event is. */
  public enum Level {
    INFO,
    WARN,
    ERROR
  }

  /** What can happen, each with its constant message. */
  public enum Kind {
    HUB_STARTED("Hub started", Level.INFO),
    HUB_STOPPED("Hub stopped", Level.INFO),
    RESTORING("Detected previous stream state, restoring", Level.INFO),
    RESTORED("Stream auto-restored", Level.INFO),
    ORPHAN_ENDED("Ended FFmpeg of an earlier hub", Level.WARN),
    ADOPTED("Adopted running FFmpeg", Level.INFO),
    HANDING_OVER("Handing over", Level.INFO),
    STARTING("Stream starting", Level.INFO),
    ON_AIR("On air", Level.INFO),
    OFF_AIR("Off air", Level.INFO),
    FFMPEG_ENDED("FFmpeg ended", Level.WARN),
    RESTARTING_AT_ONCE("Restarting at once", Level.WARN),
    RESTART_ATTEMPT("Restart attempt", Level.WARN),
    RESTARTED("Stream restarted", Level.INFO),
    FAILED("Max restart attempts reached", Level.ERROR),
    BLOCKED("Stream blocked", Level.WARN),
    UNBLOCKED("Stream unblocked", Level.INFO),
    FINISHED("Stream finished", Level.INFO),
    KEY_EXPOSED("Key file is exposed", Level.WARN),
    TARGET_NOT_ALLOWED("Target is not allowed on this host", Level.WARN),
    STALLED("Output stands still", Level.WARN),
    SLOW("Too slow to watch", Level.WARN),
    FAST_AGAIN("Fast enough again", Level.INFO),
    ITEM_SKIPPED("Item skipped", Level.WARN),
    ITEM_TRANSCODED("Item is transcoded", Level.INFO),
    KEYFRAMES_FAR_APART("Keyframes far apart", Level.WARN),
    STANDBY("Standby on air", Level.WARN),
    STANDBY_BROKEN("Standby file cannot be shown", Level.WARN),
    STANDBY_OVER("Standby over", Level.INFO),
    PLANNED_RECONNECT("Planned reconnect", Level.INFO),
    CUT("Cut to what the list says now", Level.INFO),
    REVISION_APPLIED("Revision applied", Level.INFO),
    REVISION_REJECTED("Revision rejected", Level.ERROR),
    STATE_DAMAGED("State file damaged, set aside", Level.ERROR),
    STATE_UNWRITABLE("State cannot be written, streams run on", Level.ERROR),
    STATE_WRITABLE("State can be written again", Level.INFO),
    LISTEN_FAILED("Cannot listen, streams run on", Level.ERROR),
    LISTENING("Listening", Level.INFO);

    private final String message;
    private final Level level;

    Kind(String message, Level level) {
      this.message = message;
      this.level = level;
    }

    public String message() {
      return message;
    }

    public Level level() {
      return level;
    }

    /** As scripts read it: lower case, words joined by a dash. */
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }
}
