package dev.wildstream.real.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All that can be told of a station that ought to be on the air and is not. */
final class DarkStation {

  private static final int LINES = 25;

  private DarkStation() {}

  static String of(Scene scene, Station station) {
    StringBuilder told = new StringBuilder(station + " is dark:\n");
    told.append(scene.hub.stream(station.name).toPrettyString()).append('\n');
    told.append(station.air().stat()).append('\n');
    scene.starts.publishers(station.name).forEach(life -> told.append(life).append('\n'));
    last(scene.starts.feeders(station.name))
        .forEach(life -> told.append(life).append(": ").append(item(life.arguments)).append('\n'));
    try (Stream<Path> files = Files.list(scene.hub.runtime().resolve(station.name))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".log") || name.endsWith(".progress") || name.endsWith(".json")) {
          told.append("--- ").append(name).append('\n');
          last(Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList())
              .forEach(line -> told.append(line).append('\n'));
        }
      }
    } catch (IOException gone) {
      told.append(gone);
    }
    return told.toString();
  }

  private static <T> List<T> last(List<T> all) {
    return all.subList(Math.max(0, all.size() - LINES), all.size());
  }

  private static String item(String arguments) {
    int from = arguments.indexOf(" -i ");
    return arguments.substring(from, arguments.indexOf(" -map", from));
  }
}
