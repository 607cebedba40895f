package dev.wildstream.surface.cli;

import dev.wildstream.surface.ListenAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What {@code demo} was told.
 *
 * @param folder to make and work in; empty = a new temporary one
 * @param ffmpeg empty = the one brought along, else on {@code PATH}
 * @param ffprobe empty = the one brought along, else on {@code PATH}
 */
public record DemoOptions(
    Optional<Path> folder,
    ListenAddress listen,
    Optional<Path> ffmpeg,
    Optional<Path> ffprobe,
    LogLevel logLevel) {}
