import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Makes {@code lib/wild-stream-hub.aot}: the classes of the program as Java has them in memory once
 * they are loaded and linked (JEP 514), so that the next start need not do that again.
 *
 * <p>They are those of a hub that does what matters to be quick: it is started after a {@code kill
 * -9}, goes on with the FFmpeg that the one before left on the air to a receiver on this machine,
 * starts the next feeder and answers HTTP. The start script hands the cache to Java, which leaves
 * it aside where the JDK or a jar is another one. So a build without it is as good, and only starts
 * slower; where it cannot be made, the build says so and goes on.
 */
final class StartUpCache {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration LOOK = Duration.ofMillis(10);
  private static final String STREAM = "training";

  private final Path home;
  private final Path cache;
  private final Path folder;
  private final List<Process> started = new ArrayList<>();

  private StartUpCache(Path home) {
    this.home = home.toAbsolutePath();
    this.cache = this.home.resolve("lib/wild-stream-hub.aot");
    this.folder = this.home.resolveSibling("start-up-cache");
  }

  public static void main(String[] arguments) throws InterruptedException {
    StartUpCache made = new StartUpCache(Path.of(arguments[0]));
    try {
      if (!made.isUsable()) {
        made.make();
      }
    } catch (IOException e) {
      System.out.println("No start-up cache, the program starts slower: " + e.getMessage());
    }
  }

  /** Whether there is one that fits this JDK and these jars. */
  private boolean isUsable() throws IOException, InterruptedException {
    if (!Files.exists(cache)) {
      return false;
    }
    Process asked = hub("-XX:AOTMode=on", "--version");
    return asked.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) && asked.exitValue() == 0;
  }

  private void make() throws IOException, InterruptedException {
    Files.deleteIfExists(cache);
    clear();
    try {
      train();
      clear();
    } finally {
      started.forEach(Process::destroyForcibly);
    }
  }

  private void train() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int rtmp = freePort();
    int http = freePort();
    sampleVideo();
    Path config =
        Files.writeString(
            folder.resolve("streams.yaml"),
            """
            version: 1
            streams:
              %s:
                target: rtmp://127.0.0.1:%d/live
                key: { plain: training }
                playlist: [ one.mp4, two.mp4 ]
            """
                .formatted(STREAM, rtmp));
    ffmpeg("-listen 1 -i rtmp://127.0.0.1:%d/live/training -c copy -f null -".formatted(rtmp));
    String[] run = {
      "run",
      "--config",
      config.toString(),
      "--state",
      folder.resolve("state").toString(),
      "--runtime",
      folder.resolve("run").toString(),
      "--listen",
      "127.0.0.1:" + http,
      "--ffmpeg",
      home.resolve("ffmpeg/ffmpeg").toString(),
      "--ffprobe",
      home.resolve("ffmpeg/ffprobe").toString()
    };
    try {
      Process before = hub("", run);
      await(
          "nothing was on the air",
          before,
          () -> Files.exists(inRun("publisher.progress")) && Files.exists(inRun("feeder.json")));
      before.destroyForcibly();
      before.waitFor();
      FileTime feeder = Files.getLastModifiedTime(inRun("feeder.json"));
      Process trained = hub("-XX:AOTCacheOutput=" + cache, run);
      await(
          "no feeder followed",
          trained,
          () -> !Files.getLastModifiedTime(inRun("feeder.json")).equals(feeder));
      await("no HTTP", trained, () -> page(http, "/metrics").contains(STREAM));
      await("no HTTP", trained, () -> page(http, "/api/v1/streams").contains(STREAM));
      trained.destroy();
      if (!trained.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
        throw new IOException("Java made none" + seeLog());
      }
    } catch (IOException e) {
      // a hub that failed leaves its FFmpegs on the air
      hub("", "sweep", "--runtime", folder.resolve("run").toString())
          .waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      throw e;
    }
  }

  private void sampleVideo() throws IOException, InterruptedException {
    Process making =
        ffmpeg(
            "-f lavfi -i testsrc2=s=320x180:r=25:d=1 -f lavfi -i sine=r=48000:d=1 -c:v libx264"
                + " -preset ultrafast -pix_fmt yuv420p -c:a aac -ac 2 one.mp4");
    if (!making.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || making.exitValue() != 0) {
      throw new IOException("no sample video" + seeLog());
    }
    Files.copy(folder.resolve("one.mp4"), folder.resolve("two.mp4"));
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void await(String otherwise, Process hub, Condition condition)
      throws IOException, InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      boolean ended = hub.waitFor(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      if (ended || Instant.now().isAfter(end)) {
        throw new IOException(otherwise + seeLog());
      }
    }
  }

  private Path inRun(String file) {
    return folder.resolve("run").resolve(STREAM).resolve(file);
  }

  /** What the hub answers; empty text while it does not. */
  private static String page(int port, String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        OutputStream out = socket.getOutputStream()) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException notYet) {
      return "";
    }
  }

  /** The program as users start it. */
  private Process hub(String javaOptions, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(home + "/bin/wild-stream-hub"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("WILDSTREAM_JAVA_OPTIONS", javaOptions);
    return start(builder);
  }

  private Process ffmpeg(String arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(home + "/ffmpeg/ffmpeg", "-nostdin", "-loglevel", "error"));
    command.addAll(List.of(arguments.split(" ")));
    return start(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private Process start(ProcessBuilder builder) throws IOException {
    Files.createDirectories(folder);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    started.add(process);
    return process;
  }

  private Path log() {
    return folder.resolve("log");
  }

  private String seeLog() {
    return "; see " + log();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void clear() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
