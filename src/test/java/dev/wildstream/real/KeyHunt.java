package dev.wildstream.real;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everywhere that a key could have got to: arguments, environments, files, pages, commands. */
public final class KeyHunt {

  private static final List<String> PAGES =
      List.of("/", "/metrics", "/-/ready", "/api/v1/streams", "/api/v1/events");

  private final HubProcess hub;
  private final Path folder;

  private KeyHunt(HubProcess hub, Path folder) {
    this.hub = hub;
    this.folder = folder;
  }

  /**
   * Of a hub.
   *
   * @param folder in which all of its files are
   */
  public static KeyHunt of(HubProcess hub, Path folder) {
    return new KeyHunt(hub, folder);
  }

  /** Where each of some texts is found. */
  public List<String> search(List<String> secrets) throws IOException {
    List<String> found = new ArrayList<>();
    places()
        .forEach((place, text) ->
            secrets.stream()
                .filter(text::contains)
                .forEach(secret -> found.add(secret + " in " + place)));
    return found;
  }

  private Map<String, String> places() throws IOException {
    Map<String, String> places = new TreeMap<>();
    putProcesses(places);
    putFiles(places);
    if (hub.process().isAlive()) {
      PAGES.forEach(page -> places.put(page, hub.page(page).text()));
      for (String stream : streams()) {
        String page = "/api/v1/streams/" + stream;
        places.put(page, hub.page(page).text());
      }
      for (String command : List.of("status", "events")) {
        places.put(command, hub.command(command).text());
        places.put(command + " --json", hub.command(command, "--json").text());
      }
      places.put("check", hub.command("check", hub.config().toString()).text());
    }
    return places;
  }

  /** Each has a run folder. */
  private List<String> streams() throws IOException {
    try (Stream<Path> folders = Files.list(hub.runtime())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private void putProcesses(Map<String, String> places) throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process :
          processes.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        for (String file : List.of("cmdline", "environ")) {
          putFile(places, process.resolve(file));
        }
      }
    }
  }

  /** All but where the key belongs, what the server writes, and the videos. */
  private void putFiles(Map<String, String> places) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("target.ffpreset"))
          .filter(file ->
              Stream.of(folder.relativize(file).toString().split("/"))
                  .noneMatch(part ->
                      part.equals("keys") || part.equals("media") || part.startsWith("nginx")))
          .forEach(file -> putFile(places, file));
    }
  }

  private static void putFile(Map<String, String> places, Path file) {
    try {
      places.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException gone) {
      // ended or replaced meanwhile
    }
  }
}
