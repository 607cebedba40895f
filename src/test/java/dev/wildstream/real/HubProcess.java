package dev.wildstream.real;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged hub as a process of its own, in a folder of its own. */
public final class HubProcess implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final Path ffmpeg;
  private final int port = NginxRtmp.freePort();
  private volatile Process process;
  private Path config;

  /**
   * Not started yet.
   *
   * @param ffmpeg its ffprobe lies beside it
   */
  public HubProcess(Path folder, Path ffmpeg) {
    this.folder = folder;
    this.ffmpeg = ffmpeg;
    this.config = folder.resolve("streams.yaml");
    try {
      Files.createDirectories(folder.resolve("keys"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path config() {
    return config;
  }

  /** Reads another file or folder than its own. */
  public HubProcess reading(Path other) {
    config = other;
    return this;
  }

  public Path state() {
    return folder.resolve("state");
  }

  public Path runtime() {
    return folder.resolve("run");
  }

  public Path log() {
    return folder.resolve("hub.log");
  }

  public int port() {
    return port;
  }

  /** Puts a key where the hub may read it. */
  public Path key(String name, String key) {
    try {
      Path file = folder.resolve("keys").resolve(name);
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, key + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the desired-state file in place. */
  public void write(String yaml) {
    try {
      Files.writeString(config(), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public HubProcess start(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                RealParts.home().resolve("bin/wild-stream-hub").toString(),
                "run",
                "--config",
                config().toString(),
                "--state",
                state().toString(),
                "--runtime",
                runtime().toString(),
                "--listen",
                "127.0.0.1:" + port,
                "--key-root",
                folder.resolve("keys").toString(),
                "--ffmpeg",
                ffmpeg.toString(),
                "--ffprobe",
                ffmpeg.resolveSibling("ffprobe").toString()));
    command.addAll(List.of(more));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public Process process() {
    return process;
  }

  /** Runs another command of the program against this hub's folders. */
  public Answer command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(RealParts.home().resolve("bin/wild-stream-hub").toString());
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("WILDSTREAM_STATE", state().toString());
      builder.environment().put("WILDSTREAM_RUNTIME", runtime().toString());
      Process run = builder.start();
      String text = new String(run.getInputStream().readAllBytes());
      return new Answer(run.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What a command printed, both streams together, and its exit status. */
  public record Answer(int status, String text) {}

  public String logText() {
    try {
      return Files.exists(log()) ? Files.readString(log()) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of the log that hold a text. */
  public List<String> logLines(String text) {
    return logText().lines().filter(line -> line.contains(text)).toList();
  }

  /** What status.json has now; a missing node where this hub has not written it yet. */
  public JsonNode status() {
    try {
      JsonNode status = JSON.readTree(Files.readAllBytes(runtime().resolve("status.json")));
      if (status.path("hub").path("pid").asLong(0) == process.pid()) {
        return status; // else the last words of a hub before
      }
    } catch (IOException | RuntimeException e) {
      // not written yet
    }
    return JSON.missingNode();
  }

  /** The stream as status.json has it now; a missing node where there is none. */
  public JsonNode stream(String name) {
    for (JsonNode stream : status().path("streams")) {
      if (stream.path("name").asString("").equals(name)) {
        return stream;
      }
    }
    return JSON.missingNode();
  }

  public String phase(String name) {
    return stream(name).path("phase").asString("");
  }

  public HubProcess awaitPhase(String name, String phase, Duration atMost) {
    Await.until(
        name + " is " + phase,
        atMost,
        () -> phase(name).equals(phase),
        () -> "it is " + stream(name) + "\n" + whatItDoes(name));
    return this;
  }

  /** Its log; of a hub that has not even begun, with what its threads do. */
  private String whatItDoes(String name) {
    if (process.isAlive() && stream(name).isMissingNode()) {
      signal("QUIT", process.pid());
      Await.pass(Duration.ofSeconds(1));
    }
    return (process.isAlive() ? "alive" : "ended with " + process.exitValue()) + "\n" + logText();
  }

  /** FFmpeg processes of this hub, by role ({@code publisher}, {@code feeder}), oldest first. */
  public Map<String, List<ProcessHandle>> ffmpegs() {
    Map<String, List<ProcessHandle>> found = new TreeMap<>();
    found.put("publisher", new ArrayList<>());
    found.put("feeder", new ArrayList<>());
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(p -> p.getFileName().toString().matches("\\d+"))
          .sorted()
          .forEach(p -> {
            String line = arguments(p);
            for (String role : found.keySet()) {
              if (line.contains("file:" + runtime() + "/") && line.contains(role + ".progress")) {
                ProcessHandle.of(Long.parseLong(p.getFileName().toString()))
                    .filter(ProcessHandle::isAlive)
                    .ifPresent(found.get(role)::add);
              }
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String arguments(Path process) {
    try {
      return Files.readString(
              process.resolve("cmdline"), java.nio.charset.StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  /** The pid of the one publisher. */
  public long publisherPid() {
    List<ProcessHandle> publishers = ffmpegs().get("publisher");
    if (publishers.size() != 1) {
      throw new AssertionError("publishers: " + publishers);
    }
    return publishers.getFirst().pid();
  }

  /** What the hub's HTTP answers; status 0 while nobody does. */
  public Answer page(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends a signal by its name. */
  public static void signal(String name, long pid) {
    SampleMedia.run(List.of("kill", "-" + name, Long.toString(pid)));
  }

  /** Kills the hub without a word; its FFmpeg is left behind. */
  public void kill() {
    process.destroyForcibly();
    waitFor();
  }

  /** SIGTERM, and waits for the end; the exit status. */
  public int stop() {
    process.destroy();
    return waitFor();
  }

  /** Waits for an end that is to come by itself; the exit status. */
  public int waitFor() {
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the hub did not end\n" + logText());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      waitFor();
    }
    ffmpegs().values().forEach(all -> all.forEach(ProcessHandle::destroyForcibly));
  }
}
