package dev.wildstream.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream key appears nowhere: one is planted, and looked for everywhere. */
class SecretsIT {

  /** With all that an URL, an option file or JSON would write otherwise. */
  private static final String KEY = "qZ7-pla nted?a=b&c=\"d\"#e%2F\\f'g";

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource(RealParts.FFMPEGS)
  void aPlantedKeyIsInNoArgumentLogPageMetricOrFileButThePreset(Path ffmpeg) throws Exception {
    try (Channel channel = new Channel(folder, ffmpeg)) {
      channel.hub.key("wild", KEY);
      channel.settings("retry: { attempts: 1, delay: 1s }\n").write();
      channel
          .hub
          .start("--log-level", "debug")
          .awaitPhase("wild", "on-air", Duration.ofSeconds(15));
      List<String> found = new ArrayList<>(search(channel));

      // every way a publisher can end says something about its target
      channel.server.drop("no-such");
      HubProcess.signal("KILL", channel.hub.publisherPid());
      channel.publish(2, Duration.ofSeconds(10));
      channel.server.refuse(true);
      channel.hub.awaitPhase("wild", "on-air", Duration.ofSeconds(10));
      HubProcess.signal("KILL", channel.hub.publisherPid());
      channel.hub.awaitPhase("wild", "failed", Duration.ofSeconds(30));
      found.addAll(search(channel));
      channel.server.stop();
      channel.settings("restartedAt: again\n").write();
      channel.hub.awaitPhase("wild", "retrying", Duration.ofSeconds(20));
      found.addAll(search(channel));
      channel.write();
      Files.writeString(channel.hub.config(), channel.yaml().replace("key:", "kee:"));
      Await.until(
          "refused",
          Duration.ofSeconds(5),
          () -> !channel.hub.logLines("Revision rejected").isEmpty());
      found.addAll(search(channel));
      channel.hub.stop();
      found.addAll(search(channel));
      assertThat(found).isEmpty();
    }
  }

  private List<String> search(Channel channel) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, String> place : places(channel).entrySet()) {
      for (String secret : List.of(KEY, "qZ7-pla", "nted?a=b", "nted%3Fa")) {
        if (place.getValue().contains(secret)) {
          found.add(secret + " in " + place.getKey());
        }
      }
    }
    return found;
  }

  private Map<String, String> places(Channel channel) throws IOException, InterruptedException {
    Map<String, String> places = new java.util.TreeMap<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        for (String file : List.of("cmdline", "environ")) {
          try {
            places.put(
                process + "/" + file,
                Files.readString(process.resolve(file), StandardCharsets.ISO_8859_1));
          } catch (IOException e) {
            // ended meanwhile
          }
        }
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(Files::isRegularFile)
              .filter(f -> !f.startsWith(folder.resolve("keys")))
              .filter(f -> !f.startsWith(folder.resolve("nginx")))
              .filter(f -> !f.startsWith(folder.resolve("media")))
              .filter(f -> !f.endsWith("target.ffpreset"))
              .toList()) {
        try {
          places.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (java.nio.file.NoSuchFileException e) {
          // replaced meanwhile
        }
      }
    }
    if (channel.hub.process().isAlive()) {
      try (HttpClient client = HttpClient.newHttpClient()) {
        for (String page :
            List.of("/", "/metrics", "/-/ready", "/api/v1/streams", "/api/v1/streams/wild")) {
          places.put(
              page,
              client
                  .send(
                      HttpRequest.newBuilder(
                              URI.create("http://127.0.0.1:" + channel.hub.port() + page))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
        }
      }
      for (String command : List.of("status", "events")) {
        places.put(command, channel.hub.command(command).text());
        places.put(command + " --json", channel.hub.command(command, "--json").text());
      }
      places.put("check", channel.hub.command("check", channel.hub.config().toString()).text());
    }
    return places;
  }
}
