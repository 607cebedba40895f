package dev.wildstream.real.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is left of a hub once it has ended. */
final class Leftovers {

  /** Of state, at most: events twice 4 MiB would be, and everything else is small. */
  private static final long STATE = 2 << 20;

  private Leftovers() {}

  static List<String> of(Scene scene) {
    List<String> left = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> arguments(process).contains(scene.hub.runtime().toString()))
          .forEach(process -> left.add("left: " + process + " " + arguments(process)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Path file : files(scene.hub.runtime())) {
      String name = file.getFileName().toString();
      if (name.equals("target.ffpreset") || name.endsWith(".fifo") || name.equals("fifo")) {
        left.add("left: " + file);
      }
    }
    long state = files(scene.hub.state()).stream().mapToLong(file -> file.toFile().length()).sum();
    if (state > STATE) {
      left.add("state takes up " + state + " bytes: " + files(scene.hub.state()));
    }
    return left;
  }

  /** How many files the hub has open. */
  static long descriptors(Scene scene) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + scene.hub.process().pid() + "/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !Files.isDirectory(file)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String arguments(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
