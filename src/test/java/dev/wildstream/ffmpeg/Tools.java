package dev.wildstream.ffmpeg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/**
 * An FFmpeg to test with.
 *
 * @param name as test names show it
 */
public record Tools(String name, Path ffmpeg, Path ffprobe) {

  /** The one brought along, and the installed one where there is one; in CI there must be both. */
  public static List<Tools> all() {
    List<Tools> all = new ArrayList<>();
    all.add(broughtAlong());
    Optional<Tools> installed =
        Arrays.stream(System.getenv("PATH").split(":"))
            .map(Path::of)
            .filter(f -> Files.isExecutable(f.resolve("ffmpeg")))
            .filter(f -> Files.isExecutable(f.resolve("ffprobe")))
            .map(f -> new Tools("installed", f.resolve("ffmpeg"), f.resolve("ffprobe")))
            .findFirst();
    if (installed.isEmpty() && "true".equals(System.getenv("CI"))) {
      Assertions.fail("no FFmpeg on PATH: in CI both versions are tested");
    }
    installed.ifPresent(all::add);
    return all;
  }

  public static Tools broughtAlong() {
    Path folder = Path.of(System.getProperty("wildstream.home")).resolve("ffmpeg");
    return new Tools("brought along", folder.resolve("ffmpeg"), folder.resolve("ffprobe"));
  }

  public ToolSearch search() {
    return new ToolSearch(
        Optional.of(ffmpeg),
        Optional.of(ffprobe),
        Optional.empty(),
        "",
        ToolSearch.Preference.INSTALLED);
  }

  /** Runs FFmpeg to its end and expects it to end well. */
  public void make(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-v", "error", "-y"));
    command.add("-nostdin");
    command.addAll(List.of(arguments));
    String said = run(folder, command);
    Assertions.assertThat(said).as("%s", command).isEmpty();
  }

  /** What ffprobe prints. */
  public String probe(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ffprobe.toString(), "-v", "error"));
    command.addAll(List.of(arguments));
    return run(Path.of("/"), command);
  }

  private static String run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(new java.io.File("/dev/null"))
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    Assertions.assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  @Override
  public String toString() {
    return name;
  }
}
