package dev.wildstream;

import dev.wildstream.ffmpeg.LocalReceiver;
import dev.wildstream.ffmpeg.SampleVideos;
import dev.wildstream.ffmpeg.ToolSearch;
import dev.wildstream.linux.SignalHandlers;
import dev.wildstream.loop.Snapshot;
import dev.wildstream.memory.Event;
import dev.wildstream.surface.ListenAddress;
import dev.wildstream.surface.SnapshotJson;
import dev.wildstream.surface.cli.DemoOptions;
import dev.wildstream.surface.cli.EventLine;
import dev.wildstream.surface.cli.RunOptions;
import dev.wildstream.surface.cli.StatusBanner;
import dev.wildstream.surface.cli.StatusTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A channel on the air against a receiver on this machine: no configuration, no root, no network.
 */
final class Demo {

  private static final String TEMPLATE = "/dev/wildstream/demo-streams.yaml";
  private static final int EVENTS_SHOWN = 6;

  private final DemoOptions options;
  private final PrintWriter out;
  private final CountDownLatch over = new CountDownLatch(1);
  private final boolean terminal = System.console() != null && System.console().isTerminal();
  private int drawn;
  private String lastShown = "";

  Demo(DemoOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  int run() {
    Optional<Path> made = Optional.empty();
    try {
      Path folder = folder();
      made = Optional.of(folder);
      // the table has the terminal to itself
      System.setProperty("org.slf4j.simpleLogger.logFile", folder.resolve("hub.log").toString());
      SignalHandlers.handle("INT", over::countDown);
      SignalHandlers.handle("TERM", over::countDown);
      return show(folder);
    } catch (IOException e) {
      if (over.getCount() == 0) {
        // Ctrl-C reaches the FFmpeg that makes a video as well
        return 0;
      }
      out.println("The demo cannot run: " + e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } finally {
      made.filter(folder -> options.folder().isEmpty()).ifPresent(this::delete);
    }
  }

  private Path folder() throws IOException {
    if (options.folder().isEmpty()) {
      return temporary();
    }
    Path folder = options.folder().get();
    if (Files.exists(folder)) {
      throw new IOException(folder + " is there already; name a new folder");
    }
    return Files.createDirectories(folder);
  }

  /** With a short name, since it stands in every path that the demo shows. */
  private static Path temporary() throws IOException {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    while (true) {
      String name = "wild-stream-demo-" + HexFormat.of().toHexDigits(new SecureRandom().nextInt());
      try {
        return Files.createDirectory(
            parent.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        // somebody else's
      }
    }
  }

  private int show(Path folder) throws IOException, InterruptedException {
    ToolSearch tools =
        new ToolSearch(
            options.ffmpeg(),
            options.ffprobe(),
            Optional.ofNullable(System.getProperty("wildstream.home")).map(Path::of),
            Optional.ofNullable(System.getenv("PATH")).orElse(""),
            ToolSearch.Preference.BROUGHT_ALONG);
    if (tools.missing().isPresent()) {
      throw new IOException(tools.missing().get());
    }
    Path ffmpeg = tools.ffmpeg().orElseThrow();
    Path videos = Files.createDirectory(folder.resolve("videos"));
    out.println("Making " + SampleVideos.NAMES.size() + " sample videos in " + videos + " ...");
    SampleVideos.make(ffmpeg, videos);
    if (over.getCount() == 0) {
      return 0;
    }
    int port = freePort();
    Path config = folder.resolve("streams.yaml");
    Files.writeString(config, template().replace("{port}", String.valueOf(port)));
    RunOptions run =
        new RunOptions(
            config,
            folder.resolve("state"),
            folder.resolve("run"),
            options.listen(),
            Optional.of(ffmpeg),
            tools.ffprobe(),
            Optional.empty(),
            List.of(folder),
            "STREAM_KEY_",
            Optional.empty(),
            List.of(),
            List.of(),
            options.logLevel());
    String url = "rtmp://127.0.0.1:" + port + "/live/demo";
    LocalReceiver receiver = new LocalReceiver(ffmpeg, url, folder.resolve("receiver.log"));
    try (Hub hub = Hub.open(run, ToolSearch.Preference.BROUGHT_ALONG)) {
      introduce(folder, config, port);
      Thread turning = Thread.ofPlatform().name("hub").start(() -> turn(hub));
      while (!over.await(1, TimeUnit.SECONDS) && turning.isAlive()) {
        hub.newest().ifPresent(snapshot -> draw(snapshot, folder));
      }
      hub.leave();
      turning.join();
      out.println();
      out.println(
          options.folder().isEmpty()
              ? "Stopped. " + folder + " is removed."
              : "Stopped. " + folder + " is yours to keep.");
      return 0;
    } catch (Hub.CannotRun e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      receiver.close();
    }
  }

  private void introduce(Path folder, Path config, int port) {
    out.println();
    out.println(
        "A channel goes on the air to rtmp://127.0.0.1:"
            + port
            + "/live, received on this machine.");
    out.println("Edit this file and watch the table: " + config);
    switch (options.listen()) {
      case ListenAddress.At at -> out.println("Metrics and JSON: http://" + at + "/");
      case ListenAddress.Nowhere nowhere -> {}
    }
    out.println("Log: " + folder.resolve("hub.log"));
    out.println("Ctrl-C ends it.");
    out.println();
  }

  private void turn(Hub hub) {
    try {
      hub.turn();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * On a terminal the table is redrawn in place; elsewhere it is printed when it says something
   * new.
   */
  private void draw(Snapshot snapshot, Path folder) {
    int width = terminal ? columns() : 100;
    var status = SnapshotJson.of(snapshot);
    List<String> lines = new ArrayList<>(StatusTable.lines(status, Set.of(), width));
    StatusBanner.lines(status)
        .forEach(line -> lines.addAll(terminal ? folded(line, width) : List.of(line)));
    lines.add("");
    List<Event> recent = snapshot.recent();
    recent
        .subList(Math.max(0, recent.size() - EVENTS_SHOWN), recent.size())
        .forEach(event -> lines.add(cut(EventLine.of(event).replace(folder + "/", ""), width)));
    if (terminal) {
      StringBuilder screen = new StringBuilder();
      if (drawn > 0) {
        screen.append("\033[").append(drawn).append("A\033[J");
      }
      lines.forEach(line -> screen.append(line).append('\n'));
      drawn = lines.size();
      out.print(screen);
      out.flush();
    } else {
      String essence = essence(snapshot);
      if (!essence.equals(lastShown)) {
        lines.forEach(out::println);
        out.println();
        lastShown = essence;
      }
    }
  }

  private static String essence(Snapshot snapshot) {
    StringBuilder essence = new StringBuilder();
    snapshot
        .streams()
        .forEach(stream ->
            essence
                .append(stream.memory().phase())
                .append(stream.playing().map(p -> p.path()).orElse("")));
    return essence.append(snapshot.recent().size()).toString();
  }

  /** A sentence is read to its end; a line that the terminal folds would put the redraw off. */
  private static List<String> folded(String line, int width) {
    List<String> parts = new ArrayList<>();
    String rest = line;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = rest.substring(0, Math.max(0, blank)).isBlank() ? width : blank;
      parts.add(rest.substring(0, end));
      rest = "    " + rest.substring(end).strip();
    }
    parts.add(rest);
    return parts;
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, width - 1) + "…";
  }

  private static int columns() {
    try {
      return Math.clamp(
          Integer.parseInt(Optional.ofNullable(System.getenv("COLUMNS")).orElse("100")), 60, 200);
    } catch (NumberFormatException e) {
      return 100;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String template() throws IOException {
    try (InputStream in = Demo.class.getResourceAsStream(TEMPLATE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      out.println(folder + " could not be removed: " + e.getMessage());
    }
  }
}
