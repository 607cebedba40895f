package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What FFmpeg said and how it ended, kept as test resources, one folder for each version: {@code
 * NAME.log} and the exit codes of all in {@code exits.properties}. The tests that cause the faults
 * for real write them anew when they are run with {@code -Dwildstream.record=true}:
 *
 * <pre>
 * mvn test -Dtest='*FaultsIT' -Dwildstream.record=true
 * </pre>
 */
final class Recording {

  private static final Path FOLDER =
      Path.of(System.getProperty("wildstream.basedir", "."), "src/test/resources/ffmpeg/logs");

  private Recording() {}

  /** The versions that are recorded. */
  static List<String> versions() {
    return List.of("5.1", "8.0");
  }

  static FaultLab.End of(String version, String name) {
    String code = exits(version).getProperty(name);
    if (code == null) {
      throw new AssertionError(version + " " + name + " was never recorded");
    }
    List<String> lines = text(version, name + ".log").lines().toList();
    return new FaultLab.End(lines, Integer.parseInt(code));
  }

  static TreeSet<String> names(String version) {
    return new TreeSet<>(exits(version).stringPropertyNames());
  }

  /** Writes a sample where that is asked for; folders of one run are given a constant name. */
  static synchronized void keep(Tools tools, String name, FaultLab.End end) {
    if (!Boolean.getBoolean("wildstream.record")) {
      return;
    }
    try {
      Path folder = FOLDER.resolve(version(tools));
      Files.createDirectories(folder);
      String log =
          end.lines().stream()
              .map(line -> line.replaceAll("/[^ :\"']*/junit-?[0-9]+", "/run/wild"))
              .map(line -> line.replaceAll("/[^ :\"']*/wild-stream-hub/ffmpeg", "/opt/ffmpeg"))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      Files.writeString(folder.resolve(name + ".log"), log);
      Path codes = folder.resolve("exits.properties");
      Properties known = new Properties();
      if (Files.exists(codes)) {
        known.load(new StringReader(Files.readString(codes)));
      }
      TreeMap<String, String> sorted = new TreeMap<>();
      known.stringPropertyNames().forEach(n -> sorted.put(n, known.getProperty(n)));
      sorted.put(name, Integer.toString(end.exitCode()));
      String all =
          sorted.entrySet().stream()
              .map(e -> e.getKey() + "=" + e.getValue() + "\n")
              .collect(Collectors.joining());
      Files.writeString(codes, all);
    } catch (IOException | InterruptedException unwritable) {
      throw new AssertionError(unwritable);
    }
  }

  /** {@code 5.1}. */
  private static String version(Tools tools) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(tools.ffmpeg().toString(), "-version").start();
    String said = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return said.replaceFirst("(?s)ffmpeg version n?(\\d+\\.\\d+).*", "$1");
  }

  private static Properties exits(String version) {
    Properties exits = new Properties();
    try {
      exits.load(new StringReader(text(version, "exits.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return exits;
  }

  private static String text(String version, String file) {
    try (InputStream in =
        Recording.class.getResourceAsStream("/ffmpeg/logs/" + version + "/" + file)) {
      if (in == null) {
        throw new AssertionError(version + "/" + file + " was never recorded");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
