package dev.wildstream.memory;

/**
 * What the file asked for when the stream was last looked at; for people, and to see an edit.
 *
 * @param target without the key
 * @param key the reference, never the key
 * @param playlist its name
 * @param revision digest of the revision in force
 * @param spec digest of everything the file says of the stream
 * @param playlistDigest digest of the playlist alone
 * @param restartedAt the text
 */
public record Asked(
    String target,
    String key,
    String playlist,
    String revision,
    boolean enabled,
    String spec,
    String playlistDigest,
    String restartedAt) {}
