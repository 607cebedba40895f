package dev.wildstream.ffmpeg;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds FFmpeg and ffprobe, anew at each question, since somebody may install them while the hub
 * waits for it.
 */
public final class ToolSearch {

  private final Optional<Path> givenFfmpeg;
  private final Optional<Path> givenFfprobe;
  private final List<Path> folders;

  /**
   * Says where to look.
   *
   * @param ffmpeg as given with {@code --ffmpeg}: then nowhere else
   * @param ffprobe as given with {@code --ffprobe}: then nowhere else
   * @param home the hub's own folder, whose {@code ffmpeg/} holds the ones brought along
   * @param searchPath as in {@code PATH}
   */
  public ToolSearch(
      Optional<Path> ffmpeg,
      Optional<Path> ffprobe,
      Optional<Path> home,
      String searchPath,
      Preference preference) {
    this.givenFfmpeg = ffmpeg;
    this.givenFfprobe = ffprobe;
    List<Path> installed = new ArrayList<>();
    for (String folder : searchPath.split(":")) {
      if (folder.startsWith("/")) {
        installed.add(Path.of(folder));
      }
    }
    List<Path> broughtAlong = home.map(h -> h.resolve("ffmpeg")).stream().toList();
    List<Path> all = new ArrayList<>();
    switch (preference) {
      case INSTALLED -> {
        all.addAll(installed);
        all.addAll(broughtAlong);
      }
      case BROUGHT_ALONG -> {
        all.addAll(broughtAlong);
        all.addAll(installed);
      }
    }
    this.folders = List.copyOf(all);
  }

  /** Which to take where both are there. */
  public enum Preference {
    /** On PATH: as an operator expects. */
    INSTALLED,
    /** The ones known to work with this hub: for the demo. */
    BROUGHT_ALONG
  }

  public Optional<Path> ffmpeg() {
    return find("ffmpeg", givenFfmpeg);
  }

  public Optional<Path> ffprobe() {
    return find("ffprobe", givenFfprobe);
  }

  /** What is missing and how to get it; empty = nothing. */
  public Optional<String> missing() {
    if (ffmpeg().isEmpty()) {
      return Optional.of(message("FFmpeg", "--ffmpeg", givenFfmpeg));
    }
    if (ffprobe().isEmpty()) {
      return Optional.of(message("ffprobe", "--ffprobe", givenFfprobe));
    }
    return Optional.empty();
  }

  private Optional<Path> find(String name, Optional<Path> given) {
    if (given.isPresent()) {
      return given.filter(ToolSearch::isProgram);
    }
    return folders.stream().map(f -> f.resolve(name)).filter(ToolSearch::isProgram).findFirst();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static String message(String tool, String option, Optional<Path> given) {
    return given
        .map(path -> tool + " not found: " + path + " is no program; give " + option + " PATH")
        .orElse(tool + " not found: install it (apt install ffmpeg) or give " + option + " PATH");
  }
}
