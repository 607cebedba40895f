package dev.wildstream.surface.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "demo",
    description = "Puts a sample channel on the air on this machine, until Ctrl-C.",
    footer = {"", "Exit status: 0 stopped as asked, 1 could not run, 2 usage."})
final class DemoCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "The folder to make and work in (default: a new temporary one).")
  private String folder;

  @Option(names = "--listen", paramLabel = "HOST:PORT", description = Text.LISTEN)
  private String listen;

  @Option(
      names = "--ffmpeg",
      paramLabel = "PATH",
      description = "FFmpeg (default: the one brought along, else on PATH).")
  private String ffmpeg;

  @Option(
      names = "--ffprobe",
      paramLabel = "PATH",
      description = "ffprobe (default: the one brought along, else on PATH).")
  private String ffprobe;

  @Option(names = "--log-level", paramLabel = "LEVEL", description = Text.LOG_LEVEL)
  private String logLevel;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Settings settings = terminal.settings();
    return terminal
        .commands()
        .demo(
            new DemoOptions(
                Optional.ofNullable(folder).flatMap(f -> settings.path("DIR", f)),
                settings.listen(listen),
                settings.path("--ffmpeg", ffmpeg),
                settings.path("--ffprobe", ffprobe),
                settings.logLevel(logLevel)));
  }
}
