package dev.wildstream.surface.cli;

import dev.wildstream.desired.HostGlob;
import dev.wildstream.desired.HostName;
import dev.wildstream.surface.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code run} was told by options, the environment and defaults.
 *
 * @param config the desired-state file or a folder of them, as given
 * @param state folder of what outlives the hub
 * @param runtime folder of what does not outlive the machine
 * @param ffmpeg empty = on {@code PATH}
 * @param ffprobe empty = on {@code PATH}
 * @param tlsCa certificates to trust; empty = the system's
 * @param keyRoots folders that key files must be in, at least one
 * @param keyEnvPrefix with which the name of an environment variable begins that holds a key
 * @param hostName by which {@code hosts} are held; empty = as the machine calls itself
 * @param mediaRoots folders outside of which nothing is played; none = no such limit
 * @param allowTargets hosts that may be sent to; none = any
 */
public record RunOptions(
    Path config,
    Path state,
    Path runtime,
    ListenAddress listen,
    Optional<Path> ffmpeg,
    Optional<Path> ffprobe,
    Optional<Path> tlsCa,
    List<Path> keyRoots,
    String keyEnvPrefix,
    Optional<HostName> hostName,
    List<Path> mediaRoots,
    List<HostGlob> allowTargets,
    LogLevel logLevel) {

  public RunOptions {
    keyRoots = List.copyOf(keyRoots);
    mediaRoots = List.copyOf(mediaRoots);
    allowTargets = List.copyOf(allowTargets);
  }
}
