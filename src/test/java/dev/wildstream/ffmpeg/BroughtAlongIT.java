package dev.wildstream.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The FFmpeg brought along starts on a machine without sound and screen libraries. */
class BroughtAlongIT {

  private static final List<String> ABSENT =
      List.of("libxcb.so.1", "libxcb-shm.so.0", "libasound.so.2", "libpulse.so.0");

  private record Said(int exitCode, String output) {}

  @Test
  void itStartsWhereTheLibrariesOfADesktopAreMissing() throws Exception {
    Path script = Tools.broughtAlong().ffmpeg();
    List<Path> real = realLibraries();
    String hide =
        String.join("", real.stream().map(l -> "mount --bind /dev/null '" + l + "' && ").toList());
    if (canHide()) {
      Path plain = script.resolveSibling("lib").resolve("ffmpeg");
      Said without = inNamespace(hide + "'" + plain + "' -version");
      assertThat(without.exitCode()).as("without its start script it needs them").isNotZero();
      Said with =
          inNamespace(
              hide + "'" + script + "' -v error -f lavfi -i testsrc=d=0.2 -c:v libx264 -f null -");
      assertThat(with).isEqualTo(new Said(0, ""));
    }
    // everywhere: the stand-ins are the ones the loader takes
    ProcessBuilder traced = new ProcessBuilder(script.toString());
    traced.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
    String loaded = run(traced).output();
    Path absent = script.resolveSibling("lib/absent");
    // the shell of the start script is traced in place of running it, where it is not static
    if (loaded.contains("libavdevice")) {
      ABSENT.forEach(name -> assertThat(loaded).contains(absent.resolve(name).toString()));
    }
    ProcessBuilder direct =
        new ProcessBuilder(script.resolveSibling("lib").resolve("ffmpeg").toString());
    direct.environment().put("LD_TRACE_LOADED_OBJECTS", "1");
    direct.environment().put("LD_LIBRARY_PATH", absent.toString());
    String resolved = run(direct).output();
    ABSENT.forEach(name -> assertThat(resolved).contains(absent.resolve(name).toString()));
    assertThat(resolved).doesNotContain("not found");
  }

  /** Where this machine has the libraries; a desktop or a Debian with FFmpeg does. */
  private static List<Path> realLibraries() throws IOException, InterruptedException {
    List<Path> found = new ArrayList<>();
    String cache = run(new ProcessBuilder("sh", "-c", "PATH=$PATH:/sbin ldconfig -p")).output();
    for (String line : cache.split("\n")) {
      int arrow = line.indexOf("=> ");
      if (arrow > 0 && ABSENT.stream().anyMatch(name -> line.strip().startsWith(name + " "))) {
        found.add(Path.of(line.substring(arrow + 3).strip()).toRealPath());
      }
    }
    return found;
  }

  private static boolean canHide() throws IOException, InterruptedException {
    return !realLibraries().isEmpty()
        && inNamespace("mount --bind /dev/null /dev/zero").exitCode() == 0;
  }

  /** In a mount namespace of its own, as root or as root of a user namespace. */
  private static Said inNamespace(String command) throws IOException, InterruptedException {
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> unshare = new ArrayList<>(List.of("unshare", "--mount"));
    if (!root) {
      unshare.addAll(List.of("--user", "--map-root-user"));
    }
    unshare.addAll(List.of("sh", "-c", command));
    return run(new ProcessBuilder(unshare));
  }

  private static Said run(ProcessBuilder builder) throws IOException, InterruptedException {
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    Process process;
    try {
      process = builder.start();
    } catch (IOException noSuchProgram) {
      return new Said(127, noSuchProgram.getMessage());
    }
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Said(process.exitValue(), output);
  }
}
