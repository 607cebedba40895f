package dev.wildstream.desired;

import java.util.List;

/**
 * Everything the file says about one stream, defaults filled in.
 *
 * @param playlistName the name of the playlist, or {@link #IN_PLACE}
 * @param restartedAt any new text is one restart
 * @param hosts that run it; empty = each
 */
public record StreamSpec(
    StreamName name,
    boolean enabled,
    Target target,
    KeyReference key,
    String playlistName,
    Playlist playlist,
    Resume resume,
    RetryPolicy retry,
    Watchdog watchdog,
    MediaPolicy media,
    Standby standby,
    ReconnectPolicy reconnect,
    Apply apply,
    String restartedAt,
    List<HostGlob> hosts) {

  /** The name of a playlist that has none. */
  public static final String IN_PLACE = "(in place)";

  public StreamSpec {
    hosts = List.copyOf(hosts);
  }
}
