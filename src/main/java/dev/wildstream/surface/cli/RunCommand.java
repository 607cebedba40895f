package dev.wildstream.surface.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = "Keeps what the file asks for on the air, in the foreground.",
    footer = {
      "",
      "Each option also as WILDSTREAM_… in the environment; of those that are repeatable, folders are"
          + " separated by colons, hosts by commas.",
      "Exit status: 0 stopped as asked, 1 could not run, 2 usage."
    })
final class RunCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Option(
      names = "--config",
      paramLabel = "PATH",
      description = "A file, or a folder of *.yaml and *.yml (default: /etc/wild-stream-hub).")
  private String config;

  @Option(names = "--state", paramLabel = "DIR", description = Text.STATE)
  private String state;

  @Option(names = "--runtime", paramLabel = "DIR", description = Text.RUNTIME)
  private String runtime;

  @Option(names = "--listen", paramLabel = "HOST:PORT", description = Text.LISTEN)
  private String listen;

  @Option(names = "--ffmpeg", paramLabel = "PATH", description = "FFmpeg (default: on PATH).")
  private String ffmpeg;

  @Option(names = "--ffprobe", paramLabel = "PATH", description = "ffprobe (default: on PATH).")
  private String ffprobe;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Certificates that rtmps targets are verified by (default: the system's).")
  private String tlsCa;

  @Option(
      names = "--key-root",
      paramLabel = "DIR",
      description =
          "Key files outside are refused; repeatable (default: /etc/wild-stream-hub/keys).")
  private List<String> keyRoots = List.of();

  @Option(
      names = "--key-env-prefix",
      paramLabel = "PREFIX",
      description =
          "Environment variables whose names begin otherwise are no keys (default: STREAM_KEY_).")
  private String keyEnvPrefix;

  @Option(
      names = "--media-root",
      paramLabel = "DIR",
      description =
          "Items and standby files outside are refused, symbolic links followed; repeatable"
              + " (default: any are played).")
  private List<String> mediaRoots = List.of();

  @Option(
      names = "--allow-target",
      paramLabel = "HOSTGLOB",
      description =
          "Streams to other hosts are blocked; repeatable, like *.example.com (default: any).")
  private List<String> allowTargets = List.of();

  @Option(
      names = "--host-name",
      paramLabel = "NAME",
      description = "By which streams with hosts are told (default: as the machine calls itself).")
  private String hostName;

  @Option(names = "--log-level", paramLabel = "LEVEL", description = Text.LOG_LEVEL)
  String logLevel;

  RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = terminal.settings();
    return terminal
        .commands()
        .run(
            new RunOptions(
                settings.config(config),
                settings.state(state),
                settings.runtime(runtime),
                settings.listen(listen),
                settings.path("--ffmpeg", ffmpeg),
                settings.path("--ffprobe", ffprobe),
                settings.path("--tls-ca", tlsCa),
                settings.keyRoots(keyRoots),
                settings.keyEnvPrefix(keyEnvPrefix),
                settings.hostName(hostName),
                settings.mediaRoots(mediaRoots),
                settings.allowTargets(allowTargets),
                settings.logLevel(logLevel)));
  }
}
