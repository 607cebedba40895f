package dev.wildstream.ffmpeg;

import dev.wildstream.loop.Clock;
import dev.wildstream.loop.RunRecords;
import dev.wildstream.loop.Wake;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What every stream's processes are started with.
 *
 * @param runtime the folder that holds one run folder per stream, absolute
 * @param trusted certificates of those who may vouch for a target over TLS; empty = none is there
 */
record Workshop(
    Path runtime,
    ToolSearch tools,
    SecretSource secrets,
    Optional<Path> trusted,
    RunRecords records,
    Clock clock,
    Wake wake) {}
