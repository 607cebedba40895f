package dev.wildstream.desired;

/**
 * Everything the file says about one stream, defaults filled in.
 *
 * @param playlistName the name of the playlist, or {@code (in place)}
 * @param restartedAt any new text is one restart
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
    String restartedAt) {}
