package dev.wildstream.ffmpeg;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Starts an FFmpeg on a fifo, in a session of its own, so that a Ctrl-C on the hub's terminal does
 * not reach it. The shell and setsid become FFmpeg in turn, so the process that was started is
 * FFmpeg; nothing that the file says stands in the shell's script.
 */
public final class Spawner {

  /**
   * Open for reading and writing at both ends: no end of file when the other end leaves. A shell
   * would make an ordinary file where the fifo is gone already, with the session it was of.
   */
  private static final String READ_FROM_FIFO = "[ -p \"$0\" ] && exec setsid \"$@\" 0<>\"$0\"";

  private static final String WRITE_TO_FIFO = "[ -p \"$0\" ] && exec setsid \"$@\" 1<>\"$0\"";

  /**
   * What FFmpeg may see of the hub's environment. Not FFREPORT, which would write the key to a
   * file; not the hub's own secrets.
   */
  private static final Set<String> PASSED_ON =
      Set.of(
          "PATH",
          "HOME",
          "USER",
          "LOGNAME",
          "LANG",
          "LANGUAGE",
          "TZ",
          "TMPDIR",
          "LD_LIBRARY_PATH",
          "LIBVA_DRIVER_NAME",
          "LIBVA_DRIVERS_PATH",
          "XDG_RUNTIME_DIR");

  private static final File NOTHING = new File("/dev/null");

  private Spawner() {}

  static Process publisher(List<String> command, RunFolder run, long session) throws IOException {
    return start(READ_FROM_FIFO, command, run.fifo(session), run.log(Role.PUBLISHER));
  }

  static Process feeder(List<String> command, RunFolder run, long session) throws IOException {
    return start(WRITE_TO_FIFO, command, run.fifo(session), run.log(Role.FEEDER));
  }

  private static Process start(String script, List<String> command, Path fifo, Path log)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("sh", "-c", script, fifo.toString()));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all);
    scrub(builder);
    builder.directory(new File("/"));
    builder.redirectInput(NOTHING);
    // files, never pipes: an unread pipe blocks FFmpeg, and a hub that dies must not take it along
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /** Leaves of the environment what FFmpeg needs. */
  public static void scrub(ProcessBuilder builder) {
    builder
        .environment()
        .keySet()
        .removeIf(name -> !PASSED_ON.contains(name) && !name.startsWith("LC_"));
  }
}
