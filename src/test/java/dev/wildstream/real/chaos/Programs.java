package dev.wildstream.real.chaos;

import dev.wildstream.real.RealParts;
import dev.wildstream.real.SampleMedia;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An FFmpeg for the hub that is another one for each stream, and writes down every start before it
 * becomes it: nobody but the kernel knows better what was started.
 */
final class Programs {

  private final Path folder;

  Programs(Path folder, Map<String, Path> byStream) {
    this.folder = folder;
    StringBuilder cases = new StringBuilder();
    byStream.forEach((stream, ffmpeg) ->
        cases
            .append(
                "  */%s/publisher.progress*) role=publisher real=%s ;;\n".formatted(stream, ffmpeg))
            .append("  */%s/feeder.progress*) role=feeder real=%s ;;\n".formatted(stream, ffmpeg)));
    script(
        "ffmpeg",
        """
        real=%s role=other
        case "$*" in
        %sesac
        read -r up idle </proc/uptime
        [ $role = other ] || printf '%%s\\n' "$$ $up $role $*" >>'%s'
        exec $real "$@"
        """
            .formatted(RealParts.bundledFfmpeg(), cases, starts()));
    script(
        "ffprobe",
        "exec %s \"$@\"\n".formatted(RealParts.bundledFfmpeg().resolveSibling("ffprobe")));
  }

  Path ffmpeg() {
    return folder.resolve("ffmpeg");
  }

  /** A line for each start: pid, seconds since the machine's boot, role, arguments. */
  Path starts() {
    return folder.resolve("starts.log");
  }

  private void script(String name, String lines) {
    try {
      Files.createDirectories(folder);
      Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + lines);
      SampleMedia.run(List.of("chmod", "+x", script.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
