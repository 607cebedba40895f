package dev.wildstream.ffmpeg;

import dev.wildstream.loop.Clock;
import dev.wildstream.loop.RunRecords;
import dev.wildstream.loop.Wake;
import java.nio.file.Path;

/**
 * What every stream's processes are started with.
 *
 * @param runtime the folder that holds one run folder per stream, absolute
 */
record Workshop(
    Path runtime,
    ToolSearch tools,
    Obstacles obstacles,
    SecretSource secrets,
    CertificateCheck certificates,
    MediaRoots roots,
    RunRecords records,
    Clock clock,
    Wake wake) {}
