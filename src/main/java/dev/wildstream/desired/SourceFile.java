package dev.wildstream.desired;

import java.nio.file.Path;

/**
 * One file of a revision, unread.
 *
 * @param name as the user named it, for messages
 * @param path absolute; relative paths in it count from its folder
 */
public record SourceFile(String name, Path path, byte[] content) {}
